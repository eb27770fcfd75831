"""What a change of documents leaves to be checked: noted in the same transaction, if the workspace has guards."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import sqlalchemy as sa

from kg.catalog.inserting import insert
from kg.catalog.keys import thing_key
from kg.catalog.knowledge_table import knowledge
from kg.catalog.refused_table import CARRIED, refused, unchecked
from kg.catalog.tables import documents, entities, evidence

GUARDS: Final = ("shapes", "policies")
"""The kinds of knowledge that keep facts out."""

Thing = tuple[str, str]
"""A workspace and an IRI in it."""
Kind = tuple[str, str, str]
"""A workspace, an IRI in it, and an entity type."""

_BATCH = 300


class Watch:
    """Compares what documents say of things before and after a change. Begin it before the change."""

    def __init__(self, connection: sa.Connection, seqs: Sequence[int]) -> None:
        self._connection = connection
        self._seqs = guarded(connection, seqs)
        self._ends = self._read_ends()
        self._kinds = self._read_kinds()

    def note(self) -> None:
        """Note what is to be checked, once everything has changed."""
        if not self._seqs:
            return
        after = self._read_ends()
        for role in ("subject", "object"):
            mark(self._connection, role, self._ends[role] | after[role])
        moved = self._kinds ^ self._read_kinds()
        mark(self._connection, "kind", _unlike_others(self._connection, moved, self._seqs))

    def _read_ends(self) -> dict[str, set[Thing]]:
        found: dict[str, set[Thing]] = {"subject": set(), "object": set()}
        for table in (evidence, refused) if self._seqs else ():
            columns = (table.c.workspace, table.c.subject, table.c.object, table.c.datatype)
            chosen = sa.select(*columns).where(table.c.document.in_(self._seqs))
            for row in self._connection.execute(chosen):
                found["subject"].add((row.workspace, row.subject))
                if row.datatype is None:
                    found["object"].add((row.workspace, row.object))
        return found

    def _read_kinds(self) -> set[Kind]:
        if not self._seqs:
            return set()
        columns = (entities.c.workspace, entities.c.term, entities.c.label)
        mine = entities.c.document.in_(self._seqs) & entities.c.datatype.is_(None)
        return {tuple(row) for row in self._connection.execute(sa.select(*columns).where(mine))}


def mark(connection: sa.Connection, role: str, things: Iterable[Thing]) -> None:
    """Note that something about things is to be checked."""
    rows = [
        {"workspace": workspace, "thing": thing_key(iri), "role": role, "iri": iri, "change": 1}
        for workspace, iri in sorted(things)
    ]
    for start in range(0, len(rows), _BATCH):
        sent = insert(connection, unchecked).values(rows[start : start + _BATCH])
        connection.execute(_again(sent))


def mark_all(connection: sa.Connection, workspace: str) -> None:
    """Note that all facts of a workspace are to be checked."""
    for table in (evidence, refused):
        columns = (table.c.workspace, table.c.subject_thing, sa.literal("subject"))
        counted = (sa.func.min(table.c.subject), sa.literal(1))
        chosen = sa.select(*columns, *counted).where(table.c.workspace == workspace)
        grouped = chosen.group_by(table.c.workspace, table.c.subject_thing)
        names = ["workspace", "thing", "role", "iri", "change"]
        connection.execute(_again(insert(connection, unchecked).from_select(names, grouped)))


def hold(connection: sa.Connection, seqs: Sequence[int]) -> None:
    """Keep aside all that documents of guarded workspaces say, until it has been checked."""
    mine = evidence.c.document.in_(guarded(connection, seqs))
    carried = sa.select(*(evidence.c[name] for name in CARRIED)).where(mine)
    connection.execute(sa.insert(refused).from_select(CARRIED, carried, include_defaults=False))
    connection.execute(sa.delete(evidence).where(mine))


def guarded(connection: sa.Connection, seqs: Sequence[int]) -> list[int]:
    """Return those documents whose workspace has shapes or policies."""
    guards = sa.select(knowledge.c.name).where(
        knowledge.c.workspace == documents.c.workspace, knowledge.c.kind.in_(GUARDS)
    )
    chosen = sa.select(documents.c.seq).where(documents.c.seq.in_(seqs), guards.exists())
    return list(connection.execute(chosen).scalars())


def _unlike_others(connection: sa.Connection, kinds: set[Kind], seqs: Sequence[int]) -> set[Thing]:
    """Return the things whose types, all documents taken together, have changed."""
    found = set()
    for workspace, iri, label in kinds:
        same = (entities.c.workspace == workspace) & (entities.c.thing == thing_key(iri))
        other = entities.c.document.not_in(seqs) & (entities.c.label == label)
        if not connection.execute(sa.select(entities.c.term).where(same, other).limit(1)).first():
            found.add((workspace, iri))
    return found


def _again(sent: Any) -> Any:
    keys = ["workspace", "thing", "role"]
    return sent.on_conflict_do_update(index_elements=keys, set_={"change": unchecked.c.change + 1})
