"""Ingest through the running service against bare extraction of the same texts in one process.

    python -m bench.ingest [--documents 200] [--rounds 3]

The service is the real one: `kg serve` in a folder of its own, documents posted as NDJSON, timed until
every finding is in the graph. Its start and the loading of the model are left out on both sides. Both take
turns, other texts in each round: the speed of a shared machine changes within minutes. Both read the same
number of characters at a time, and bare extraction begins once the service has come to rest, so that identity,
which follows a load, takes nothing from it. CPU is that of each process, all threads of it; what the service uses
for identity and renames after a load is shown apart.
"""

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

from bench.at_rest import cpu_s, wait_until_at_rest
from bench.texts import documents, machine
from kg.extraction.extractor import Extractor
from kg.extraction.neural import NeuralExtractor
from kg.records import Document
from kg.settings import Settings

WARM = Document("warm", "Ada Lovelace was born in London.")
"""What both sides read first, so that their models are loaded."""

POLL_S = 0.25
"""Seconds between looks whether all is done: each costs the service 2 ms of CPU."""

START_S = 180
"""Seconds that a service may take to start, on a machine that is busy with other things."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of `n` documents took: seconds of the clock, and of CPU."""

    n: int
    through_s: float
    through_cpu_s: float
    after_cpu_s: float
    bare_s: float
    bare_cpu_s: float

    def __str__(self) -> str:
        each = 1000 / self.n
        return (
            f"service: {self.n / self.through_s:.2f} documents/s, {each * self.through_cpu_s:.1f} ms of CPU each, "
            f"{each * self.after_cpu_s:.1f} after the load; "
            f"bare extraction: {self.n / self.bare_s:.2f} documents/s, {each * self.bare_cpu_s:.1f} ms each"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    print(machine())
    settings = Settings()
    extractor = NeuralExtractor.load(settings)
    extractor.extract([WARM])
    rounds = []
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as (client, process):
        seconds_through(client, [WARM])
        for texts in rounds_of(args.documents, args.rounds):
            slices = list(slices_of(texts, settings.batch_characters))
            rounds.append(measured(client, process, extractor, slices))
            print(rounds[-1], flush=True)
    by_clock = [one.bare_s / one.through_s for one in rounds]
    by_cpu = [one.bare_cpu_s / one.through_cpu_s for one in rounds]
    in_all = [one.bare_cpu_s / (one.through_cpu_s + one.after_cpu_s) for one in rounds]
    print(f"ratio: {statistics.median(by_clock):.2f} (median of {len(rounds)}); ", end="")
    print(f"of CPU: {statistics.median(by_cpu):.2f}, ", end="")
    print(f"with what follows the load: {statistics.median(in_all):.2f}")


@contextmanager
def served(
    folder: Path, **settings: str
) -> Iterator[tuple[httpx2.Client, subprocess.Popen[bytes]]]:
    """Start `kg serve` on a free port, with settings for its environment; stop it at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "KG_DATA": str(folder), "KG_PORT": str(port), "KG_EXAMPLES": "0"}
    environment |= {f"KG_{name.upper()}": value for name, value in settings.items()}
    kg = Path(sys.executable).parent / "kg"
    log = (folder / "serve.log").open("wb")
    process = subprocess.Popen([kg, "serve"], env=environment, stdout=log, stderr=log)
    try:
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            wait_until_ready(client, process)
            yield client, process
    finally:
        process.terminate()
        process.wait(20)
        log.close()


@contextmanager
def service(folder: Path, **settings: str) -> Iterator[httpx2.Client]:
    """Start `kg serve` as `served` does."""
    with served(folder, **settings) as (client, _):
        yield client


def wait_until_ready(client: httpx2.Client, process: subprocess.Popen[bytes]) -> None:
    """Return once the service answers."""
    for _ in range(10 * START_S):
        if process.poll() is not None:
            raise SystemExit("kg serve ended at once")
        try:
            if client.get("/health/live").status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.1)
    raise SystemExit(f"kg serve did not answer within {START_S} s")


def seconds_through(client: httpx2.Client, texts: Sequence[Document]) -> float:
    """Return the seconds from the first byte posted to the last finding in the graph."""
    body = "".join(json.dumps({"id": text.id, "text": text.text}) + "\n" for text in texts)
    begin = time.perf_counter()
    answer = client.post(
        "/documents", content=body.encode(), headers={"content-type": "application/x-ndjson"}
    )
    job = answer.raise_for_status().json()["job"]
    while not client.get(f"/jobs/{job}").json()["finished"]:
        time.sleep(POLL_S)
    return time.perf_counter() - begin


def rounds_of(count: int, rounds: int) -> list[Sequence[Document]]:
    """Return so many rounds of so many documents, each with others."""
    texts = documents(count * rounds)
    return [texts[start : start + count] for start in range(0, len(texts), count)]


def slices_of(texts: Sequence[Document], characters: int) -> Iterator[Sequence[Document]]:
    """Yield what a worker claims at a time, one slice after the other."""
    slice: list[Document] = []
    for text in texts:
        if slice and sum(len(one.text) for one in slice) + len(text.text) > characters:
            yield slice
            slice = []
        slice.append(text)
    yield slice


def measured(
    client: httpx2.Client,
    process: subprocess.Popen[bytes],
    extractor: Extractor,
    slices: Sequence[Sequence[Document]],
) -> Round:
    """Read half of a round with the extractor alone, all of it through the service, and the other half."""
    half = len(slices) // 2
    bare_s, bare_cpu_s = bare(extractor, slices[:half])
    texts = [text for slice in slices for text in slice]
    before = cpu_s(process)
    through_s = seconds_through(client, texts)
    there = cpu_s(process)
    wait_until_at_rest(process)
    after = cpu_s(process)
    more_s, more_cpu_s = bare(extractor, slices[half:])
    taken = (through_s, there - before, after - there)
    return Round(len(texts), *taken, bare_s + more_s, bare_cpu_s + more_cpu_s)


def bare(extractor: Extractor, slices: Sequence[Sequence[Document]]) -> tuple[float, float]:
    """Return the seconds that the extractor alone takes, by the clock and of CPU."""
    begin, begin_cpu = time.perf_counter(), time.process_time()
    for slice in slices:
        extractor.extract(slice)
    return time.perf_counter() - begin, time.process_time() - begin_cpu


if __name__ == "__main__":
    main()
