"""The whole catalog as one file, taken and put back while the service runs. SQLite only."""

import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from kg.catalog.database import Database
from kg.catalog.migrate import migrate
from kg.errors import CatalogUnavailable, InputError

_NOBODY_READS = """
UPDATE documents SET status = 'queued', attempt = attempt - 1, owner = NULL, lease_until = NULL
WHERE status = 'running'
"""
"""Who reads a document now reads it for the original: where the copy is put back, nobody ever hands it in."""


def save(database: Database, path: Path) -> None:
    """Write the catalog as it is at one moment into a new file.

    Raises:
        InputError: The catalog is not SQLite.
    """
    _refuse_others(database.engine)
    with closing(_connection(database.engine)) as live, closing(sqlite3.connect(path)) as copy:
        live.backup(copy)
        for table in ("access_keys", "workspaces"):  # these belong to the installation
            copy.execute(f"DELETE FROM {table}")
        copy.execute(_NOBODY_READS)
        copy.commit()


def check(database: Database, path: Path) -> None:
    """Raise InputError if this catalog is not SQLite, or if the file holds none."""
    _refuse_others(database.engine)
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as saved:
            saved.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as err:
        raise InputError(f"The backup holds no catalog: {err}.") from err


def restore(database: Database, path: Path) -> None:
    """Put the catalog in `path`, which `check` found to be one, in the place of this one, in one transaction.

    Raises:
        InputError: It cannot be read.
    """
    try:
        with (
            closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as saved,
            database.alone(),
            closing(_connection(database.engine)) as live,
        ):
            saved.backup(live)
    except sqlite3.DatabaseError as err:
        raise InputError(f"The backup holds no catalog: {err}.") from err
    database.engine.dispose()
    migrate(database.engine)


def _connection(engine: sa.Engine) -> sqlite3.Connection:
    """A connection of its own, so that no pooled one is in the middle of something."""
    try:
        return sqlite3.connect(str(engine.url.database), timeout=30)
    except sqlite3.Error as err:
        raise CatalogUnavailable(f"The catalog cannot be opened: {err}") from err


def _refuse_others(engine: sa.Engine) -> None:
    if engine.dialect.name != "sqlite":
        raise InputError(
            "Only an SQLite catalog goes into a backup: save this one with pg_dump, put it back with "
            "pg_restore, then run kg rebuild."
        )
