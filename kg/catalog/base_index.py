"""From what a base says, in its own order, to its entities and the keys under which their names meet others."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import sqlalchemy as sa

from kg.catalog.base_rows import TYPE_RANK, BaseRow
from kg.catalog.identity_tables import base_axioms, base_entities, base_keys, base_terms
from kg.catalog.inserting import Values, insert_rows
from kg.catalog.keys import thing_key
from kg.catalog.tables import Row
from kg.identity.names import index_keys
from kg.identity.records import BaseEntity

_MOST_NAMES = 20


def gathered(rows: Iterable[Row]) -> Iterator[tuple[str, BaseEntity]]:
    """Yield entities by digest; the rows come by digest, rank and value."""
    for thing, some in groupby(rows, key=lambda row: row.thing):
        told = list(some)
        names = dict.fromkeys(row.value for row in told if row.rank < TYPE_RANK)
        labels = frozenset(row.value for row in told if row.rank == TYPE_RANK)
        yield thing, BaseEntity(told[0].iri, tuple(names)[:_MOST_NAMES], labels)


def insert_entities(
    connection: sa.Connection, base: BaseRow, entities: Sequence[BaseEntity]
) -> int:
    """Insert what has a name; returns how many that are."""
    named = [entity for entity in entities if entity.names]
    if not named:
        return 0
    rows: list[Values] = [
        {
            "base": base.seq,
            "thing": thing_key(entity.iri),
            "iri": entity.iri,
            "names": list(entity.names),
            "labels": sorted(entity.labels),
        }
        for entity in named
    ]
    mine, seq = base_entities.c.base == base.seq, base_entities.c.seq
    last = connection.scalar(sa.select(sa.func.max(seq)).where(mine)) or 0
    insert_rows(connection, base_entities, rows)
    # by number, which the index of a base has: asked by name, SQLite would go over all of the base each time
    chosen = sa.select(seq, base_entities.c.names).where(mine, seq > last)
    keys = {
        (key, row.seq)
        for row in connection.execute(chosen).all()
        for name in row.names
        for key in index_keys(name)
    }
    # in the order of the index, so that each page of it is looked for once
    insert_rows(connection, base_keys, [{"key": key, "entity": one} for key, one in sorted(keys)])
    return len(named)


def forget(connection: sa.Connection, seq: int) -> None:
    """Remove everything that a base says."""
    for table in (base_terms, base_axioms, base_entities):
        connection.execute(sa.delete(table).where(table.c.base == seq))
