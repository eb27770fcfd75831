"""Brings a database to the newest schema, however many processes start at once."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

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
    config = Config()
    config.set_main_option("script_location", "kg.catalog:migrations")
    scripts = ScriptDirectory.from_config(config)
    newest = scripts.get_current_head()
    with translated(engine), _alone(engine) as connection:
        found = _revision(connection)
        if found == newest:
            return
        if found is not None and found not in {
            script.revision for script in scripts.walk_revisions()
        }:
            raise CatalogUnavailable(
                f"The catalog's schema is {found}, which this version of kg does not know. "
                "Upgrade kg, or give it another KG_DATA folder or KG_DATABASE_URL."
            )
        log.info("upgrading the catalog from %s to %s", found or "nothing", newest)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


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
