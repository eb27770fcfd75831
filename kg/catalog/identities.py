"""What people decided about identity, and what stands for what: the SQL side of `kg.identity`."""

from collections.abc import Sequence

import sqlalchemy as sa

from kg.catalog.database import Database
from kg.catalog.identity_rows import decision as as_decision
from kg.catalog.identity_rows import decision_row
from kg.catalog.identity_rows import doubt as as_doubt
from kg.catalog.identity_tables import decisions, identities, resolutions, reviews
from kg.catalog.inserting import insert
from kg.catalog.keys import thing_key
from kg.catalog.pages import page, read_cursor
from kg.catalog.rows import Page
from kg.catalog.sides import Side, side
from kg.catalog.tables import Row, entities
from kg.catalog.things import FIND
from kg.errors import NotFound
from kg.identity.records import Decision, Doubt, Ref
from kg.records import DEFAULT_WORKSPACE

_MOST = 500
"""Ids in one query."""


class Identities:
    """Decisions are kept until they are undone; assignments and reviews are what follows from them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def decide(
        self, made: Sequence[Decision], workspace: str = DEFAULT_WORKSPACE, *, origin: str = "user"
    ) -> None:
        """Keep decisions, each in place of what was decided before about the same two things.

        Args:
            origin: Where they come from: "user", or "review".
        """
        now = self._database.clock()
        with self._database.write() as connection:
            for decision in made:
                row = decision_row(decision, workspace, origin, now)
                sent = insert(connection, decisions).values(row)
                connection.execute(
                    sent.on_conflict_do_update(index_elements=["workspace", "id"], set_=row)
                )
            _reopen(connection, workspace)
            decided = reviews.c.id.in_([decision.id for decision in made])
            connection.execute(sa.delete(reviews).where(reviews.c.workspace == workspace, decided))

    def undo(self, id: str, workspace: str = DEFAULT_WORKSPACE) -> Decision:
        """Forget a decision and return it. Raises NotFound."""
        here = (decisions.c.workspace == workspace) & (decisions.c.id == id)
        with self._database.write() as connection:
            row = connection.execute(sa.select(decisions).where(here)).one_or_none()
            if row is None:
                raise NotFound("decision", id)
            connection.execute(sa.delete(decisions).where(here))
            _reopen(connection, workspace)
        return as_decision(row)

    def decisions(self, workspace: str = DEFAULT_WORKSPACE) -> list[Decision]:
        """Return every decision, in the order of their ids."""
        chosen = sa.select(decisions).where(decisions.c.workspace == workspace)
        with self._database.read() as connection:
            return [as_decision(row) for row in connection.execute(chosen.order_by(decisions.c.id))]

    def decided(
        self, workspace: str = DEFAULT_WORKSPACE, *, limit: int = 100, after: str | None = None
    ) -> Page[tuple[Decision, str, int]]:
        """Return decisions with their origin and time, by id.

        Raises:
            InputError: The cursor is not from this list.
        """
        start = read_cursor(after, str)[0] if after is not None else ""
        mine = (decisions.c.workspace == workspace) & (decisions.c.id > start)
        chosen = sa.select(decisions).where(mine).order_by(decisions.c.id).limit(limit + 1)
        with self._database.read() as connection:
            rows = connection.execute(chosen).all()
        return page(
            rows,
            limit,
            lambda row: (row.id,),
            lambda row: (as_decision(row), row.origin, row.made_at),
        )

    def made(
        self, ids: Sequence[str], workspace: str = DEFAULT_WORKSPACE
    ) -> list[tuple[Decision, str, int]]:
        """Return these decisions, in this order, with their origin and time."""
        rows: dict[str, Row] = {}
        with self._database.read() as connection:
            for start in range(0, len(ids), _MOST):
                some = decisions.c.id.in_(ids[start : start + _MOST])
                mine = (decisions.c.workspace == workspace) & some
                rows |= {
                    row.id: row for row in connection.execute(sa.select(decisions).where(mine))
                }
        found = (rows[id] for id in ids if id in rows)
        return [(as_decision(row), row.origin, row.made_at) for row in found]

    def standing_for(self, iri: str, workspace: str = DEFAULT_WORKSPACE) -> list[tuple[Ref, float]]:
        """Return what an IRI stands for besides itself, and how sure that is."""
        mine = (identities.c.workspace == workspace) & (
            identities.c.canonical_thing == thing_key(iri)
        )
        chosen = sa.select(identities).where(mine, identities.c.iri != iri)
        with self._database.read() as connection:
            rows = connection.execute(chosen.order_by(identities.c.iri, identities.c.document))
            return [(Ref(row.iri, row.document), row.score) for row in rows]

    def refs(self, iri: str, workspace: str = DEFAULT_WORKSPACE) -> list[Ref]:
        """Return what an IRI stands for at the moment, as decisions speak of it. Raises NotFound."""
        key = thing_key(iri)
        meant = (identities.c.workspace == workspace) & (identities.c.canonical_thing == key)
        own = (entities.c.workspace == workspace) & (entities.c.thing == key)
        with self._database.read() as connection:
            rows = connection.execute(sa.select(identities).where(meant)).all()
            plain = connection.execute(
                sa.select(entities.c.position).where(own, entities.c.minted.is_(None)).limit(1)
            ).first()
        found = {Ref(row.iri, row.document) for row in rows}
        if plain is not None:
            found.add(Ref(iri))
        if not found and self.look(Ref(iri), workspace).documents:
            return [Ref(iri)]
        if not found:
            raise NotFound("entity", iri, FIND)
        return sorted(found)

    def reviews(
        self, workspace: str = DEFAULT_WORKSPACE, *, limit: int = 100, after: str | None = None
    ) -> Page[Doubt]:
        """Return what waits for somebody, the likeliest first.

        Raises:
            InputError: The cursor is not from this list.
        """
        chosen = sa.select(reviews).where(reviews.c.workspace == workspace)
        if after is not None:
            score, id = read_cursor(after, str, str)
            behind = sa.tuple_(-reviews.c.score, reviews.c.id) > sa.tuple_(-float(score), id)
            chosen = chosen.where(behind)
        chosen = chosen.order_by((-reviews.c.score), reviews.c.id).limit(limit + 1)
        with self._database.read() as connection:
            rows = connection.execute(chosen).all()
        return page(rows, limit, lambda row: (repr(row.score), row.id), as_doubt)

    def review(self, id: str, workspace: str = DEFAULT_WORKSPACE) -> Doubt:
        """Return what waits under this id. Raises NotFound."""
        here = (reviews.c.workspace == workspace) & (reviews.c.id == id)
        with self._database.read() as connection:
            row = connection.execute(sa.select(reviews).where(here)).one_or_none()
        if row is None:
            raise NotFound("review", id)
        return as_doubt(row)

    def sides(self, doubt: Doubt, workspace: str = DEFAULT_WORKSPACE) -> tuple[Side, Side]:
        """Return what is known of the two things of a doubt."""
        with self._database.read() as connection:
            return (
                side(connection, doubt.left, workspace),
                side(connection, doubt.right, workspace),
            )

    def look(self, ref: Ref, workspace: str = DEFAULT_WORKSPACE) -> Side:
        """Return what is known of a thing; it has no documents if none names it."""
        with self._database.read() as connection:
            return side(connection, ref, workspace)

    def renamed(self, iri: str, workspace: str = DEFAULT_WORKSPACE) -> str:
        """Return what stands for an IRI wherever it is named; itself if nothing else does."""
        here = (identities.c.workspace == workspace) & (identities.c.thing == thing_key(iri))
        chosen = sa.select(identities.c.canonical).where(here, identities.c.document == "")
        with self._database.read() as connection:
            return connection.execute(chosen).scalar() or iri


def _reopen(connection: sa.Connection, workspace: str) -> None:
    """Have everything resolved again, even if the clock stands still."""
    connection.execute(sa.delete(resolutions).where(resolutions.c.workspace == workspace))
