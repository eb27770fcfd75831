"""How posted documents are received: new ones are let in, known ones recognised by their content.

Two clients may post the same batch at once. So nobody trusts a look-up: an insert that loses against
another's is looked up again, and so is a document that was deleted in between.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from kg.catalog.acceptance import refusal
from kg.catalog.entry import Desk, Filed, enter, queued_again, rewrite
from kg.catalog.links import link, move_home
from kg.catalog.rows import Receipt
from kg.catalog.tables import Row, documents
from kg.iris import content_hash, document_id

_BATCH = 1000
"""Documents looked up and inserted in one statement; SQLite takes 32,766 parameters, PostgreSQL 65,535."""
_TAKEN = (
    "Another text is kept under this id. "
    "To replace it, PUT /documents/{id}; to keep both, choose another id."
)


@dataclass(frozen=True, slots=True)
class _Posted:
    """A document on its way in, at its place in the batch."""

    place: int
    id: str
    content: str
    filed: Filed

    @property
    def own_id(self) -> bool:
        """Whether the client chose the id."""
        return bool(self.filed.document.id)


@dataclass(frozen=True, slots=True)
class _Known:
    """Documents that are here already, by what a posted one may share with them."""

    by_id: Mapping[str, Row]
    by_content: Mapping[str, Row]

    def same_text(self, posted: _Posted) -> Row | None:
        older = self.by_id.get(posted.id)
        return older if older and not self.taken(posted) else self.by_content.get(posted.content)

    def taken(self, posted: _Posted) -> bool:
        older = self.by_id.get(posted.id)
        return older is not None and older.content != posted.content


_NOTHING = _Known({}, {})


def receive(desk: Desk, filed: Sequence[Filed]) -> list[Receipt]:
    """Take documents in; one receipt each, in order."""
    batches = (filed[start : start + _BATCH] for start in range(0, len(filed), _BATCH))
    return [receipt for batch in batches for receipt in _receive(desk, batch)]


def _receive(desk: Desk, batch: Sequence[Filed]) -> list[Receipt]:
    receipts: dict[int, Receipt] = {}
    waiting: list[_Posted] = []
    for place, filed in enumerate(batch):
        document = filed.document
        if reason := refusal(document):
            receipts[place] = Receipt(document.id or "", "rejected", error=reason)
        else:
            id = document.id or document_id(document.text)
            waiting.append(_Posted(place, id, content_hash(document.text), filed))
    known = _NOTHING  # most are new: the insert itself finds out which are not
    while waiting:
        receipts |= _round(desk, waiting, known)
        waiting = [posted for posted in waiting if posted.place not in receipts]
        known = _look_up(desk, waiting) if waiting else _NOTHING
    return [receipts[place] for place in range(len(batch))]


def revive(desk: Desk, wanted: Mapping[int, Filed]) -> set[int]:
    """Queue failed and cancelled documents again; returns those that still were one of these.

    Args:
        wanted: By the document's number, what was posted; its job becomes the document's home.
    """
    held = _hold(desk, wanted, ("failed", "cancelled"))
    if held:
        for job, seqs in _by_job((wanted[seq].job, seq) for seq in held).items():
            move_home(desk.connection, job, seqs)
        values = queued_again(desk.now) | {"priority": desk.priority}
        chosen = documents.c.seq.in_(held)
        desk.connection.execute(sa.update(documents).where(chosen).values(values))
    return held


def _round(desk: Desk, waiting: Sequence[_Posted], known: _Known) -> dict[int, Receipt]:
    """Decide what can be decided now; what gets no receipt has to be looked up again."""
    receipts: dict[int, Receipt] = {}
    fresh: dict[str, _Posted] = {}
    contents: set[str] = set()
    older: list[tuple[_Posted, Row]] = []
    for posted in waiting:
        if known.taken(posted) and posted.own_id:
            receipts[posted.place] = Receipt(
                posted.id, "rejected", error=_TAKEN.format(id=posted.id)
            )
        elif row := known.same_text(posted):
            older.append((posted, row))
        elif posted.content not in contents and posted.id not in fresh:
            if known.taken(posted):  # a PUT gave the id that we make from this text to another one
                posted = replace(posted, id=uuid.uuid4().hex)
            fresh[posted.id] = posted
            contents.add(posted.content)
    entered = enter(desk, {id: posted.filed for id, posted in fresh.items()})
    receipts |= {fresh[id].place: Receipt(id, "queued") for id in entered}
    return receipts | _recognise(desk, older)


def _look_up(desk: Desk, waiting: Sequence[_Posted]) -> _Known:
    columns = documents.c
    chosen = sa.select(columns.seq, columns.id, columns.status, columns.content, columns.dedup)
    chosen = chosen.where(columns.workspace == desk.workspace)
    ids = {posted.id for posted in waiting}
    contents = {posted.content for posted in waiting}
    # Two statements, because SQLite does not see the two indexes behind an OR.
    named = desk.connection.execute(chosen.where(columns.id.in_(ids)))
    alike = desk.connection.execute(chosen.where(columns.dedup.in_(contents)))
    return _Known({row.id: row for row in named}, {row.dedup: row for row in alike})


def _recognise(desk: Desk, older: Sequence[tuple[_Posted, Row]]) -> dict[int, Receipt]:
    """Link known documents to their jobs; those that failed, were cancelled or are going are queued again."""
    by_status: dict[str, dict[int, Filed]] = {}
    for posted, row in older:
        by_status.setdefault(row.status, {}).setdefault(row.seq, posted.filed)
    going = by_status.pop("deleting", {})
    stopped = by_status.pop("failed", {}) | by_status.pop("cancelled", {})
    back = revive(desk, stopped) if stopped else set()
    for seq in _hold(desk, going, ("deleting",)) if going else ():
        rewrite(desk, seq, going[seq])
        back.add(seq)
    present = {seq for group in by_status.values() for seq in group}
    here = [(posted.filed.job, row.seq) for posted, row in older if row.seq in present | back]
    for job, seqs in _by_job(here).items():
        link(desk.connection, job, seqs)
    receipts = {}
    for posted, row in older:
        if row.seq in back:
            anew = going.get(row.seq) is posted.filed
            receipts[posted.place] = Receipt(row.id, "queued", duplicate=not anew)
        elif row.seq in present:
            receipts[posted.place] = Receipt(row.id, row.status, duplicate=True)
    return receipts


def _by_job(pairs: Iterable[tuple[str, int]]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for job, seq in pairs:
        found.setdefault(job, set()).add(seq)
    return found


def _hold(desk: Desk, seqs: Collection[int], statuses: Collection[str]) -> set[int]:
    """Lock those of the documents that have one of these statuses, until the transaction ends."""
    chosen = documents.c.seq.in_(seqs) & documents.c.status.in_(statuses)
    locked = sa.select(documents.c.seq).where(chosen).order_by(documents.c.seq).with_for_update()
    return set(desk.connection.execute(locked).scalars())
