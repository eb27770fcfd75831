"""A whole deployment of real processes whose parts a test takes away, and the count of what that cost.

Documents are short and read by kg's scripted extractor, so that the faults, not a model, take the time.
`KG_FAULT_DOCUMENTS` says how many documents a test has in flight, `KG_FAULT_OUTAGE_S` how long an outage lasts.
"""

import json
import os
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import httpx2
import sqlalchemy as sa
from serving import ServeProcess

from kg.extraction.scripted import ScriptedExtractor
from kg.iris import Minter
from kg.records import Document
from tests.workers.processes import WorkerProcess

DOCUMENTS = int(os.environ.get("KG_FAULT_DOCUMENTS", "300"))
OUTAGE_S = float(os.environ.get("KG_FAULT_OUTAGE_S", "3"))
PACED = "tests.faults.extracting:paced"
PATIENCE_S = 120.0 + DOCUMENTS / 5
NDJSON = {"Content-Type": "application/x-ndjson"}

QUICK = {"batch_characters": "2000", "lease_s": "2", "sweep_s": "0.3"}
"""Small batches, so that a fault surely falls between two; short leases, to wait for them less."""


def documents(n: int = DOCUMENTS) -> list[dict[str, str]]:
    """Some facts are said once, some by several documents, some documents say nothing."""
    return [
        {
            "id": f"d{i:05}",
            "text": f"Person N{i} was born in Town T{i % 40}. Town T{i % 40} is located in Land L."
            if i % 10
            else f"Nothing of note happened on day {i}.",
        }
        for i in range(n)
    ]


def lines(posted: Sequence[dict[str, str]]) -> bytes:
    """Return documents as NDJSON."""
    return "\n".join(map(json.dumps, posted)).encode()


def graph(address: str) -> list[str]:
    """Return the sorted quads of the graph, without the times at which they were found."""
    answer = httpx2.get(f"{address}/export", params={"format": "nquads"}, timeout=PATIENCE_S)
    found = answer.raise_for_status().text.splitlines()
    return sorted(line for line in found if "generatedAtTime" not in line)


def wait_until(true: Callable[[], bool], within_s: float = PATIENCE_S) -> None:
    """Return as soon as something is true; what is away meanwhile is not true."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        try:
            if true():
                return
        except (httpx2.HTTPError, sa.exc.OperationalError):
            pass
        time.sleep(0.02)
    raise AssertionError("it did not come about in time")


@dataclass(frozen=True)
class Cost:
    """What a fault cost.

    Attributes:
        lost: Posted documents that are not done, or of whose evidence some is missing.
        duplicated: Documents or pieces of evidence beyond those posted.
    """

    lost: int
    duplicated: int


NOTHING = Cost(0, 0)


@lru_cache
def _evidence_in(text: str) -> int:
    extractor = ScriptedExtractor(Minter("http://kg.test/"))
    return len(extractor.extract([Document("d", text)])[0].evidence)


def _counted(rows: Sequence[sa.Row[Any]]) -> Counter[str]:
    return Counter(dict(map(tuple, rows)))


@dataclass
class Deployment:
    """`kg serve` and worker processes over one catalog.

    Args:
        url: The catalog's.
        settings: What API and workers have in common beside it.
    """

    folder: Path
    url: str
    settings: dict[str, str] = field(default_factory=dict)
    api: ServeProcess | None = None
    workers: list[WorkerProcess] = field(default_factory=list)
    _engine: sa.Engine | None = None

    def serve(self, **settings: str) -> None:
        """Start the API, or start it again."""
        given = QUICK | {"database_url": self.url} | self.settings | settings
        self.api = ServeProcess(self.folder / "data", **given)

    def work(self, n: int = 2, **settings: str) -> None:
        """Start so many more workers."""
        given = QUICK | {"database_url": self.url, "extractor": PACED} | self.settings | settings
        self.workers += [WorkerProcess(given) for _ in range(n)]

    @property
    def address(self) -> str:
        assert self.api is not None
        return self.api.address

    def post(self, posted: Sequence[dict[str, str]]) -> dict[str, Any]:
        """Post documents as one stream."""
        answer = httpx2.post(
            f"{self.address}/documents", content=lines(posted), headers=NDJSON, timeout=PATIENCE_S
        )
        accepted: dict[str, Any] = answer.raise_for_status().json()
        return accepted

    def post_in_the_end(self, posted: Sequence[dict[str, str]]) -> None:
        """Post documents as a client does that knows of bad days: again, until they are taken."""

        def taken() -> bool:
            return int(self.post(posted)["accepted"]) == len(posted)

        wait_until(taken)

    def read(self) -> int:
        """Return how many documents have been read."""
        counts = self.counts()
        return counts["extracted"] + counts["done"]

    def counts(self) -> Counter[str]:
        """Return the number of documents by status."""
        return _counted(self.ask("SELECT status, count(*) FROM documents GROUP BY status"))

    def ask(self, query: str) -> list[sa.Row[Any]]:
        """Look into the catalog beside everybody."""
        if self._engine is None:
            self._engine = sa.create_engine(self.url, pool_pre_ping=True)
        with self._engine.connect() as connection:
            return list(connection.exec_driver_sql(query).all())

    def wait_for_some(self, share: float = 0.2, n: int = DOCUMENTS) -> None:
        """Wait until some, but not all, have been read."""
        wait_until(lambda: self.read() >= share * n)
        assert self.read() < n, "the fault would come too late: post more documents"

    def settle(self, n: int = DOCUMENTS) -> None:
        """Wait until everything is in the graph, or failed."""

        def settled() -> bool:
            counts = self.counts()
            return counts["done"] + counts["failed"] >= n and not counts["running"]

        wait_until(settled)

    def cost(self, posted: Sequence[dict[str, str]]) -> Cost:
        """Count what is missing and what is there too often."""
        done = {id for (id,) in self.ask("SELECT id FROM documents WHERE status = 'done'")}
        evidence = _counted(
            self.ask(
                "SELECT d.id, count(*) FROM evidence e JOIN documents d ON d.seq = e.document "
                "GROUP BY d.id"
            )
        )
        [[rows]] = self.ask("SELECT count(*) FROM documents")
        expected = {each["id"]: _evidence_in(each["text"]) for each in posted}
        lost = sum(id not in done or evidence[id] < n for id, n in expected.items())
        more = sum(max(0, evidence[id] - n) for id, n in expected.items())
        return Cost(lost, more + max(0, rows - len(expected)))

    def agrees_with(self, expected: Sequence[str]) -> bool:
        """Return whether the graph comes to be what it should be; derived facts may take a moment."""
        found: list[str] = []

        def agrees() -> bool:
            nonlocal found
            found = graph(self.address)
            return found == expected

        try:
            wait_until(agrees, PATIENCE_S / 2)
        except AssertionError:
            return False
        return len(found) == len(set(found))

    def end(self) -> None:
        """End whatever still runs."""
        for worker in self.workers:
            worker.kill()
        if self.api is not None and self.api.running():
            self.api.kill()
        if self._engine is not None:
            self._engine.dispose()


def undisturbed(folder: Path, posted: Sequence[dict[str, str]]) -> list[str]:
    """Return the graph of documents that one process read in peace."""
    api = ServeProcess(folder / "data")
    try:
        answer = httpx2.post(
            f"{api.address}/documents", content=lines(posted), headers=NDJSON, timeout=PATIENCE_S
        )
        job = answer.raise_for_status().json()["job"]
        wait_until(lambda: bool(httpx2.get(f"{api.address}/jobs/{job}").json()["finished"]))
        previous: list[str] = []
        for _ in range(30):  # until derived facts and identity have settled
            now = graph(api.address)
            if now == previous:
                break
            previous = now
            time.sleep(2.5)
        return previous
    finally:
        api.kill()
