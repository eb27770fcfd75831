"""Searching the things that documents name. Both passes walk an index in its order, and stop when a page is full."""

from typing import Any

import sqlalchemy as sa

from kg.catalog.keys import name_key, thing_key
from kg.catalog.pages import Key, page, read_cursor
from kg.catalog.rows import EntityRow, Page
from kg.catalog.tables import Row, entities
from kg.errors import NotFound

FIND = "`kg entities find` and GET /entities?q= list what there is by name."
_LAST = "\U0010ffff"
"""Sorts after every character of a name."""

_columns = entities.c


def search_things(
    connection: sa.Connection, query: str, workspace: str, *, limit: int, after: str | None
) -> Page[EntityRow]:
    """Return a page of things whose name begins with the query, or, after all of these, holds it."""
    wanted = name_key(query)
    start: Key = read_cursor(after, int, str, str) if after is not None else (0, "", "")
    begins = (_columns.name_key >= wanted) & (_columns.name_key < wanted + _LAST)
    holds = _columns.name_key.contains(wanted, autoescape=True) & ~begins
    found: list[Row] = []
    for rank, matches in enumerate((begins, holds) if wanted else (sa.true(),)):
        if rank >= int(start[0]) and len(found) <= limit:
            behind = start[1:] if rank == start[0] else ("", "")
            names = _names(rank, workspace, matches, behind).limit(limit + 1 - len(found))
            found += connection.execute(names).all()
    counts = _counts(connection, [row.thing for row in found], workspace)
    return page(
        found,
        limit,
        lambda row: (row.rank, row.name_key, row.thing),
        lambda row: EntityRow(row.term, row.name, row.label, *counts[row.thing]),
    )


def find_thing(connection: sa.Connection, iri: str, workspace: str) -> EntityRow:
    """Return a thing under the first of its names. Raises NotFound."""
    key = thing_key(iri)
    here = (_columns.workspace == workspace) & (_columns.thing == key)
    row = connection.execute(
        sa.select(_columns.name, _columns.label).where(here).order_by(_columns.name).limit(1)
    ).one_or_none()
    if row is None:
        raise NotFound("entity", iri, FIND)
    return EntityRow(iri, row.name, row.label, *_counts(connection, [key], workspace)[key])


def _names(
    rank: int, workspace: str, matches: sa.ColumnElement[bool], behind: tuple[Any, ...]
) -> sa.Select[Any]:
    key = (_columns.name_key, _columns.thing)
    least = (sa.func.min(_columns[name]).label(name) for name in ("term", "name", "label"))
    chosen = sa.select(sa.literal(rank).label("rank"), *key, *least).where(
        _columns.workspace == workspace,
        _columns.thing.is_not(None),
        matches,
        sa.tuple_(*key) > sa.tuple_(*behind),
    )
    return chosen.group_by(*key).order_by(*key)


def _counts(
    connection: sa.Connection, keys: list[str], workspace: str
) -> dict[str, tuple[int, int]]:
    counted = sa.select(
        _columns.thing,
        sa.func.count(_columns.document.distinct()),
        sa.func.sum(_columns.mentions),
    ).where(_columns.workspace == workspace, _columns.thing.in_(keys))
    rows = connection.execute(counted.group_by(_columns.thing))
    return {thing: (documents, int(mentions)) for thing, documents, mentions in rows}
