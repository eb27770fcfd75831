"""Which documents changed since somebody last looked, found without reading them all.

The database counts and sums by thousands of rows; only thousands that differ are looked at one by one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from kg.catalog.database import Database
from kg.catalog.tables import Row, documents
from kg.records import DEFAULT_WORKSPACE

_BUCKET = 1000


@dataclass(frozen=True, slots=True)
class Changes:
    """Documents with findings that are others than before.

    Attributes:
        seqs: The rows of those that are there, by id.
        gone: Ids of those that are not any more.
    """

    seqs: Mapping[str, int]
    gone: frozenset[str]


class Touched:
    """Remembers which findings it has seen, by document."""

    def __init__(self, database: Database, workspace: str = DEFAULT_WORKSPACE) -> None:
        self._database = database
        self._workspace = workspace
        self._buckets: dict[int, tuple[int, ...]] = {}
        self._rows: dict[int, dict[int, tuple[str, int, int | None]]] = {}

    def look(self) -> Changes:
        """Return what changed since the last look. Raises CatalogUnavailable."""
        seqs: dict[str, int] = {}
        gone: set[str] = set()
        with self._database.read() as connection:
            counted = connection.execute(self._counted()).all()
            now: dict[int, tuple[int, ...]] = {row[0]: (row[1], row[2], row[3]) for row in counted}
            other = {
                bucket
                for bucket in now.keys() | self._buckets.keys()
                if now.get(bucket) != self._buckets.get(bucket)
            }
            for bucket in sorted(other):
                before = self._rows.pop(bucket, {})
                rows = {row.seq: _print(row) for row in connection.execute(self._each(bucket))}
                # by id: SQLite gives the number of the last row, once that is gone, to the next one
                gone |= {one[0] for one in before.values()} - {one[0] for one in rows.values()}
                moved = (seq for seq, row in rows.items() if before.get(seq) != row)
                seqs |= {rows[seq][0]: seq for seq in moved}
                if rows:
                    self._rows[bucket] = rows
        self._buckets = now
        return Changes(seqs, frozenset(gone - seqs.keys()))

    def _counted(self) -> sa.Select[Any]:
        bucket = (documents.c.seq // _BUCKET).label("bucket")
        sums = (sa.func.sum(documents.c.change), sa.func.sum(documents.c.read_at))
        return sa.select(bucket, sa.func.count(), *sums).where(self._read()).group_by(bucket)

    def _each(self, bucket: int) -> sa.Select[tuple[int, str, int, int]]:
        columns = (documents.c.seq, documents.c.id, documents.c.change, documents.c.read_at)
        first = bucket * _BUCKET
        here = documents.c.seq.between(first, first + _BUCKET - 1)
        return sa.select(*columns).where(self._read(), here)

    def _read(self) -> sa.ColumnElement[bool]:
        return (documents.c.workspace == self._workspace) & documents.c.model.is_not(None)


def _print(row: Row) -> tuple[str, int, int | None]:
    return row.id, row.change, row.read_at
