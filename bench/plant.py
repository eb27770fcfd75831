"""The parts of a simulated service: documents, a database, workers that read in batches, and the graph."""

import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import simpy  # type: ignore[import-untyped]

BATCH = 64
_PROJECTED = 200
BATCH_S = 0.01
"""What a batch costs beside its documents: a round to the database and back."""
_INTERACTIVE = 0.05

Process = Iterator[Any]


@dataclass(frozen=True)
class Costs:
    """Seconds that a document takes at each stage, on one core or one accelerator."""

    take: float
    database: float
    read: float
    project: float


@dataclass
class Document:
    """A document on its way; times in seconds since the beginning."""

    came: float
    interactive: bool
    read: float = math.nan


@dataclass
class Plant:
    """A service: what waits before each stage, how long each was at work, and what came out.

    Args:
        databases: Transactions that the database runs side by side at full speed: its cores.
    """

    env: simpy.Environment
    costs: Costs
    databases: int
    waiting: list[Document] = field(default_factory=list)
    read: list[Document] = field(default_factory=list)
    done: list[tuple[Document, float]] = field(default_factory=list)
    busy: dict[str, float] = field(
        default_factory=lambda: dict.fromkeys(("database", "workers", "graph"), 0.0)
    )
    worker_s: float = 0.0
    wanted: int = 0
    workers: int = 0

    def __post_init__(self) -> None:
        self.database = simpy.Resource(self.env, self.databases)

    def at_database(self, seconds: float) -> Process:
        """Wait for the database, and use it."""
        with self.database.request() as turn:
            yield turn
            self.busy["database"] += seconds
            yield self.env.timeout(seconds)

    def post(self, document: Document) -> Process:
        """Take a document in."""
        yield from self.at_database(self.costs.take)
        self.waiting.append(document)

    def worker(self) -> Process:
        """Read batches, the interactive ones first, until fewer workers are wanted."""
        self.workers += 1
        while self.workers <= self.wanted:
            if not self.waiting:
                yield self.env.timeout(0.1)
                continue
            self.waiting.sort(key=lambda document: (not document.interactive, document.came))
            batch, self.waiting = self.waiting[:BATCH], self.waiting[BATCH:]
            seconds = BATCH_S + len(batch) * self.costs.read
            self.busy["workers"] += seconds
            yield self.env.timeout(seconds)
            yield from self.at_database(len(batch) * self.costs.database)
            for document in batch:
                document.read = self.env.now
            self.read += batch
        self.workers -= 1

    def projector(self) -> Process:
        """Write the graph, for ever."""
        while True:
            if not self.read:
                yield self.env.timeout(0.1)
                continue
            batch, self.read = self.read[:_PROJECTED], self.read[_PROJECTED:]
            seconds = BATCH_S + len(batch) * self.costs.project
            self.busy["graph"] += seconds
            yield self.env.timeout(seconds)
            self.done += [(document, self.env.now) for document in batch]

    def scale(self, workers: int, after_s: float = 0.0) -> Process:
        """Have so many workers, each after the seconds that it takes to start."""
        more = workers - self.wanted
        self.wanted = workers
        yield self.env.timeout(after_s)
        for _ in range(more):
            self.env.process(self.worker())


def arrivals(
    plant: Plant, rate: Callable[[float], float], until: float, dice: random.Random
) -> Process:
    """Post documents at a rate, in documents a second, that may change with time."""
    while plant.env.now < until:
        now = rate(plant.env.now)
        yield plant.env.timeout(dice.expovariate(now))
        document = Document(plant.env.now, dice.random() < _INTERACTIVE)
        plant.env.process(plant.post(document))
