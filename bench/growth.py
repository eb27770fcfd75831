"""What a document costs, stage by stage, and how that grows with the graph.

    python -m bench.growth [--sizes 1000,10000,100000] [--probe 1000] [--postgresql]

All stages run in this process, one after the other, on kg's own catalog and embedded store, with the
scripted extractor in place of the model: what grows is everything but the model. At each size the last
`--probe` documents are measured, and how long identity takes to follow them, once, when all are read.
Documents have two facts and share their places; a place is in one land wherever it is named. Times are seconds of CPU of
this process, threads included, because a shared machine's clock says little; with PostgreSQL they leave out what
its own processes use, which the last column shows.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from bench.texts import processor
from kg.catalog import Catalog
from kg.catalog.rows import NewDocument
from kg.extraction.scripted import ScriptedExtractor
from kg.extraction.sought import sought_from
from kg.graph.embedded import EmbeddedStore
from kg.graph.projector import Projector
from kg.identity.resolver import Resolver
from kg.iris import Minter
from kg.reasoning.reasoner import Reasoner
from kg.settings import Settings
from tests.services import PostgreSQL, postgresql_server

STAGES = ("take", "claim", "keep", "project")
_SYLLABLES = "ba ko ri mel tan dor vi sha len po gar ust mir na fel zo bri cal eno wex".split()
_CHUNK = 1000
_BATCH = 200


@dataclass
class Line:
    """A service without its web and its model, and the seconds of CPU that each stage has used."""

    catalog: Catalog
    projector: Projector
    starting: Callable[[], Resolver]
    resolver: Resolver
    extractor: ScriptedExtractor
    spent: dict[str, float] = field(default_factory=dict)

    def work(self, first: int, n: int) -> None:
        """Take documents all the way from a post to the graph."""
        self.spent = dict.fromkeys(STAGES, 0.0)
        for start in range(first, first + n, _CHUNK):
            posted = [_document(i) for i in range(start, min(start + _CHUNK, first + n))]
            job = self.catalog.jobs.create("bench")
            self._timed(
                "take", lambda posted=posted, job=job: self.catalog.documents.add(posted, job=job)
            )
            while claims := self._timed("claim", self._claim):
                found = self.extractor.extract([claim.document for claim in claims])
                pairs = list(zip(claims, found, strict=True))
                self._timed("keep", lambda pairs=pairs: self.catalog.queue.finish("bench", pairs))
            while self._timed("project", self.projector.step):
                pass

    def identity_s(self) -> float:
        """Work out who is who, as far as documents changed; return the seconds of CPU that it took."""
        began = time.process_time()
        self.resolver.resolve()
        return time.process_time() - began

    def identity_anew_s(self) -> float:
        """The same by a process that has just started, and knows nothing yet."""
        self.resolver = self.starting()
        return self.identity_s()

    def follow(self) -> None:
        """Have the graph follow what identity renamed."""
        while self.projector.step():
            pass

    def _claim(self) -> list[object]:
        return self.catalog.queue.claim(
            owner="bench", characters=10**9, limit=_BATCH, lease_s=60, max_attempts=3
        )

    def _timed(self, stage: str, work: Callable[[], object]) -> object:
        began = time.process_time()
        try:
            return work()
        finally:
            self.spent[stage] += time.process_time() - began


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--probe", type=int, default=1000)
    parser.add_argument("--postgresql", action="store_true")
    args = parser.parse_args()
    print(processor())
    print(
        f"| documents | {' | '.join(f'{stage}, ms' for stage in STAGES)} | together, ms | identity, ms | with it, ms | identity anew, s | MB of memory | kB of disk a document | server, ms |"
    )
    print("|---" * (len(STAGES) + 8) + "|", flush=True)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(postgresql_server(durable=True)) if args.postgresql else None
        line = _line(folder, server)
        there = 0
        for size in map(int, args.sizes.split(",")):
            line.work(there, size - args.probe - there)
            line.identity_s()
            line.follow()
            before = _server_s(server)
            line.work(size - args.probe, args.probe)
            others = 1000 * (_server_s(server) - before) / args.probe
            there = size
            each = [1000 * line.spent[stage] / args.probe for stage in STAGES]
            print(f"{there:,}: {sum(each):.2f} ms a document", file=sys.stderr, flush=True)
            disk = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / there / 1000
            identity = 1000 * line.identity_s() / args.probe
            line.follow()
            each += [sum(each), identity, sum(each) + identity]
            row = [f"{there:,}", *(f"{ms:.2f}" for ms in each), f"{line.identity_anew_s():.1f}"]
            row += [f"{_memory_mb():,.0f}", f"{disk:.1f}", f"{others:.2f}"]
            print("| " + " | ".join(row) + " |", flush=True)


def _line(folder: Path, server: PostgreSQL | None) -> Line:
    settings = Settings(_env_file=None, data=folder)
    url = server.new_database() if server else settings.catalog_url
    minter = Minter(settings.base_iri)
    catalog, store = Catalog.open(url), EmbeddedStore.open(settings)
    properties = sought_from(None, None).properties
    reasoner = Reasoner(catalog.knowledge, store, minter)
    projector = Projector(catalog, store, minter, properties, reasoner=reasoner)

    def starting() -> Resolver:
        return Resolver(catalog, store, properties)

    return Line(catalog, projector, starting, starting(), ScriptedExtractor(minter))


def _document(i: int) -> NewDocument:
    person, town, land = _name(f"p{i}"), _name(f"t{i % 997}"), _name(f"l{i % 997 % 7}")
    text = f"{person} was born in {town}. {town} is located in {land}."
    return NewDocument(text, id=f"g{i}")


def _name(seed: str) -> str:
    dice = random.Random(seed)
    return " ".join("".join(dice.choices(_SYLLABLES, k=k)).capitalize() for k in (2, 4))


def _server_s(server: PostgreSQL | None) -> float:
    """Return the seconds of CPU of a server and of all that it has started, the ended ones included."""
    if server is None or server.process is None:
        return 0.0
    family = [server.process.pid, *_children(server.process.pid)]
    ticks = 0
    for process in family:
        try:
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _children(process: int) -> Iterator[int]:
    yield from map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split())


def _memory_mb() -> float:
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


if __name__ == "__main__":
    main()
