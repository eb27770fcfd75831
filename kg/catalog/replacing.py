"""PUT: the client names the document and says what it is from now on."""

import sqlalchemy as sa

from kg.catalog.entry import Desk, Filed, described, enter, rewrite
from kg.catalog.intake import revive
from kg.catalog.links import link
from kg.catalog.recording import changed
from kg.catalog.rows import NewDocument, Receipt
from kg.catalog.stated_table import IS_STATED
from kg.catalog.tables import Row, documents
from kg.errors import Conflict
from kg.iris import content_hash


def put(desk: Desk, id: str, filed: Filed) -> Receipt:
    """Create the document, give it another text, or only another description if the text is the same.

    Raises:
        Conflict: It holds a person's word.
    """
    document = filed.document
    row = _held(desk, id)
    while row is None:
        if enter(desk, {id: filed}) or enter(desk, {id: filed}, unique=False):
            return Receipt(id, "queued")
        row = _held(desk, id)  # somebody else put it there in the meantime
    if row.stated:
        raise Conflict(
            f"Document {id} holds what somebody stated by accepting a suggestion. Take that back, or "
            "delete the document; then the id is free."
        )
    if row.status == "deleting" or row.content != content_hash(document.text):
        rewrite(desk, row.seq, filed)
        return Receipt(id, "queued")
    _describe(desk, row, document)
    if revive(desk, {row.seq: filed}):
        return Receipt(id, "queued", duplicate=True)
    link(desk.connection, filed.job, [row.seq])
    return Receipt(id, row.status, duplicate=True)


def _held(desk: Desk, id: str) -> Row | None:
    here = (documents.c.workspace == desk.workspace) & (documents.c.id == id)
    chosen = sa.select(documents, IS_STATED.label("stated")).where(here)
    found = desk.connection.execute(chosen.with_for_update())
    return found.one_or_none()


def _describe(desk: Desk, row: Row, document: NewDocument) -> None:
    values = described(document)
    if all(row._mapping[name] == value for name, value in values.items()):
        return
    if row.model is not None:  # the graph speaks of it, and has to follow
        values |= changed(desk.now)
    here = documents.c.seq == row.seq
    desk.connection.execute(sa.update(documents).where(here).values(values))
