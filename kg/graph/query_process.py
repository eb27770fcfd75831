"""A process that can be killed: the only way to stop what pyoxigraph has begun.

It is started with `subprocess` rather than `multiprocessing`, which would first run the owner's main
module again in it, web framework and all.
"""

import logging
import os
import select
import subprocess
import sys
from multiprocessing import Pipe

from kg.errors import QueryTooExpensive, StoreUnavailable
from kg.graph.checkpoints import Checkpoint
from kg.graph.limits import QueryLimits
from kg.graph.reader import Ready, Refusal, out_of_memory
from kg.graph.store import QueryResult
from kg.graph.tasks import Task

log = logging.getLogger(__name__)

_START_S = 30.0
# glibc reserves 64 MB of address space for each thread that allocates, unless told otherwise
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "2", "RUST_BACKTRACE": "0"}
_COMMAND = "from kg.graph.reader import main; main()"


class QueryProcess:
    """One query process, seen from its owner.

    Args:
        lifeline: The end of a pipe whose other end only the owner holds.
        where: What errors call the store.

    Attributes:
        checkpoint: The copy that it has open; nobody may delete it meanwhile.
    """

    def __init__(self, limits: QueryLimits, lifeline: int, where: str) -> None:
        self._limits = limits
        self._where = where
        self._connection, theirs = Pipe()
        arguments = [theirs.fileno(), lifeline, limits.memory_bytes, int(limits.federation)]
        self._process = subprocess.Popen(
            [sys.executable, "-c", _COMMAND, *map(str, arguments)],
            pass_fds=(theirs.fileno(), lifeline),
            stdin=subprocess.DEVNULL,
            env={**os.environ, **_ENVIRONMENT, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        theirs.close()
        # made once: Connection.poll registers anew each time, which takes longer than the waiting
        self._answers = select.poll()
        self._answers.register(self._connection.fileno(), select.POLLIN)
        self._ready = False
        self.checkpoint: Checkpoint | None = None

    @property
    def alive(self) -> bool:
        """Whether it can be given a task."""
        return self._process.poll() is None

    def run(self, task: Task, limit_s: float) -> QueryResult:
        """Have a task done.

        Raises:
            QueryTooExpensive: It took more than `limit_s` seconds or too much memory; the process is dead.
            StoreUnavailable: The process does not start, or cannot read its checkpoint.
        """
        try:
            self._greet()
            self._connection.send(task)
            answer = self._connection.recv() if self._answers.poll(1000 * limit_s) else None
        except (EOFError, OSError) as err:
            self.kill()
            raise self._death() from err
        if answer is None:
            self.kill()
            raise _too_long(limit_s)
        if isinstance(answer, Refusal):
            raise answer.unpack()
        assert isinstance(answer, QueryResult)
        return answer

    def stop(self) -> None:
        """End the process, in the middle of its task if need be; whoever waits for it is told."""
        self._process.kill()

    def kill(self) -> None:
        """End the process and let go of it; only for whoever has it to himself."""
        self.stop()
        self._process.wait()
        self._connection.close()

    def _greet(self) -> None:
        if self._ready:
            return
        if not self._answers.poll(1000 * _START_S):
            self.kill()
            raise StoreUnavailable(
                self._where,
                f"a query process did not start within {_START_S:g} s, so busy is this machine. "
                "Ask again in a moment.",
            )
        ready = self._connection.recv()
        if not isinstance(ready, Ready):
            raise EOFError
        self._ready = True
        if not ready.offline and not self._limits.federation:
            log.debug("query process %d may not leave the network", self._process.pid)

    def _death(self) -> QueryTooExpensive | StoreUnavailable:
        if self._ready:
            return out_of_memory(self._limits.memory_bytes)
        code = self._process.returncode
        return StoreUnavailable(
            self._where,
            f"a query process ended at its start with code {code}. The log may say why; "
            "KG_QUERY_MAX_MEMORY_BYTES may be too low for it.",
        )


def _too_long(limit_s: float) -> QueryTooExpensive:
    return QueryTooExpensive(
        f"It ran for {limit_s:g} s, which is the limit, and was stopped. "
        "Ask for less, or raise KG_QUERY_TIMEOUT_S.",
        limit_s,
    )
