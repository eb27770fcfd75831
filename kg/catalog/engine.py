"""The engine of each kind of database, set up the way that the catalog needs it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from kg.errors import CatalogUnavailable

_BUSY_MS = 30_000
SILENT_MS = 60_000
"""A process that says nothing for so long in the midst of writing is taken for dead by PostgreSQL, which would keep
its locks for ever: documents that a frozen worker holds would never come to another. In SQLite nobody can tell."""


def open_engine(url: str) -> sa.Engine:
    """Return an engine for SQLite or PostgreSQL; makes the folder of an SQLite file.

    Raises:
        CatalogUnavailable: The URL is not one of the two, or the folder cannot be made.
    """
    try:
        address = sa.make_url(url)
    except sa.exc.ArgumentError as err:
        raise CatalogUnavailable(f"KG_DATABASE_URL is not a database URL: {err}") from err
    match address.get_backend_name():
        case "sqlite":
            return _sqlite(address)
        case "postgresql" | "postgres":
            return _postgresql(address)
    raise CatalogUnavailable("KG_DATABASE_URL must begin with sqlite:/// or postgresql://.")


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Give a connection in a transaction that writes from its beginning."""
    with engine.connect().execution_options(kg_writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(
                f"SET LOCAL idle_in_transaction_session_timeout = {SILENT_MS}"
            )
        yield connection


@contextmanager
def without_foreign_keys(engine: sa.Engine) -> Iterator[None]:
    """Leave foreign keys unchecked in the `with` block, if the database is SQLite and nobody else uses the engine."""
    if engine.dialect.name != "sqlite":
        yield
        return

    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA foreign_keys=OFF")

    engine.dispose()
    sa.event.listen(engine, "connect", prepare)
    try:
        yield
    finally:
        sa.event.remove(engine, "connect", prepare)
        engine.dispose()


def _sqlite(url: sa.URL) -> sa.Engine:
    if not url.database or url.database == ":memory:":
        raise CatalogUnavailable(
            "The catalog needs a file: write sqlite:///path/to/catalog.sqlite."
        )
    try:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    except OSError as err:
        raise CatalogUnavailable(f"The catalog's folder cannot be made: {err}") from err
    engine = sa.create_engine(url)
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # BEGIN is ours to say: the driver's own comes too late
    connection.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA foreign_keys=ON")


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("kg_writes", False)
    # A reader that turns writer half way cannot wait for the lock: SQLite fails it at once.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgresql(url: sa.URL) -> sa.Engine:
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    # workspaces are many, and share what connections the server has: theirs are not kept waiting
    kept = 1 if "-csearch_path=" in str(url.query.get("options", "")) else 10
    return sa.create_engine(url, pool_pre_ping=True, pool_size=kept, max_overflow=30 - kept)
