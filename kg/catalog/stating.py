"""Facts that people state: each a small document that no model reads, with evidence like any other's."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Literal

import sqlalchemy as sa

from kg.catalog.database import Database
from kg.catalog.entry import Desk, Filed, enter, rewrite
from kg.catalog.identity_tables import identities
from kg.catalog.inserting import insert
from kg.catalog.jobs import Jobs
from kg.catalog.judgement_table import judgements
from kg.catalog.keys import thing_key
from kg.catalog.recording import Found, changed, forget, record
from kg.catalog.refused_table import refused
from kg.catalog.rows import NewDocument
from kg.catalog.stated_rows import (
    End,
    StatedFact,
    Word,
    extraction_of,
    reasons_as_json,
    reasons_of,
)
from kg.catalog.stated_table import held_in, stated
from kg.catalog.tables import Row, documents, entities, evidence, jobs, texts
from kg.catalog.verdicts import Verdict, keep_verdict, verdicts
from kg.errors import Conflict
from kg.iris import content_hash, statement_id
from kg.records import DEFAULT_WORKSPACE, PERSON, Document, Statement

SOURCE = "accepted suggestions"
"""What the job is called that such documents belong to."""
TITLE = "Accepted suggestion"


class Stating:
    """A suggestion that somebody accepts becomes a document, and goes with it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def accept(self, fact: StatedFact, workspace: str = DEFAULT_WORKSPACE) -> str:
        """Keep a fact as somebody's word; returns the id of its document. Twice is as good as once.

        Raises:
            Conflict: A client has given the document's id to a text of its own.
        """
        job = self._job(workspace)

        def work(connection: sa.Connection) -> str:
            desk = Desk(connection, workspace, 0, self._database.clock())
            id = f"stated-{fact.id}"
            seq = _document(desk, id, Filed(job, NewDocument(fact.text, id, title=TITLE)))
            _keep(connection, seq, fact, workspace)
            # what was decided about it before is over: it is accepted now
            connection.execute(sa.delete(judgements).where(judgements.c.document == seq))
            restate(connection, [seq], desk.now)
            _say(connection, fact.statement, "accepted", workspace, desk.now)
            return id

        return self._database.write_through(work)

    def withdraw(
        self,
        statement: Statement,
        verdict: Literal["open", "refused"],
        workspace: str = DEFAULT_WORKSPACE,
    ) -> str:
        """Take somebody's word for a fact back, if there is one, and keep another verdict; returns its id."""
        id, now = statement_id(statement), self._database.clock()
        with self._database.write() as connection:
            for seq in _saying(connection, id, workspace):
                forget(connection, seq, now)
            _say(connection, statement, verdict, workspace, now)
        return id

    def words(self, ids: Collection[str], workspace: str = DEFAULT_WORKSPACE) -> dict[str, Word]:
        """Return whose word documents hold, and why, by their ids; those that hold no person's word are left out."""
        mine = (documents.c.workspace == workspace) & documents.c.id.in_(sorted(ids))
        columns = (documents.c.id, stated.c.reasons, stated.c.said_by)
        chosen = sa.select(*columns).select_from(stated.join(documents))
        with self._database.read() as connection:
            rows = connection.execute(chosen.where(mine)).all()
        return {row.id: Word(reasons_of(row.reasons), row.said_by) for row in rows}

    def number(self, workspace: str = DEFAULT_WORKSPACE) -> int:
        """Return how many documents hold a person's word."""
        counted = sa.select(sa.func.count()).select_from(stated.join(documents))
        with self._database.read() as connection:
            return int(
                connection.execute(counted.where(documents.c.workspace == workspace)).scalar_one()
            )

    def _job(self, workspace: str) -> str:
        """Return the job of what was accepted before, or a new one."""
        mine = (jobs.c.workspace == workspace) & (jobs.c.source == SOURCE)
        with self._database.read() as connection:
            latest = sa.select(jobs.c.id).where(mine).order_by(jobs.c.id.desc()).limit(1)
            job: str | None = connection.execute(latest).scalar()
        return job or Jobs(self._database).create(SOURCE, workspace)


def restate(connection: sa.Connection, seqs: Sequence[int], now: int) -> None:
    """Have documents state again what people said in them: what reading is to other documents."""
    columns = (stated, documents.c.id, documents.c.workspace, texts.c.text)
    joined = stated.join(documents).join(texts, texts.c.document == documents.c.seq)
    chosen = sa.select(*columns).select_from(joined).where(stated.c.document.in_(seqs))
    found = []
    for row in connection.execute(chosen).all():
        document = Document(row.id, row.text, workspace=row.workspace)
        found.append(Found(row.document, document, extraction_of(document, row)))
        values = changed(now) | {
            "status": "extracted",
            "model": PERSON.name,
            "model_version": PERSON.version,
            "read_at": sa.func.coalesce(documents.c.read_at, now),
            "read_content": content_hash(row.text),
            "characters_read": len(row.text),
            "updated_at": now,
        }
        connection.execute(
            sa.update(documents).where(documents.c.seq == row.document).values(values)
        )
    record(connection, found)


def answer(connection: sa.Connection, seq: int, verdict: Verdict) -> None:
    """Have the verdict on a suggestion follow what is decided about the document that came of it."""
    columns = (stated.c.suggestion, documents.c.workspace)
    chosen = sa.select(*columns).select_from(stated.join(documents)).where(documents.c.seq == seq)
    for row in connection.execute(chosen).all():
        here = (verdicts.c.workspace == row.workspace) & (verdicts.c.id == row.suggestion)
        here &= verdicts.c.kind == "suggestion"
        connection.execute(sa.update(verdicts).where(here).values(verdict=verdict))


def _document(desk: Desk, id: str, posted: Filed) -> int:
    """Return the row of the document that holds a fact, made if it is not there; nothing waits to be read."""
    ours = False
    while (row := _held(desk, id)) is None:
        ours = bool(enter(desk, {id: posted}, unique=False))
    if row.status == "deleting":
        rewrite(desk, row.seq, posted)
    elif not ours and not row.stated:
        raise Conflict(
            f"A text of yours is kept under the id {id}. Delete it, then accept the suggestion again."
        )
    # an equal text that somebody posts is to be read: it must not be taken for this one
    here = documents.c.seq == row.seq
    desk.connection.execute(sa.update(documents).where(here).values(dedup=None))
    return int(row.seq)


def _held(desk: Desk, id: str) -> Row | None:
    here = (documents.c.workspace == desk.workspace) & (documents.c.id == id)
    columns = (documents.c.seq, documents.c.status, held_in(documents.c.seq).label("stated"))
    return desk.connection.execute(sa.select(*columns).where(here).with_for_update()).one_or_none()


def _keep(connection: sa.Connection, seq: int, fact: StatedFact, workspace: str) -> None:
    ends = {"subject": fact.subject, "object": fact.object}
    values = {
        "document": seq,
        "suggestion": fact.id,
        "predicate": fact.predicate,
        "reasons": reasons_as_json(fact.reasons),
        "said_by": fact.by,
    }
    for role, end in ends.items():
        found = _minted(connection, end, workspace)
        values |= {role: found.iri, f"{role}_name": end.name, f"{role}_label": end.label}
    sent = insert(connection, stated).values(values)
    connection.execute(sent.on_conflict_do_nothing(index_elements=["document"]))


def _minted(connection: sa.Connection, end: End, workspace: str) -> End:
    """Return a thing under an IRI that documents minted for it, so that it moves as they do; else as it is."""
    key = thing_key(end.iri)
    own = (entities.c.workspace == workspace) & (entities.c.origin == key)
    if connection.execute(sa.select(entities.c.document).where(own).limit(1)).first():
        return end
    meant = (identities.c.workspace == workspace) & (identities.c.canonical_thing == key)
    chosen = sa.select(identities.c.iri).where(meant, identities.c.document == "")
    first = connection.execute(chosen.order_by(identities.c.iri).limit(1)).scalar()
    return replace(end, iri=first or end.iri)


def _saying(connection: sa.Connection, id: str, workspace: str) -> Sequence[int]:
    """Return the documents in which people state a fact, by its id when they did or as it is now."""
    mine = documents.c.workspace == workspace
    said = stated.c.suggestion == id
    for table in (evidence, refused):
        here = (table.c.document == stated.c.document) & (table.c.statement_id == id)
        said |= sa.select(table.c.id).where(here).exists()
    chosen = sa.select(stated.c.document).select_from(stated.join(documents))
    locked = chosen.where(mine, said).order_by(stated.c.document).with_for_update(of=documents)
    return connection.execute(locked).scalars().all()


def _say(
    connection: sa.Connection, statement: Statement, verdict: Verdict, workspace: str, now: int
) -> None:
    words = f"<{statement.subject}> <{statement.predicate}> <{statement.object.value}>"
    row = {"workspace": workspace, "kind": "suggestion", "id": statement_id(statement)}
    keep_verdict(connection, row | {"verdict": verdict, "said": words, "made_at": now})
