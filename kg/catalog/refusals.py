"""What is kept aside, for people: pages of it, how much there is, and what they decide about it."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any
from typing import Literal as OneOf

import sqlalchemy as sa

from kg.admission.records import Reason, Verdict
from kg.catalog.checking import VERDICTS, decided, reasons_of, verdict_of
from kg.catalog.database import Database
from kg.catalog.guarding import mark
from kg.catalog.loading import evidence_columns, evidence_row
from kg.catalog.pages import page, read_cursor
from kg.catalog.refused_table import WAITING, refused, unchecked
from kg.catalog.rows import EvidenceRow, Page
from kg.catalog.tables import Row, documents, evidence
from kg.catalog.verdicts import keep_verdict, verdicts
from kg.errors import NotFound
from kg.records import DEFAULT_WORKSPACE, Iri

Which = OneOf["open", "accepted", "rejected", "all"]
_SAID = {"open": "open"} | {shown: kept for kept, shown in VERDICTS.items()}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A piece of evidence that shapes, policies or people keep aside, or that people let in.

    Attributes:
        reasons: Why it is aside; empty if it is let in, or has not been looked at since.
    """

    evidence: EvidenceRow
    reasons: tuple[Reason, ...]
    verdict: Verdict


class Refusals:
    """What became no fact. Decisions are kept by the id of the evidence, which every reading anew gives it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(
        self,
        which: Which = "open",
        workspace: str = DEFAULT_WORKSPACE,
        *,
        document: str | None = None,
        limit: int = 100,
        after: str | None = None,
    ) -> Page[Refusal]:
        """Return what is kept aside, by id; with "accepted", what people let in.

        Raises:
            InputError: The cursor is not from this list.
        """
        table = evidence if which == "accepted" else refused
        start = read_cursor(after, str)[0] if after is not None else ""
        chosen = _chosen(table).where(table.c.workspace == workspace, table.c.id > start)
        if document is not None:
            chosen = chosen.where(documents.c.id == document)
        if which != "all":
            said = _SAID[which]
            here = verdicts.c.verdict.is_(None) if said == "open" else verdicts.c.verdict == said
            chosen = chosen.where(here)
        if table is refused:
            chosen = chosen.where(~WAITING)
        with self._database.read() as connection:
            rows = connection.execute(chosen.order_by(table.c.id).limit(limit + 1)).all()
        return page(rows, limit, lambda row: (row.id,), _refusal)

    def decide(self, id: str, verdict: Verdict, workspace: str = DEFAULT_WORKSPACE) -> Refusal:
        """Let a piece of evidence in or keep it out, whatever shapes and policies say; "open" leaves it to them.

        Raises:
            NotFound: It is neither kept aside nor has anybody decided about it.
        """
        with self._database.write() as connection:
            found = self._find(connection, id, workspace)
            row = {"workspace": workspace, "kind": "fact", "id": id, "verdict": _SAID[verdict]}
            said = found.evidence
            words = f"{said.subject_name} {said.statement.predicate} {said.object_name}"
            keep_verdict(connection, row | {"said": words, "made_at": self._database.clock()})
            for role, things in _marks(said, workspace).items():
                mark(connection, role, things)
        return replace(found, verdict=verdict)

    def counts(self, workspace: str | None = None) -> dict[str, int]:
        """Return how many pieces of evidence are aside: "open", "rejected", and "unchecked"."""
        said = (verdicts.c.verdict == "refused", "rejected")
        state = sa.case((WAITING, "unchecked"), said, else_="open").label("state")
        chosen = sa.select(state, sa.func.count()).select_from(decided(refused)).group_by("state")
        if workspace is not None:
            chosen = chosen.where(refused.c.workspace == workspace)
        with self._database.read() as connection:
            found = {str(name): int(number) for name, number in connection.execute(chosen)}
        return {name: found.get(name, 0) for name in ("open", "rejected", "unchecked")}

    def of_document(self, id: str, workspace: str = DEFAULT_WORKSPACE) -> int:
        """Return how many pieces of evidence of a document are aside."""
        mine = (documents.c.workspace == workspace) & (documents.c.id == id)
        chosen = sa.select(sa.func.count()).select_from(refused.join(documents)).where(mine)
        with self._database.read() as connection:
            return int(connection.execute(chosen).scalar_one())

    def reasons(self, workspace: str = DEFAULT_WORKSPACE) -> dict[Reason, int]:
        """Return how many pieces of evidence each reason keeps aside."""
        chosen = sa.select(refused.c.reasons).where(refused.c.workspace == workspace, ~WAITING)
        with self._database.read() as connection:
            rows = connection.execution_options(yield_per=1000).execute(chosen)
            return dict(Counter(one for row in rows for one in reasons_of(row.reasons) or ()))

    def busy(self, workspace: str = DEFAULT_WORKSPACE) -> int:
        """Return about how many things something has still to be checked."""
        mine = unchecked.c.workspace == workspace
        chosen = sa.select(sa.func.count(sa.distinct(unchecked.c.thing))).where(mine)
        with self._database.read() as connection:
            return int(connection.execute(chosen).scalar_one())

    def _find(self, connection: sa.Connection, id: str, workspace: str) -> Refusal:
        for table in (refused, evidence):
            chosen = _chosen(table).where(table.c.workspace == workspace, table.c.id == id)
            if table is evidence:
                chosen = chosen.where(verdicts.c.verdict.is_not(None))
            row = connection.execute(chosen).first()
            if row is not None:
                return _refusal(row)
        raise NotFound("refused fact", id, "GET /refused lists what is kept aside.")


def _marks(said: EvidenceRow, workspace: str) -> dict[str, list[tuple[str, str]]]:
    """Return what is to be checked again when something is decided about a piece of evidence."""
    found = {"subject": [(workspace, said.statement.subject)]}
    if isinstance(said.statement.object, Iri):
        found["object"] = [(workspace, said.statement.object.value)]
    return found


def _chosen(table: sa.Table) -> sa.Select[Any]:
    reasons = refused.c.reasons if table is refused else sa.null().label("reasons")
    chosen = sa.select(*evidence_columns(table), reasons, verdicts.c.verdict)
    return chosen.select_from(decided(table))


def _refusal(row: Row) -> Refusal:
    return Refusal(evidence_row(row), reasons_of(row.reasons) or (), verdict_of(row.verdict))
