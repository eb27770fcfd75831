"""Has findings follow what identity came to: which IRI stands for what, and what waits for somebody."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar

import sqlalchemy as sa

from kg.catalog.database import Database
from kg.catalog.guarding import Watch
from kg.catalog.identity_rows import identity_rows, review_rows
from kg.catalog.identity_tables import identities, reviews
from kg.catalog.inserting import insert_rows
from kg.catalog.keys import thing_key
from kg.catalog.recording import changed
from kg.catalog.renaming import rename
from kg.catalog.revision import revise, spoken_of
from kg.catalog.tables import documents, entities
from kg.identity.records import Assignment, Doubt, Ref
from kg.records import DEFAULT_WORKSPACE

Item = TypeVar("Item")

_BATCH = 200
"""Documents that are renamed in one transaction."""
_MOST_NAMED = 400
"""Values in one condition."""


class Settling:
    """Writes assignments and doubts, and renames the documents that they concern."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def settle(
        self,
        assignments: Mapping[Ref, Assignment],
        doubts: Sequence[Doubt],
        workspace: str = DEFAULT_WORKSPACE,
    ) -> list[int]:
        """Have all findings follow all assignments, and doubts wait; returns the rows of the documents that changed.

        If it is interrupted, calling it again finishes it.
        """
        with self._database.write() as connection:
            _clear(connection, identities, workspace)
            insert_rows(connection, identities, list(identity_rows(assignments, workspace)))
            _clear(connection, reviews, workspace)
            insert_rows(connection, reviews, list(review_rows(doubts, workspace)))
            stale = _stale(connection, entities.c.workspace == workspace)
        return self._rename_all(stale)

    def amend(
        self,
        moved: Mapping[Ref, Assignment | None],
        answered: Collection[str],
        doubts: Sequence[Doubt],
        seqs: Sequence[int],
        workspace: str = DEFAULT_WORKSPACE,
    ) -> list[int]:
        """Do the same where something changed. After an interruption only `settle` finishes it.

        Args:
            moved: Assignments that are others than before; None is none any more.
            answered: Ids of doubts that are gone, or others.
            doubts: Those that are there instead, or are new.
            seqs: Rows of the documents that changed; others that name what moved are found.
        """
        now = {ref: one for ref, one in moved.items() if one is not None}
        things = sorted({thing_key(ref.iri) for ref in moved})
        stale: set[int] = set()
        with self._database.write() as connection:
            for ref in moved:
                here = (identities.c.workspace == workspace) & (
                    identities.c.document == ref.document
                )
                here &= identities.c.thing == thing_key(ref.iri)
                connection.execute(sa.delete(identities).where(here))
            insert_rows(connection, identities, list(identity_rows(now, workspace)))
            for some in _pieces(sorted(answered)):
                here = (reviews.c.workspace == workspace) & reviews.c.id.in_(some)
                connection.execute(sa.delete(reviews).where(here))
            insert_rows(connection, reviews, list(review_rows(doubts, workspace)))
            for some in _pieces(things):
                here = (entities.c.workspace == workspace) & entities.c.origin.in_(some)
                stale.update(_stale(connection, here))
            for rows in _pieces(seqs):
                stale.update(_stale(connection, entities.c.document.in_(rows)))
        return self._rename_all(stale)

    def _rename_all(self, stale: Iterable[int]) -> list[int]:
        left = sorted(stale)
        renamed: list[int] = []
        for start in range(0, len(left), _BATCH):
            renamed += self._rename(left[start : start + _BATCH])
        return renamed

    def _rename(self, seqs: Sequence[int]) -> list[int]:
        now = self._database.clock()
        with self._database.write() as connection:
            # what is being read or deleted at this moment must not be touched by two
            locked = sa.select(documents.c.seq).where(documents.c.seq.in_(seqs))
            ordered = locked.order_by(documents.c.seq).with_for_update()
            held = connection.execute(ordered).scalars().all()
            before = spoken_of(connection, held)
            watch = Watch(connection, held)
            moved = rename(connection, held)
            watch.note()
            follow = documents.c.seq.in_(moved) & documents.c.model.is_not(None)
            connection.execute(sa.update(documents).where(follow).values(changed(now)))
            if moved:
                revise(connection, before | spoken_of(connection, held))
        return sorted(moved)


def _stale(connection: sa.Connection, here: sa.ColumnElement[bool]) -> set[int]:
    """Return the documents that call a thing otherwise than they should."""
    own, general = identities.alias(), identities.alias()
    wanted = sa.func.coalesce(own.c.canonical_thing, general.c.canonical_thing, entities.c.origin)
    joined = entities.join(documents, entities.c.document == documents.c.seq)
    for table, document in ((own, documents.c.id), (general, sa.literal(""))):
        meant = (table.c.workspace == entities.c.workspace) & (table.c.thing == entities.c.origin)
        joined = joined.outerjoin(table, meant & (table.c.document == document))
    other = entities.c.origin.is_not(None) & (entities.c.thing != wanted)
    chosen = sa.select(entities.c.document).select_from(joined).where(here, other).distinct()
    return set(connection.execute(chosen).scalars())


def _clear(connection: sa.Connection, table: sa.Table, workspace: str) -> None:
    connection.execute(sa.delete(table).where(table.c.workspace == workspace))


def _pieces(items: Sequence[Item]) -> Iterable[Sequence[Item]]:
    return (items[start : start + _MOST_NAMED] for start in range(0, len(items), _MOST_NAMED))
