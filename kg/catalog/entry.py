"""How a text gets into the tables: as a new document, or as another revision of one that is there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from kg.catalog.inserting import Values, insert, insert_new
from kg.catalog.links import move_home
from kg.catalog.rows import NewDocument
from kg.catalog.tables import documents, texts
from kg.iris import content_hash


@dataclass(frozen=True, slots=True)
class Desk:
    """Where texts are being taken in: one transaction; `now` in ms."""

    connection: sa.Connection
    workspace: str
    priority: int
    now: int


@dataclass(frozen=True, slots=True)
class Filed:
    """A document on its way in, and the job that it comes with."""

    job: str
    document: NewDocument


def queued_again(now: int) -> Values:
    """Return the values that put a document at the head of its queue with a clean slate."""
    return {
        "status": "queued",
        "run_at": now,
        "attempt": 0,
        "deaths": 0,
        "characters_read": 0,
        "owner": None,
        "lease_until": None,
        "error": None,
        "updated_at": now,
    }


def described(document: NewDocument) -> Values:
    """Return the values that describe a document to people; they are not read by the model."""
    return {
        "title": document.title,
        "uri": document.uri,
        "language": document.language,
        "metadata": dict(document.metadata),
    }


def enter(desk: Desk, posted: Mapping[str, Filed], *, unique: bool = True) -> set[str]:
    """Insert documents by id and return the ids that were free; if `unique`, the text must be new as well."""
    if not posted:
        return set()
    rows = [
        seq | _row(desk, id, filed) | ({} if unique else {"dedup": None})
        for seq, (id, filed) in zip(
            _places(desk.connection, len(posted)), posted.items(), strict=True
        )
    ]
    # One order for everybody, so that two batches may wait for each other, but never both ways.
    rows.sort(key=lambda row: str(row["content"]))
    entered = insert_new(desk.connection, documents, rows, ["seq", "id"])
    bodies = [{"document": row.seq, "text": posted[row.id].document.text} for row in entered]
    if bodies:
        desk.connection.execute(sa.insert(texts), bodies)
    return {row.id for row in entered}


def rewrite(desk: Desk, seq: int, filed: Filed) -> None:
    """Put a text under a document that is there, and queue it. Its findings stay until the new ones come."""
    move_home(desk.connection, filed.job, [seq])
    document = filed.document
    content = content_hash(document.text)
    update = sa.update(documents).where(documents.c.seq == seq)
    update = update.values(queued_again(desk.now) | described(document))
    update = update.values(
        priority=desk.priority,
        content=content,
        characters=len(document.text),
        revision=documents.c.revision + 1,
    )
    try:
        with desk.connection.begin_nested():
            desk.connection.execute(update.values(dedup=content))
    except sa.exc.IntegrityError:  # a client may PUT one text under two ids
        desk.connection.execute(update.values(dedup=None))
    body = insert(desk.connection, texts).values(document=seq, text=document.text)
    desk.connection.execute(
        body.on_conflict_do_update(index_elements=["document"], set_={"text": body.excluded.text})
    )


def _row(desk: Desk, id: str, filed: Filed) -> Values:
    document = filed.document
    content = content_hash(document.text)
    return {
        **queued_again(desk.now),
        **described(document),
        "workspace": desk.workspace,
        "id": id,
        "content": content,
        "dedup": content,
        "characters": len(document.text),
        "revision": 1,
        "job": filed.job,
        "priority": desk.priority,
        "change": desk.now,
        "created_at": desk.now,
    }


def _places(connection: sa.Connection, n: int) -> list[Values]:
    """Return `n` places at the end of the queue, so that a batch is read in the order of posting."""
    if n == 1:
        return [{}]  # the database's own count will do
    return [{"seq": seq} for seq in _next_seqs(connection, n)]


def _next_seqs(connection: sa.Connection, n: int) -> Sequence[int]:
    if connection.dialect.name == "postgresql":
        sequence = sa.func.pg_get_serial_sequence("documents", "seq")
        numbers = sa.select(sa.func.nextval(sequence)).select_from(sa.func.generate_series(1, n))
        return sorted(connection.execute(numbers).scalars())
    # A writer is alone in an SQLite database: nobody else counts on from here.
    last = connection.execute(sa.select(sa.func.max(documents.c.seq))).scalar() or 0
    return range(last + 1, last + 1 + n)
