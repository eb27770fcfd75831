"""Decisions about single pieces of evidence: the queue of doubts, what was decided, and taking it back."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from kg.catalog.database import Database
from kg.catalog.entry import queued_again
from kg.catalog.guarding import Watch
from kg.catalog.inserting import insert
from kg.catalog.judgement_rows import (
    JudgementRow,
    JudgementVerdict,
    Right,
    judgement_row,
    right_as_json,
)
from kg.catalog.judgement_table import judgements
from kg.catalog.judging import apply_judgements, corrected
from kg.catalog.loading import EVIDENCE, evidence_row
from kg.catalog.recording import changed
from kg.catalog.renaming import rename
from kg.catalog.revision import revise, spoken_of
from kg.catalog.rows import EvidenceRow
from kg.catalog.stated_table import IS_STATED
from kg.catalog.stating import answer, restate
from kg.catalog.tables import Row, documents, evidence
from kg.errors import InputError, NotFound
from kg.records import DEFAULT_WORKSPACE, Span

UNSURE = 0.5
"""What is this sure could as well be wrong: it is the most worth deciding."""

_BATCH = 1000


class Judgements:
    """What people decided stays until they take it back, or until its text goes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def due(self, workspace: str = DEFAULT_WORKSPACE, *, limit: int = 20) -> list[EvidenceRow]:
        """Return evidence that nobody has judged, the least sure first."""
        judged = sa.select(judgements.c.id).where(
            judgements.c.document == evidence.c.document, judgements.c.id == evidence.c.id
        )
        waiting = (evidence.c.workspace == workspace) & ~judged.exists()
        sure = evidence.c.confidence
        walks = (
            (sure >= UNSURE, sure.asc()),
            (sure < UNSURE, sure.desc()),
        )
        rows: list[Row] = []
        with self._database.read() as connection:
            for side, order in walks:  # each from the middle outwards, along the index
                chosen = sa.select(*EVIDENCE).select_from(evidence.join(documents))
                chosen = chosen.where(waiting, side, sure < 1.0).order_by(order, evidence.c.id)
                rows += connection.execute(chosen.limit(limit)).all()
        rows.sort(key=lambda row: (abs(row.confidence - UNSURE), row.id))
        return [evidence_row(row) for row in rows[:limit]]

    def judge(
        self,
        id: str,
        verdict: JudgementVerdict,
        right: Right | None = None,
        workspace: str = DEFAULT_WORKSPACE,
    ) -> JudgementRow:
        """Decide about a piece of evidence; the graph follows.

        Args:
            right: What is right instead; goes with the verdict "correct" and no other.

        Raises:
            NotFound: There is no such evidence.
            InputError: What is right does not fit the verdict, or its ends name nothing in the sentence.
        """
        if (verdict == "correct") != (right is not None):
            raise InputError("A correction, and nothing else, says what is right.")

        def work(connection: sa.Connection) -> JudgementRow:
            row = _find(connection, id, workspace)
            if right is not None:
                _check(connection, row, right)
            _keep(connection, row, verdict, right, self._database.clock())
            if verdict != "accept":
                self._follow(connection, row.seq)
                answer(connection, row.seq, "refused")
            return judgement_row(connection.execute(_chosen(judgements.c.id == id)).one())

        return self._database.write_through(work)

    def undo(self, id: str, workspace: str = DEFAULT_WORKSPACE) -> JudgementRow:
        """Forget a decision; if it changed what was found, the document is queued to be read again.

        A person's word is not read: it stands again at once.

        Raises:
            NotFound: Nothing was decided about this evidence.
        """
        mine = (judgements.c.id == id) & (documents.c.workspace == workspace)
        with self._database.write() as connection:
            row = connection.execute(_chosen(mine)).one_or_none()
            if row is None:
                raise NotFound("judgement", id)
            here = (judgements.c.document == row.document) & (judgements.c.id == id)
            connection.execute(sa.delete(judgements).where(here))
            if row.verdict != "accept":
                self._find_again(connection, row.document)
        return judgement_row(row)

    def all(self, workspace: str = DEFAULT_WORKSPACE) -> Iterator[JudgementRow]:
        """Yield every decision about what texts say, by document, a batch at a time."""
        place: tuple[int, str] = (0, "")
        while True:
            key = sa.tuple_(judgements.c.document, judgements.c.id)
            mine = (documents.c.workspace == workspace) & (key > sa.tuple_(*place))
            # how people put a fact is not how texts do: nothing to learn from
            ordered = _chosen(mine & ~IS_STATED).order_by(judgements.c.document, judgements.c.id)
            with self._database.read() as connection:
                rows = connection.execute(ordered.limit(_BATCH)).all()
            yield from map(judgement_row, rows)
            if len(rows) < _BATCH:
                return
            place = (rows[-1].document, rows[-1].id)

    def _find_again(self, connection: sa.Connection, seq: int) -> None:
        now = self._database.clock()
        answer(connection, seq, "accepted")
        restate(connection, [seq], now)
        idle = documents.c.status.not_in(["queued", "running", "deleting"])
        again = sa.update(documents).where(documents.c.seq == seq, idle, ~IS_STATED)
        connection.execute(again.values(queued_again(now)))

    def _follow(self, connection: sa.Connection, seq: int) -> None:
        before = spoken_of(connection, [seq])
        watch = Watch(connection, [seq])
        apply_judgements(connection, [seq])
        rename(connection, [seq])
        watch.note()
        values = changed(self._database.clock())
        connection.execute(sa.update(documents).where(documents.c.seq == seq).values(values))
        revise(connection, before | spoken_of(connection, [seq]))


def _chosen(condition: sa.ColumnElement[bool]) -> sa.Select[Any]:
    columns = (judgements, documents.c.id.label("document_id"))
    return sa.select(*columns).select_from(judgements.join(documents)).where(condition)


def _find(connection: sa.Connection, id: str, workspace: str) -> Row:
    mine = (evidence.c.workspace == workspace) & (evidence.c.id == id)
    chosen = sa.select(evidence, documents.c.id.label("name"), documents.c.read_content)
    joined = chosen.select_from(evidence.join(documents)).where(mine)
    locked = joined.with_for_update(of=documents)
    row = connection.execute(locked.add_columns(evidence.c.document.label("seq"))).one_or_none()
    if row is None:
        raise NotFound("evidence", id)
    return row


def _check(connection: sa.Connection, row: Row, right: Right) -> None:
    quoted = right.sentence or Span(row.sentence_start, row.sentence_end)
    inside = all(
        span.start < span.end and span.within(quoted) for span in (right.subject, right.object)
    )
    if not inside or right.subject == right.object:
        raise InputError("Subject and object must be two stretches of the sentence.")
    old = (row.predicate, row.subject_start, row.subject_end, row.object_start, row.object_end)
    new = (right.predicate, right.subject.start, right.subject.end)
    if (*new, right.object.start, right.object.end) == old:
        raise InputError("The correction is what was found. Accept it instead.")
    if corrected(connection, row.seq, row.name, right, {}) is None:
        raise InputError(
            "The correction's ends must name something, its subject a thing and not a value, and the "
            "document must not state it there already. Reject the fact instead."
        )


def _keep(
    connection: sa.Connection, row: Row, verdict: JudgementVerdict, right: Right | None, now: int
) -> None:
    places = ("subject_start", "subject_end", "object_start", "object_end")
    names = ("predicate", *places, "sentence_start", "sentence_end", "quote", "status")
    values = {name: row._mapping[name] for name in names} | {
        "document": row.seq,
        "id": row.id,
        "verdict": verdict,
        "made_at": now,
        "content": row.read_content or "",
        "right": right_as_json(right),
    }
    sent = insert(connection, judgements).values(values)
    connection.execute(sent.on_conflict_do_update(index_elements=["document", "id"], set_=values))
