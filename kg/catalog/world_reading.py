"""What documents name and say, as it was minted, out of the rows of the catalog."""

import array
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from kg.catalog.refused_table import refused
from kg.catalog.stated_table import held_in
from kg.catalog.tables import Row, documents, entities, evidence, mentions
from kg.identity.records import Edge, Occurrence

_PRONOUN = re.compile(r"(?:he|she|it|they|his|her|its|their|who|which|that|this|these|we|i)", re.I)

_MOST_NAMES = 5


def occurrences(
    connection: sa.Connection, workspace: str, seqs: Sequence[int] | None = None
) -> Iterator[Occurrence]:
    """Yield what documents name, these ones or all."""
    called = _also_called(connection, workspace, seqs)
    for row in connection.execute(_named(workspace, seqs)):
        yield _occurrence(row, called.get((row.document, row.position), []))


def _named(workspace: str, seqs: Sequence[int] | None) -> sa.Select[Any]:
    columns = ("document", "position", "term", "minted", "name", "label", "context")
    chosen = sa.select(*(entities.c[name] for name in columns), documents.c.id)
    joined = entities.join(documents, entities.c.document == documents.c.seq)
    mine = (entities.c.workspace == workspace) & entities.c.origin.is_not(None)
    return chosen.select_from(joined).where(mine, _among(entities, seqs))


def _also_called(
    connection: sa.Connection, workspace: str, seqs: Sequence[int] | None
) -> dict[tuple[int, int], list[str]]:
    """Return what documents call their entities besides their names, if it begins like a name."""
    mine = (entities.c.workspace == workspace) & entities.c.origin.is_not(None)
    one = (entities.c.document == mentions.c.document) & (entities.c.position == mentions.c.entity)
    other = mentions.c.text != entities.c.name
    columns = (mentions.c.document, mentions.c.entity, mentions.c.text)
    chosen = (
        sa.select(*columns)
        .select_from(mentions.join(entities, one))
        .where(mine, other, _among(entities, seqs))
    )
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for row in connection.execute(chosen.distinct()):
        if row.text[:1].isupper() and not _PRONOUN.fullmatch(row.text):
            found[row.document, row.entity].append(" ".join(row.text.split()))
    return found


def _occurrence(row: Row, called: list[str]) -> Occurrence:
    vector = array.array("f")
    vector.frombytes(row.context or b"")
    names = (row.name, *sorted(set(called))[: _MOST_NAMES - 1])
    return Occurrence(row.id, row.minted or row.term, names, row.label, vector=tuple(vector))


def edges(
    connection: sa.Connection, workspace: str, seqs: Sequence[int] | None = None
) -> Iterator[Edge]:
    """Yield what documents state, these ones or all."""
    columns = (
        "subject",
        "minted_subject",
        "predicate",
        "object",
        "minted_object",
        "datatype",
        "confidence",
    )
    for table in (evidence, refused):  # what is refused must not change what things are
        chosen = sa.select(*(table.c[name] for name in columns), documents.c.id.label("named"))
        joined = table.join(documents, table.c.document == documents.c.seq)
        mine = (table.c.workspace == workspace) & (table.c.status == "asserted")
        for row in connection.execute(chosen.select_from(joined).where(mine, _among(table, seqs))):
            yield Edge(
                row.named,
                row.minted_subject or row.subject,
                row.predicate,
                row.minted_object or row.object,
                row.datatype,
                row.confidence,
            )


def _among(table: sa.Table, seqs: Sequence[int] | None) -> sa.ColumnElement[bool]:
    """What a person states is about things as they are: it must not change which these are."""
    theirs = ~held_in(table.c.document)
    return theirs & table.c.document.in_(seqs) if seqs is not None else theirs
