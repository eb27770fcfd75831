"""The two ways to use a database, to read and to write; and what becomes of its errors."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TypeVar

import sqlalchemy as sa

from kg.catalog.clock import Clock, ServerClock, now_ms
from kg.catalog.engine import writing
from kg.errors import CatalogUnavailable

_ENCOUNTERS = 4
_DEADLOCK, _FELL_SILENT = "40P01", "25P03"  # PostgreSQL, appendix A

Result = TypeVar("Result")


class Database:
    """An engine, a clock, and the one place where a failing database becomes our own error."""

    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        self.engine = engine
        self.clock = clock
        # SQLite lets waiting writers sleep and guess; a lock hands the turn over at once, in order.
        self._turn: AbstractContextManager[object] = nullcontext()
        if engine.dialect.name == "sqlite":
            self._turn = threading.Lock()

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """Give a connection to read from. Raises CatalogUnavailable."""
        with translated(self.engine), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """Give a connection in a transaction that commits at the end. Raises CatalogUnavailable."""
        with translated(self.engine), self._turn, writing(self.engine) as connection:
            yield connection

    def alone(self) -> AbstractContextManager[object]:
        """Keep other writers of this process out of an SQLite database in a `with` block."""
        return self._turn

    def write_through(self, work: Callable[[sa.Connection], Result]) -> Result:
        """Do work in a transaction; again if it met another head on, each waiting for what the other held."""
        for _ in range(_ENCOUNTERS):
            try:
                with self.write() as connection:
                    return work(connection)
            except CatalogUnavailable as err:
                if not _deadlocked(err):
                    raise
        with self.write() as connection:
            return work(connection)


def clock_of(engine: sa.Engine) -> Clock:
    """Return the clock that everybody who uses this database has in common."""
    if engine.dialect.name != "postgresql":
        return now_ms
    time = sa.extract("epoch", sa.func.clock_timestamp())

    def ask() -> int:
        with translated(engine), engine.connect() as connection:
            return round(connection.execute(sa.select(time)).scalar_one() * 1000)

    return ServerClock(ask)


@contextmanager
def translated(engine: sa.Engine) -> Iterator[None]:
    """Turn a database that does not answer into CatalogUnavailable."""
    try:
        yield
    except (
        sa.exc.OperationalError,
        sa.exc.InterfaceError,
        sa.exc.InternalError,
        sa.exc.TimeoutError,
    ) as err:
        if isinstance(err, sa.exc.InternalError) and _state(err) != _FELL_SILENT:
            raise
        place = engine.url.render_as_string(hide_password=True)
        reason = str(getattr(err, "orig", err)).strip()
        raise CatalogUnavailable(f"The catalog at {place} does not answer: {reason}") from err


def _deadlocked(error: CatalogUnavailable) -> bool:
    return _state(error.__cause__) == _DEADLOCK


def _state(error: BaseException | None) -> str | None:
    """Return PostgreSQL's code for an error of the driver."""
    driver_error = error.orig if isinstance(error, sa.exc.DBAPIError) else None
    return getattr(driver_error, "sqlstate", None)
