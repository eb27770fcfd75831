"""Two worker processes against one, each bound to a core of its own, on PostgreSQL and Redis.

    python -m bench.workers [--documents 240] [--rounds 3]

One and two workers take turns, other texts in each round. Documents are entered as the API enters them, and the
workers are woken as it wakes them; but no API runs, and nobody writes a graph: here both would use the workers'
cores, where a team has other machines for them. Timed is from the entry until no document waits to be read.
"""

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.ingest import rounds_of
from bench.texts import machine
from kg.catalog import Catalog
from kg.catalog.rows import NewDocument
from kg.records import Document
from tests.services import postgresql_server, redis_server
from workers.client import CeleryWaker

_LOOK_S = 0.1
_ALIVE_S = 10.0
_WAITING = ("queued", "running")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=240)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    cores = sorted(os.sched_getaffinity(0))[:2]
    if len(cores) < 2:
        raise SystemExit("Two workers need two cores.")
    print(machine())
    gains = []
    with deployment() as servers:
        for texts in rounds_of(args.documents, args.rounds):
            third = len(texts) // 3  # two workers read twice as much, in about the same time
            one = servers.speed(texts[:third], cores[:1])
            two = servers.speed(texts[third:], cores)
            print(f"one worker {one:.2f}, two {two:.2f} documents/s", flush=True)
            gains.append(two / one)
    print(f"two workers against one: {statistics.median(gains):.2f} (median of {len(gains)})")


@dataclass(frozen=True, slots=True)
class Servers:
    """A database and a broker, and what a worker's environment has to say of them."""

    catalog: Catalog
    waker: CeleryWaker
    environment: dict[str, str]

    def speed(self, texts: Sequence[Document], cores: Sequence[int]) -> float:
        """Return how many documents a second workers read, one bound to each of the cores."""
        with ExitStack() as stack:
            started = [stack.enter_context(worker(self.environment, core)) for core in cores]
            while sum(w.state == "idle" for w in self.catalog.workers.alive(_ALIVE_S)) < len(cores):
                if any(process.poll() is not None for process in started):
                    raise SystemExit("A worker ended at once: `kg worker` says why.")
                time.sleep(_LOOK_S)
            begin = time.perf_counter()
            self._read(texts)
            return len(texts) / (time.perf_counter() - begin)

    def _read(self, texts: Sequence[Document]) -> None:
        job = self.catalog.jobs.create("bench")
        self.catalog.documents.add([NewDocument(one.text, id=one.id) for one in texts], job=job)
        self.waker.wake()
        while any(map(self.catalog.jobs.progress(job).counts.get, _WAITING)):
            time.sleep(_LOOK_S)


@contextmanager
def deployment() -> Iterator[Servers]:
    """Start a database and a broker; stop them at the end."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        redis = stack.enter_context(redis_server()).url
        database = stack.enter_context(postgresql_server(durable=True)).new_database()
        catalog = stack.enter_context(closing(Catalog.open(database)))
        waker = stack.enter_context(closing(CeleryWaker(redis)))
        told = {"KG_REDIS_URL": redis, "KG_DATABASE_URL": database, "KG_DATA": folder}
        yield Servers(catalog, waker, {**os.environ, **told})


@contextmanager
def worker(environment: dict[str, str], core: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run `kg worker` on one core."""
    command = ["taskset", "--cpu-list", str(core), Path(sys.executable).parent / "kg", "worker"]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


if __name__ == "__main__":
    main()
