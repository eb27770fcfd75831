"""Finding statements, each once however many documents speak of it. Every list walks an index in its order."""

from typing import Any

import sqlalchemy as sa

from kg.catalog.keys import thing_key
from kg.catalog.loading import statement_row
from kg.catalog.pages import page, read_cursor
from kg.catalog.rows import Page
from kg.catalog.statement_rows import Sought, StatementRow
from kg.catalog.statement_table import statements
from kg.catalog.tables import documents, evidence
from kg.errors import NotFound

_columns = statements.c
_its = (evidence.c.workspace == _columns.workspace) & (evidence.c.statement_id == _columns.id)
_asserting = _its & (evidence.c.status == "asserted")
# all of it has the same: the first will do, of however many there are
_STANDING = (
    sa.select(evidence.c.standing)
    .where(_asserting, evidence.c.standing.is_not(None))
    .limit(1)
    .scalar_subquery()
)
_STATEMENT = (statements, _STANDING.label("standing"))


def find_statements(
    connection: sa.Connection, sought: Sought, workspace: str, *, limit: int, after: str | None
) -> Page[StatementRow]:
    """Return a page of statements by id."""
    start = read_cursor(after, str)[0] if after is not None else ""
    chosen = sa.select(*_STATEMENT).where(_columns.workspace == workspace, _columns.id > start)
    chosen = chosen.where(*_conditions(sought, workspace)).order_by(_columns.id).limit(limit + 1)
    rows = connection.execute(chosen).all()
    return page(rows, limit, lambda row: (row.id,), statement_row)


def get_statement(connection: sa.Connection, id: str, workspace: str) -> StatementRow:
    """Return a statement by its id. Raises NotFound."""
    here = (_columns.workspace == workspace) & (_columns.id == id)
    row = connection.execute(sa.select(*_STATEMENT).where(here)).one_or_none()
    if row is None:
        raise NotFound("statement", id)
    return statement_row(row)


def sure_of(sought: Sought) -> list[sa.ColumnElement[bool]]:
    """Return the conditions on how texts put a statement, and on how sure that is."""
    if sought.status is None:
        return [_columns.confidence >= sought.min_confidence] if sought.min_confidence else []
    supported = _columns[sought.status]
    if sought.status == "asserted":  # which every denial has a say in
        return [supported.is_not(None), _columns.confidence >= sought.min_confidence]
    return [supported.is_not(None), supported >= sought.min_confidence]


def _conditions(sought: Sought, workspace: str) -> list[sa.ColumnElement[bool]]:
    parts = {"subject": sought.subject, "predicate": sought.predicate, "object": sought.object}
    conditions: list[sa.ColumnElement[bool]] = [
        _columns[f"{part}_key"] == thing_key(value) for part, value in parts.items() if value
    ]
    if sought.document is not None:
        conditions.append(_columns.id.in_(_said_in(sought.document, sought.status, workspace)))
    return conditions + sure_of(sought)


def _said_in(document: str, status: str | None, workspace: str) -> sa.Select[Any]:
    """Select what a document speaks of, in one way if a status is given."""
    named = (documents.c.workspace == workspace) & (documents.c.id == document)
    said = sa.select(evidence.c.statement_id).select_from(evidence.join(documents)).where(named)
    return said if status is None else said.where(evidence.c.status == status)
