"""How much of what waits one worker takes at a time."""

import math
from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from kg.catalog.process_tables import workers
from kg.catalog.tables import Row

ALIVE_MS = 30_000
"""Since when a worker that has said nothing does not count: it says something every few seconds."""
LEAST = 8_000
"""Characters below which sharing makes batches too small to be read well."""


def fair(connection: sa.Connection, waiting: Sequence[Row], now: int) -> int:
    """Return the characters of one worker's fair share of all documents that wait, or a little more."""
    total: int = sum(row.characters for row in waiting)
    if total <= LEAST:
        return LEAST
    alive = sa.select(sa.func.count()).where(workers.c.seen_at >= now - ALIVE_MS)
    there: int = connection.execute(alive).scalar_one()
    return max(LEAST, math.ceil(total / max(there, 1)))


def share(head: Sequence[Row], characters: int) -> Iterator[Row]:
    """Choose from the head of the queue: one document whatever its length, and what else fits.

    A document whose worker died goes alone: if it was the cause, it takes no other with it again.
    """
    left = characters
    for place, row in enumerate(head):
        left -= row.characters
        if place and (left < 0 or row.deaths):
            return
        yield row
        if row.deaths:
            return
