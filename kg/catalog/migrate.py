"""Brings a database to the newest schema, however many processes start at once."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from kg.catalog.database import translated
from kg.catalog.engine import without_foreign_keys, writing
from kg.errors import CatalogUnavailable

log = logging.getLogger(__name__)

_LOCK = 0x6B67_6361_7461  # "kgcata": the number of our advisory lock


def migrate(engine: sa.Engine) -> None:
    """Upgrade the schema if it is older than this code, one process at a time.

    Raises:
        CatalogUnavailable: The database does not answer, or a newer version of kg made it.
    """
    revisions = _revisions()
    with translated(engine), _alone(engine) as connection:
        found = _revision(connection)
        if found == revisions[0]:
            return
        if found is not None and found not in revisions:
            raise CatalogUnavailable(
                f"The catalog's schema is {found}, which this version of kg does not know. "
                "Upgrade kg, or give it another KG_DATA folder or KG_DATABASE_URL."
            )
        log.info("upgrading the catalog from %s to %s", found or "nothing", revisions[0])
        if found is None and engine.dialect.name == "sqlite":
            for statement in _statements():
                connection.exec_driver_sql(statement)
        else:
            _upgrade(connection)


@cache
def _revisions() -> tuple[str, ...]:
    """Return the numbers of all schemas, newest first."""
    scripts = ScriptDirectory.from_config(_configuration())
    return tuple(script.revision for script in scripts.walk_revisions())


@cache
def _statements() -> tuple[str, ...]:
    """Return what makes the newest schema in SQLite: all that the migrations leave in an empty database.

    A process that opens many catalogs, one for each workspace, so runs the migrations once.
    """
    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection:
        _upgrade(connection)
        (number,) = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars()
        made = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        statements = tuple(made.scalars())
    engine.dispose()
    return (*statements, f"INSERT INTO alembic_version VALUES ('{number}')")


def _upgrade(connection: sa.Connection) -> None:
    config = _configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _configuration() -> Config:
    config = Config()
    config.set_main_option("script_location", "kg.catalog:migrations")
    return config


def _revision(connection: sa.Connection) -> str | None:
    """Return the number of the schema, None if there is none. Alembic would log that somebody asked."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    number: str | None = connection.execute(
        sa.select(sa.column("version_num")).select_from(sa.table("alembic_version"))
    ).scalar()
    return number


@contextmanager
def _alone(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Give a connection in a transaction that no second migration can run beside."""
    # To alter a table, SQLite makes it anew: its children must not go with the old one.
    with without_foreign_keys(engine), writing(engine) as connection:
        if engine.dialect.name == "postgresql":  # in SQLite, whoever writes is alone
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        yield connection
