"""The query process: takes tasks from its owner, one at a time, until the owner is gone.

Started as `python -c "from kg.graph.reader import main; main()" FD FD BYTES 0|1` by `kg/graph/readers.py`.
"""

import logging
import sys
from dataclasses import dataclass
from multiprocessing.connection import Connection

from kg.errors import KGError, QueryTooExpensive
from kg.graph import sandbox
from kg.graph.store import QueryResult
from kg.graph.tasks import Desk, Task

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ready:
    """First word of a query process. `offline`: it has no network."""

    offline: bool


@dataclass(frozen=True, slots=True)
class Refusal:
    """A KGError on its way to the owner: errors with arguments of their own do not travel as they are."""

    kind: type[KGError]
    message: str
    attributes: dict[str, object]

    @classmethod
    def of(cls, error: KGError) -> "Refusal":
        """Pack an error."""
        return cls(type(error), str(error), dict(vars(error)))

    def unpack(self) -> KGError:
        """Return the error as it was raised."""
        error = self.kind.__new__(self.kind, self.message)
        vars(error).update(self.attributes)
        return error


def main() -> None:
    """Confine this process and serve its owner."""
    requests, lifeline, memory_bytes, network = map(int, sys.argv[1:])
    offline = sandbox.enter(memory_bytes=memory_bytes, lifeline=lifeline, network=bool(network))
    with Connection(requests) as connection:
        connection.send(Ready(offline))
        serve(connection, memory_bytes)


def serve(connection: "Connection[object, Task]", memory_bytes: int) -> None:
    """Answer tasks with a QueryResult or a Refusal until the owner hangs up."""
    desk = Desk()
    while True:
        try:
            task = connection.recv()
        except EOFError:
            return
        connection.send(_answer(task, desk, memory_bytes))


def _answer(task: Task, desk: Desk, memory_bytes: int) -> QueryResult | Refusal:
    try:
        return task.run(desk)
    except KGError as err:
        return Refusal.of(err)
    except MemoryError:
        return Refusal.of(out_of_memory(memory_bytes))
    except Exception as err:
        log.exception("a query process failed")
        return Refusal.of(KGError(f"A query process failed: {type(err).__name__}: {err}"))


def out_of_memory(limit: int) -> QueryTooExpensive:
    """Return the error for a task that took more than `limit` bytes."""
    return QueryTooExpensive(
        f"It took more than {limit:,} bytes of memory, or nests too deeply, and was stopped. "
        "Ask for less at a time, or raise KG_QUERY_MAX_MEMORY_BYTES.",
        limit,
    )
