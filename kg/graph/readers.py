"""A pool of query processes, for as many tasks at a time as the limits allow."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kg.errors import QueryTooExpensive, StoreUnavailable
from kg.graph.checkpoints import Checkpoints
from kg.graph.limits import QueryLimits
from kg.graph.query_process import QueryProcess
from kg.graph.seats import Seats
from kg.graph.store import QueryResult
from kg.graph.tasks import Task


class Readers:
    """Query processes, each started when it is first needed, and again after it was killed.

    Args:
        where: What errors call the store.
        checkpoints: Where `ask` gets its copies from; only a store in this process has any.
    """

    def __init__(
        self, limits: QueryLimits, where: str, checkpoints: Checkpoints | None = None
    ) -> None:
        self._limits = limits
        self._checkpoints = checkpoints
        self._where = where
        self._lifeline, self._hold = os.pipe()
        self._busy: set[QueryProcess] = set()
        self._closed = False
        self._lock = threading.Lock()
        self._seats = Seats[QueryProcess | None]([None] * limits.processes)

    def ask(self, task: Callable[[str], Task]) -> QueryResult:
        """Do a task on a fresh checkpoint; `task` makes it from the checkpoint's folder. Raises as `run`."""
        assert self._checkpoints is not None
        with self._process() as process:
            before, process.checkpoint = process.checkpoint, self._checkpoints.lease()
            try:
                return process.run(task(process.checkpoint.folder), self._limits.timeout_s)
            finally:
                if before:
                    self._checkpoints.release(before)

    def run(self, task: Task, limit_s: float) -> QueryResult:
        """Do a task.

        Raises:
            QueryTooExpensive: It took more than `limit_s` seconds, or too much memory.
            StoreUnavailable: No process became free for as long as one query may run, or none starts.
        """
        with self._process() as process:
            return process.run(task, limit_s)

    def close(self) -> None:
        """End all processes; whoever waits for one is told."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            os.close(self._hold)  # each of them holds the other end, and ends when this one closes
            os.close(self._lifeline)
            for busy in self._busy:
                busy.stop()
        for idle in self._seats.drain():
            if idle is not None:
                self._dismiss(idle)
        # for whoever waits: he finds the store closed, and puts the seat back for the next
        self._seats.put(None)

    @contextmanager
    def _process(self) -> Iterator[QueryProcess]:
        process = self._occupy(self._wait())
        try:
            yield process
        except QueryTooExpensive as err:
            if self._closed:
                raise StoreUnavailable(self._where, "it was closed meanwhile.") from err
            raise
        finally:
            with self._lock:
                self._busy.discard(process)
            self._give_back(process)

    def _wait(self) -> QueryProcess | None:
        try:
            return self._seats.take(self._limits.timeout_s)
        except TimeoutError as err:
            raise StoreUnavailable(
                self._where,
                f"all {self._limits.processes} query processes were busy for "
                f"{self._limits.timeout_s:g} s. Ask again in a moment, or raise KG_QUERY_PROCESSES.",
            ) from err

    def _occupy(self, process: QueryProcess | None) -> QueryProcess:
        """Start a process in a seat that has none, or only a dead one."""
        try:
            if process is not None and not process.alive:
                self._dismiss(process)
                process = None
            with self._lock:
                chosen = process or self._start()
                self._busy.add(chosen)
                return chosen
        except StoreUnavailable:
            self._seats.put(process)
            raise

    def _start(self) -> QueryProcess:
        if self._closed:
            raise StoreUnavailable(self._where, "it is closed.")
        try:
            return QueryProcess(self._limits, self._lifeline, self._where)
        except OSError as err:
            raise StoreUnavailable(self._where, f"no query process starts: {err}.") from err

    def _give_back(self, process: QueryProcess) -> None:
        if self._closed or not process.alive:
            self._dismiss(process)
            self._seats.put(None)
        else:
            self._seats.put(process)

    def _dismiss(self, process: QueryProcess) -> None:
        process.kill()
        if process.checkpoint and self._checkpoints:
            self._checkpoints.release(process.checkpoint)
