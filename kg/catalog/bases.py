"""Loaded knowledge bases: what their entities are called, and what they say of identity.

What a base says arrives in its own order, so that it is kept as it comes and made into entities when all
of it is here: memory does not grow with the base.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

import sqlalchemy as sa

from kg.catalog.base_index import forget, gathered, insert_entities
from kg.catalog.base_rows import Axiom, BaseRow, Term
from kg.catalog.database import Database
from kg.catalog.identity_tables import base_axioms, base_entities, base_keys, base_terms, bases
from kg.catalog.inserting import Values, insert_rows
from kg.catalog.keys import thing_key
from kg.catalog.tables import Row
from kg.errors import Conflict, NotFound
from kg.identity.records import BaseEntity
from kg.identity.rules import Rules
from kg.records import DEFAULT_WORKSPACE, Progress, ignore_progress

_BATCH = 2_000
_MOST_FOUND = 40


class Bases:
    """Knowledge bases by name. Only those that are ready count."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(
        self, name: str, graph: str, source: str, workspace: str = DEFAULT_WORKSPACE
    ) -> BaseRow:
        """Make a base that is being loaded, in place of one that failed. Raises Conflict: there is one."""
        now = self._database.clock()
        with self._database.write() as connection:
            held = connection.execute(sa.select(bases).where(_named(name, workspace))).one_or_none()
            if held is not None and held.status != "failed":
                raise Conflict(
                    f"There is a knowledge base {name!r} already ({held.status}). "
                    f"Unload it first, kg unload {name}, or give this one another name."
                )
            connection.execute(sa.delete(bases).where(_named(name, workspace)))
            said = {"workspace": workspace, "name": name, "graph": graph, "source": source}
            connection.execute(
                sa.insert(bases).values(
                    **said, status="loading", triples=0, entities=0, changed_at=now
                )
            )
            row = connection.execute(sa.select(bases).where(_named(name, workspace))).one()
        return _base(row)

    def add(
        self, base: BaseRow, terms: Sequence[Term], axioms: Sequence[Axiom], triples: int
    ) -> None:
        """Keep some of what a base says, and how much of it has been read."""
        rows: list[Values] = [
            {
                "base": base.seq,
                "thing": thing_key(term.iri),
                "iri": term.iri,
                "rank": term.rank,
                "value": term.value,
            }
            for term in terms
        ]
        said: list[Values] = [
            {"base": base.seq, "kind": one.kind, "subject": one.subject, "object": one.object}
            for one in axioms
        ]
        with self._database.write() as connection:
            insert_rows(connection, base_terms, rows)
            insert_rows(connection, base_axioms, said)
            update = sa.update(bases).where(bases.c.seq == base.seq)
            connection.execute(update.values(triples=triples))

    def finish(self, base: BaseRow, *, on_progress: Progress = ignore_progress) -> BaseRow:
        """Make entities of what was kept, and the base ready."""
        done, last = 0, ""
        while names := self._some(base, last):
            last = names[-1][0]
            with self._database.write() as connection:
                done += insert_entities(connection, base, [entity for _, entity in names])
            on_progress("index", done, 0)
        with self._database.write() as connection:
            connection.execute(sa.delete(base_terms).where(base_terms.c.base == base.seq))
        return self._mark(base, status="ready", entities=done)

    def fail(self, base: BaseRow, error: str) -> BaseRow:
        """Note why a base could not be loaded; nothing of it counts."""
        with self._database.write() as connection:
            forget(connection, base.seq)
        return self._mark(base, status="failed", error=error)

    def remove(self, name: str, workspace: str = DEFAULT_WORKSPACE) -> BaseRow:
        """Forget a base and return it. Raises NotFound; Conflict: it is being loaded."""
        base = self.get(name, workspace)
        if base.status == "loading":
            raise Conflict(f"The knowledge base {name!r} is being loaded. Wait until it is ready.")
        with self._database.write() as connection:
            forget(connection, base.seq)
            connection.execute(sa.delete(bases).where(bases.c.seq == base.seq))
        return base

    def get(self, name: str, workspace: str = DEFAULT_WORKSPACE) -> BaseRow:
        """Return a base. Raises NotFound."""
        with self._database.read() as connection:
            row = connection.execute(sa.select(bases).where(_named(name, workspace))).one_or_none()
        if row is None:
            raise NotFound("knowledge base", name)
        return _base(row)

    def all(self, workspace: str = DEFAULT_WORKSPACE) -> list[BaseRow]:
        """Return every base, by name."""
        chosen = sa.select(bases).where(bases.c.workspace == workspace).order_by(bases.c.name)
        with self._database.read() as connection:
            return [_base(row) for row in connection.execute(chosen)]

    def has(self, iri: str, workspace: str = DEFAULT_WORKSPACE) -> bool:
        """Return whether a base that is ready has an entity with this IRI and a name."""
        return bool(self.entities([iri], workspace))

    def entities(
        self, iris: Collection[str], workspace: str = DEFAULT_WORKSPACE
    ) -> dict[str, BaseEntity]:
        """Return those entities that bases have, by IRI."""
        keys = [thing_key(iri) for iri in iris]
        with self._database.read() as connection:
            rows = [
                row
                for start in range(0, len(keys), _MOST_PARAMETERS)
                for row in connection.execute(
                    _ready(workspace).where(
                        base_entities.c.thing.in_(keys[start : start + _MOST_PARAMETERS])
                    )
                )
            ]
        return {row.iri: _entity(row) for row in rows}

    def meeting(
        self, keys: Collection[str], workspace: str = DEFAULT_WORKSPACE
    ) -> dict[str, list[BaseEntity]]:
        """Return the entities that have a name under each key; of a key that very many have, none."""
        found: dict[str, list[BaseEntity]] = {}
        wanted = sorted(keys)
        with self._database.read() as connection:
            for start in range(0, len(wanted), _MOST_PARAMETERS):
                some = wanted[start : start + _MOST_PARAMETERS]
                common = _crowded(connection, some)
                few = [key for key in some if key not in common]
                met = _ready(workspace).add_columns(base_keys.c.key)
                met = met.join(base_keys, base_keys.c.entity == base_entities.c.seq)
                for row in connection.execute(met.where(base_keys.c.key.in_(few))):
                    found.setdefault(row.key, []).append(_entity(row))
        return found

    def rules(self, rules: Rules, workspace: str = DEFAULT_WORKSPACE) -> Rules:
        """Return rules with what the bases add to them."""
        chosen = sa.select(base_axioms).join(bases)
        chosen = chosen.where(bases.c.workspace == workspace, bases.c.status == "ready")
        with self._database.read() as connection:
            rows = connection.execute(chosen).all()
        said = {
            kind: {(row.subject, row.object) for row in rows if row.kind == kind}
            for kind in ("functional", "inverse functional", "different", "disjoint")
        }
        return replace(
            rules,
            functional=rules.functional | {one for one, _ in said["functional"]},
            inverse_functional=rules.inverse_functional
            | {one for one, _ in said["inverse functional"]},
            different=rules.different | {frozenset(pair) for pair in said["different"]},
            disjoint=rules.disjoint | {frozenset(pair) for pair in said["disjoint"]},
        )

    def _some(self, base: BaseRow, after: str) -> list[tuple[str, BaseEntity]]:
        """The next entities by digest, whole."""
        mine = (base_terms.c.base == base.seq) & (base_terms.c.thing > after)
        things = sa.select(base_terms.c.thing).where(mine).distinct()
        things = things.order_by(base_terms.c.thing).limit(_BATCH)
        with self._database.read() as connection:
            keys = connection.execute(things).scalars().all()
            if not keys:
                return []
            span = mine & (base_terms.c.thing <= keys[-1])
            rows = connection.execute(
                sa.select(base_terms)
                .where(span)
                .order_by(base_terms.c.thing, base_terms.c.rank, base_terms.c.value)
            ).all()
        return list(gathered(rows))

    def _mark(self, base: BaseRow, **values: str | int) -> BaseRow:
        now = self._database.clock()
        with self._database.write() as connection:
            here = bases.c.seq == base.seq
            connection.execute(sa.update(bases).where(here).values(changed_at=now, **values))
            return _base(connection.execute(sa.select(bases).where(here)).one())


_MOST_PARAMETERS = 500


def _named(name: str, workspace: str) -> sa.ColumnElement[bool]:
    return (bases.c.workspace == workspace) & (bases.c.name == name)


def _ready(workspace: str) -> sa.Select[tuple[str, list[str], list[str]]]:
    columns = (base_entities.c.iri, base_entities.c.names, base_entities.c.labels)
    chosen = sa.select(*columns).join(bases, bases.c.seq == base_entities.c.base)
    return chosen.where(bases.c.workspace == workspace, bases.c.status == "ready")


def _crowded(connection: sa.Connection, keys: Sequence[str]) -> set[str]:
    counted = sa.select(base_keys.c.key).where(base_keys.c.key.in_(keys))
    counted = counted.group_by(base_keys.c.key).having(sa.func.count() > _MOST_FOUND)
    return set(connection.execute(counted).scalars())


def _base(row: Row) -> BaseRow:
    return BaseRow(**{name: row._mapping[name] for name in BaseRow.__dataclass_fields__})


def _entity(row: Row) -> BaseEntity:
    return BaseEntity(row.iri, tuple(row.names), frozenset(row.labels))
