"""Loaded knowledge bases: what their entities are called, and what they say of identity.

What a base says arrives in its own order, so that it is kept as it comes and made into entities when all
of it is here: memory does not grow with the base.
"""

from collections import defaultdict
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
        # two queries in place of a join: no planner can then begin with all entities of a base
        met = self._under(sorted(keys))
        entities = self._numbered({seq for some in met.values() for seq in some}, workspace)
        return {
            key: [entities[seq] for seq in some if seq in entities] for key, some in met.items()
        }

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

    def _under(self, keys: Sequence[str]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        with self._database.read() as connection:
            for start in range(0, len(keys), _MOST_PARAMETERS):
                here = base_keys.c.key.in_(keys[start : start + _MOST_PARAMETERS])
                counted = sa.select(base_keys.c.key).where(here).group_by(base_keys.c.key)
                few = counted.having(sa.func.count() <= _MOST_FOUND)
                some = connection.execute(few).scalars().all()
                chosen = sa.select(base_keys).where(base_keys.c.key.in_(some))
                for row in connection.execute(chosen.order_by(base_keys.c.key, base_keys.c.entity)):
                    found[row.key].append(row.entity)
        return found

    def _numbered(self, seqs: Collection[int], workspace: str) -> dict[int, BaseEntity]:
        wanted = sorted(seqs)
        ready = {base.seq for base in self.all(workspace) if base.status == "ready"}
        found = {}
        with self._database.read() as connection:
            for start in range(0, len(wanted), _MOST_PARAMETERS):
                some = wanted[start : start + _MOST_PARAMETERS]
                chosen = sa.select(base_entities).where(base_entities.c.seq.in_(some))
                for row in connection.execute(chosen):
                    if row.base in ready:
                        found[row.seq] = _entity(row)
        return found

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


def _base(row: Row) -> BaseRow:
    return BaseRow(**{name: row._mapping[name] for name in BaseRow.__dataclass_fields__})


def _entity(row: Row) -> BaseEntity:
    return BaseEntity(row.iri, tuple(row.names), frozenset(row.labels))
