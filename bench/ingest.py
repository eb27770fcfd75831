"""Ingest through the running service against bare extraction of the same texts in one process.

    python -m bench.ingest [--documents 200] [--rounds 3]

The service is the real one: `kg serve` in a folder of its own, documents posted as NDJSON, timed until
every finding is in the graph. Its start and the loading of the model are left out on both sides. Both take
turns, other texts in each round: the speed of a shared machine changes within minutes.
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
from pathlib import Path

import httpx2

from bench.texts import documents, machine
from kg.extraction.extractor import Extractor
from kg.extraction.neural import NeuralExtractor
from kg.records import Document
from kg.settings import Settings

WARM = Document("warm", "Ada Lovelace was born in London.")
"""What both sides read first, so that their models are loaded."""

START_S = 180
"""Seconds that a service may take to start, on a machine that is busy with other things."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    print(machine())
    extractor = NeuralExtractor.load(Settings())
    extractor.extract([WARM])
    with tempfile.TemporaryDirectory() as folder, service(Path(folder)) as client:
        seconds_through(client, [WARM])
        rounds = [
            measured(client, extractor, texts) for texts in rounds_of(args.documents, args.rounds)
        ]
    ratios = [bare / through for bare, through in rounds]
    print(f"ratio: {statistics.median(ratios):.2f} (median of {len(ratios)})")


@contextmanager
def service(folder: Path, **settings: str) -> Iterator[httpx2.Client]:
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
            yield client
    finally:
        process.terminate()
        process.wait(20)
        log.close()


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
        time.sleep(0.1)
    return time.perf_counter() - begin


def rounds_of(count: int, rounds: int) -> list[Sequence[Document]]:
    """Return so many rounds of so many documents, each with others."""
    texts = documents(count * rounds)
    return [texts[start : start + count] for start in range(0, len(texts), count)]


def measured(
    client: httpx2.Client, extractor: Extractor, texts: Sequence[Document]
) -> tuple[float, float]:
    """Return the seconds that the extractor alone takes, and those from post to graph; print both as speeds."""
    half = len(texts) // 2
    before = seconds_bare(extractor, texts[:half])
    through = seconds_through(client, texts)
    bare = before + seconds_bare(extractor, texts[half:])
    print(f"service: {len(texts) / through:.2f} documents/s, post to graph", end="; ")
    print(f"bare extraction: {len(texts) / bare:.2f} documents/s", flush=True)
    return bare, through


def seconds_bare(extractor: Extractor, texts: Sequence[Document]) -> float:
    """Return the seconds that the extractor alone takes."""
    begin = time.perf_counter()
    extractor.extract(texts)
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
