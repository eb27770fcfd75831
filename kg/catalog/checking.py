"""What has to be checked before it becomes a fact, and what became of it: the SQL side of `kg.admission`."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import astuple
from typing import Any

import sqlalchemy as sa

from kg.admission.records import Candidate, Key, Mark, Outcome, Reason, Verdict
from kg.catalog.database import Database
from kg.catalog.keys import thing_key
from kg.catalog.loading import term
from kg.catalog.recording import changed
from kg.catalog.refused_table import CARRIED, refused, unchecked
from kg.catalog.revision import revise
from kg.catalog.tables import Row, documents, entities, evidence
from kg.catalog.verdicts import verdicts
from kg.records import Statement

_BATCH = 300
VERDICTS: dict[str, Verdict] = {"accepted": "accepted", "refused": "rejected"}
"""What is kept of a decision, and what it is called where it is shown."""


class Checking:
    """Reads what is to be checked, and moves evidence in and out of the facts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def due(self, limit: int) -> list[Mark]:
        """Return things about which something is to be checked, those of one workspace together."""
        columns = unchecked.c
        chosen = sa.select(columns.workspace, columns.iri, columns.role, columns.change)
        ordered = chosen.order_by(columns.workspace, columns.thing, columns.role).limit(limit)
        with self._database.read() as connection:
            return [Mark(*row) for row in connection.execute(ordered)]

    def pointing(self, iris: Collection[str], workspace: str) -> set[str]:
        """Return the subjects of what is said with these things as object."""
        found: set[str] = set()
        for table, keys in self._batches(iris):
            here = (table.c.workspace == workspace) & table.c.object_thing.in_(keys)
            with self._database.read() as connection:
                chosen = sa.select(table.c.subject).where(here).distinct()
                found.update(connection.execute(chosen).scalars())
        return found

    def about(
        self, iris: Collection[str], workspace: str, *, either_end: bool = False
    ) -> dict[Key, Candidate]:
        """Return all evidence with one of these things as subject, or as object if `either_end`."""
        found: dict[Key, Candidate] = {}
        for table, keys in self._batches(iris):
            for end in ("subject_thing", "object_thing")[: 1 + either_end]:
                here = (table.c.workspace == workspace) & table.c[end].in_(keys)
                with self._database.read() as connection:
                    rows = connection.execute(_candidates(table).where(here)).all()
                found |= {one.key: one for one in map(_candidate, rows)}
        return found

    def kinds(self, iris: Collection[str], workspace: str) -> dict[str, set[str]]:
        """Return the entity types that all documents together give to things."""
        wanted = sorted(map(thing_key, iris))
        found: dict[str, set[str]] = defaultdict(set)
        for start in range(0, len(wanted), _BATCH):
            here = entities.c.thing.in_(wanted[start : start + _BATCH])
            mine = (entities.c.workspace == workspace) & here
            chosen = sa.select(entities.c.term, entities.c.label).where(mine).distinct()
            with self._database.read() as connection:
                for row in connection.execute(chosen):
                    found[row.term].add(row.label)
        return found

    def settle(
        self,
        marks: Sequence[Mark],
        seen: Collection[Candidate],
        outcome: Outcome,
        workspace: str,
    ) -> None:
        """Move evidence of a workspace as was decided, and note that these things are checked.

        What has changed since it was seen stays to be checked.
        """
        with self._database.write() as connection:
            steady = _unchanged(connection, {one.key[0]: one.change for one in seen})
            judged = [one for one in seen if one.key[0] in steady and one.key in outcome]
            out = [one for one in judged if outcome[one.key] and not one.aside]
            back = [one for one in judged if not outcome[one.key] and one.aside]
            _move(connection, evidence, refused, out)
            _move(connection, refused, evidence, back)
            told = [one for one in judged if outcome[one.key] and outcome[one.key] != one.reasons]
            _explain(connection, {one.key: outcome[one.key] for one in told})
            moved = {one.key[0] for one in (*out, *back)}
            _follow(connection, moved, self._database.clock())
            if all(one.key[0] in steady for one in seen):
                _strike(connection, marks)
            revise(connection, {(workspace, one.statement_id) for one in (*out, *back)})

    def _batches(self, iris: Collection[str]) -> Iterator[tuple[sa.Table, list[str]]]:
        keys = sorted(map(thing_key, iris))
        for start in range(0, len(keys), _BATCH):
            for table in (evidence, refused):
                yield table, keys[start : start + _BATCH]


def decided(table: sa.Table) -> sa.Join:
    """Return a table like `evidence` with its documents, and with what people decided about each piece."""
    said = (verdicts.c.workspace == table.c.workspace) & (verdicts.c.id == table.c.id)
    joined = table.join(documents, table.c.document == documents.c.seq)
    return joined.outerjoin(verdicts, said & (verdicts.c.kind == "fact"))


def _candidates(table: sa.Table) -> sa.Select[Any]:
    aside = table is refused
    reasons = refused.c.reasons if aside else sa.null().label("reasons")
    more = (documents.c.change, documents.c.id.label("named"), documents.c.read_content)
    own = (table.c[name] for name in CARRIED)
    chosen = sa.select(*own, *more, reasons, sa.literal(aside).label("aside"), verdicts.c.verdict)
    return chosen.select_from(decided(table))


def _candidate(row: Row) -> Candidate:
    return Candidate(
        key=(row.document, row.position),
        change=row.change,
        id=row.id,
        statement_id=row.statement_id,
        statement=Statement(row.subject, row.predicate, term(row.object, row.datatype)),
        status=row.status,
        confidence=row.confidence,
        source=row.read_content or row.named,
        subject_name=row.subject_name,
        object_name=row.object_name,
        quote=row.quote,
        values=tuple(value for _, value, _ in row.qualifiers),
        aside=bool(row.aside),
        reasons=reasons_of(row.reasons),
        verdict=verdict_of(row.verdict),
    )


def verdict_of(given: str | None) -> Verdict:
    """Read a decision from its column."""
    return VERDICTS.get(given or "", "open")


def reasons_of(given: list[list[str]] | None) -> tuple[Reason, ...] | None:
    """Read reasons from their column."""
    return None if given is None else tuple(Reason(*one) for one in given)


def _unchanged(connection: sa.Connection, changes: Mapping[int, int]) -> set[int]:
    """Lock the documents that are as they were seen, and return their rows."""
    chosen = sa.select(documents.c.seq, documents.c.change).where(documents.c.seq.in_(changes))
    rows = connection.execute(chosen.order_by(documents.c.seq).with_for_update())
    return {row.seq for row in rows if changes[row.seq] == row.change}


def _move(
    connection: sa.Connection, source: sa.Table, target: sa.Table, moved: Sequence[Candidate]
) -> None:
    places: dict[int, list[int]] = defaultdict(list)
    for one in moved:
        places[one.key[0]].append(one.key[1])
    for seq, positions in sorted(places.items()):
        here = (source.c.document == seq) & source.c.position.in_(positions)
        carried = sa.select(*(source.c[name] for name in CARRIED)).where(here)
        connection.execute(sa.insert(target).from_select(CARRIED, carried, include_defaults=False))
        connection.execute(sa.delete(source).where(here))


def _explain(connection: sa.Connection, outcome: Outcome) -> None:
    here = (refused.c.document == sa.bindparam("seq")) & (refused.c.position == sa.bindparam("at"))
    update = sa.update(refused).where(here).values(reasons=sa.bindparam("why"))
    rows = [
        {"seq": seq, "at": position, "why": [list(astuple(one)) for one in reasons]}
        for (seq, position), reasons in sorted(outcome.items())
    ]
    if rows:
        connection.execute(update, rows)


def _follow(connection: sa.Connection, seqs: Collection[int], now: int) -> None:
    if seqs:
        update = sa.update(documents).where(documents.c.seq.in_(sorted(seqs)))
        connection.execute(update.values(changed(now)))


def _strike(connection: sa.Connection, marks: Sequence[Mark]) -> None:
    columns = unchecked.c
    for one in marks:
        here = (columns.workspace == one.workspace) & (columns.thing == thing_key(one.iri))
        mine = (columns.role == one.role) & (columns.change == one.change)
        connection.execute(sa.delete(unchecked).where(here, mine))
