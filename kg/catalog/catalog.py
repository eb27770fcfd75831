"""The SQL side of the service: what was read, what waits to be read, and what was found."""

import logging
from pathlib import Path

import sqlalchemy as sa

from kg.catalog import snapshot
from kg.catalog.access import Access
from kg.catalog.bases import Bases
from kg.catalog.checking import Checking
from kg.catalog.clock import Clock, now_ms
from kg.catalog.database import Database, clock_of
from kg.catalog.documents import Documents
from kg.catalog.engine import open_engine
from kg.catalog.facts import AllFacts
from kg.catalog.findings import Findings
from kg.catalog.guarding import GUARDS, mark_all
from kg.catalog.identities import Identities
from kg.catalog.jobs import Jobs
from kg.catalog.judgements import Judgements
from kg.catalog.knowledge import Knowledge
from kg.catalog.leases import Leases
from kg.catalog.migrate import migrate
from kg.catalog.models import Models
from kg.catalog.naming import Naming
from kg.catalog.projections import Projections
from kg.catalog.queue import Queue
from kg.catalog.refusals import Refusals
from kg.catalog.relations import Relations
from kg.catalog.settling import Settling
from kg.catalog.stating import Stating
from kg.catalog.taught import Taught
from kg.catalog.verdicts import Verdicts
from kg.catalog.workers import Workers
from kg.catalog.workspaces import Workspaces
from kg.catalog.worlds import Worlds

log = logging.getLogger(__name__)


class Catalog:
    """One engine, and one attribute for each room. Safe to share between threads, not between processes.

    Args:
        server: The default workspace's catalog, if this is another's: all read with the model chosen there.
    """

    def __init__(
        self, engine: sa.Engine, clock: Clock = now_ms, server: "Catalog | None" = None
    ) -> None:
        self._database = Database(engine, clock)
        self.documents = Documents(self._database)
        self.jobs = Jobs(self._database)
        self.queue = Queue(self._database)
        self.findings = Findings(self._database)
        self.relations = Relations(self._database)
        self.naming = Naming(self._database)
        self.projections = Projections(self._database)
        self.workers = Workers(self._database)
        self.models = Models(self._database, server._database if server else None)
        self.leases = Leases(self._database)
        self.identities = Identities(self._database)
        self.settling = Settling(self._database)
        self.judgements = Judgements(self._database)
        self.worlds = Worlds(self._database)
        self.bases = Bases(self._database)
        self.facts = AllFacts(self._database)
        self.verdicts = Verdicts(self._database)
        self.knowledge = Knowledge(self._database)
        self.guards = Knowledge(self._database, GUARDS, mark_all)
        self.checking = Checking(self._database)
        self.refusals = Refusals(self._database)
        self.access = Access(self._database)
        self.stated = Stating(self._database)
        self.taught = Taught(self._database)
        self.workspaces = Workspaces(self._database)

    @classmethod
    def open(
        cls, url: str, clock: Clock | None = None, *, server: "Catalog | None" = None
    ) -> "Catalog":
        """Open the catalog at an SQLAlchemy URL; make it if it is not there, upgrade it if it is older.

        Args:
            clock: Tells the time; the default is the server's on PostgreSQL, else this machine's.
            server: As of the constructor.

        Raises:
            CatalogUnavailable: The database does not answer, or was made by a newer version of kg.
        """
        engine = open_engine(url)
        try:
            migrate(engine)
        except BaseException:
            engine.dispose()
            raise
        log.info("opened the catalog at %s", engine.url.render_as_string(hide_password=True))
        return cls(engine, clock or clock_of(engine), server)

    def save(self, path: Path) -> None:
        """Write everything but keys and names of workspaces, as it is at one moment, into a new file.

        Raises:
            InputError: The catalog is PostgreSQL.
        """
        snapshot.save(self._database, path)

    def check(self, path: Path) -> None:
        """Raise InputError if `restore` could not put this file back."""
        snapshot.check(self._database, path)

    def restore(self, path: Path) -> None:
        """Put what `save` wrote in the place of everything but keys and names of workspaces.

        Raises:
            InputError: It is no catalog.
        """
        snapshot.check(self._database, path)
        # they go into the copy first, so that at no moment the service is without them
        saved = Catalog.open(f"sqlite:///{path}")
        try:
            saved.access.replace(self.access.all())
            saved.workspaces.replace(self.workspaces.all() + self.workspaces.all(deleted=True))
        finally:
            saved.close()
        snapshot.restore(self._database, path)

    def ping(self) -> None:
        """Ask the database for a sign of life. Raises CatalogUnavailable."""
        with self._database.read() as connection:
            connection.execute(sa.select(1))

    def close(self) -> None:
        """Close every pooled connection."""
        self._database.engine.dispose()
