"""Every test of the catalog runs on SQLite and on a real PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from kg.catalog import Catalog
from kg.catalog.tables import metadata
from tests.catalog.given import Clock, opened
from tests.services import PostgreSQL

CROWDED_BYTES = 500_000
"""Larger tables are truncated, so that no test reads past another's dead rows."""


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'catalog.sqlite'}"
    server: PostgreSQL = request.getfixturevalue("postgresql")
    return server.new_database()


@pytest.fixture(scope="session")
def postgresql_with_tables(postgresql: PostgreSQL) -> str:
    """The URL of a PostgreSQL database with tables; to empty them is quicker than to make others."""
    url = postgresql.new_database()
    Catalog.open(url).close()
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a catalog in which there is nothing yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'catalog.sqlite'}"
    url: str = request.getfixturevalue("postgresql_with_tables")
    with opened(url) as connection:
        empty(connection)
    return url


def empty(connection: sa.Connection) -> None:
    """Empty every table: to delete some rows takes a millisecond, to truncate some thirty tables takes fifty."""
    measured = "SELECT max(pg_relation_size(oid)) FROM pg_class WHERE relname = ANY(%s)"
    [[size]] = connection.exec_driver_sql(measured, (list(metadata.tables),))
    if size > CROWDED_BYTES:
        connection.exec_driver_sql(f"TRUNCATE {', '.join(metadata.tables)} CASCADE")
    else:
        tables = reversed(metadata.sorted_tables)  # first whoever refers to others
        connection.exec_driver_sql("; ".join(f"DELETE FROM {table.name}" for table in tables))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def catalog(url: str, clock: Clock) -> Iterator[Catalog]:
    opened = Catalog.open(url, clock)
    yield opened
    opened.close()
