"""Signs of life: a worker that reads a batch answers no ping, so each writes down when it last turned round."""

import sqlalchemy as sa

from kg.catalog.database import Database
from kg.catalog.inserting import Values, insert
from kg.catalog.process_tables import workers
from kg.catalog.rows import WorkerRow

_FORGOTTEN_MS = 24 * 3600 * 1000


class Workers:
    """Worker processes by id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def beat(
        self,
        id: str,
        *,
        host: str,
        process: int,
        model: str,
        state: str,
        problem: str | None = None,
    ) -> None:
        """Note that a worker lives now, and what it is doing: "starting", "idle" or "reading"."""
        now = self._database.clock()
        seen: Values = {"host": host, "process": process, "model": model, "state": state}
        seen |= {"problem": problem, "seen_at": now}
        with self._database.write() as connection:
            beat = insert(connection, workers).values({"id": id} | seen)
            connection.execute(beat.on_conflict_do_update(index_elements=["id"], set_=seen))
            crashed = workers.c.seen_at < now - _FORGOTTEN_MS
            connection.execute(sa.delete(workers).where(crashed))

    def alive(self, within_s: float) -> list[WorkerRow]:
        """Return the workers seen within some seconds, by id."""
        since = self._database.clock() - round(within_s * 1000)
        chosen = sa.select(workers).where(workers.c.seen_at >= since).order_by(workers.c.id)
        with self._database.read() as connection:
            return [WorkerRow(**row) for row in connection.execute(chosen).mappings()]

    def forget(self, id: str) -> None:
        """Strike a worker off that stopped in good order; unknown ids do not matter."""
        with self._database.write() as connection:
            connection.execute(sa.delete(workers).where(workers.c.id == id))
