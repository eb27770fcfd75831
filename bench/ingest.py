"""Ingest through the running service against bare extraction of the same texts in one process.

    python -m bench.ingest [--documents 200]

The service is the real one: `kg serve` in a folder of its own, documents posted as NDJSON, timed until
every finding is in the graph. Its start and the loading of the model are left out on both sides.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx2

from bench.texts import documents, machine
from kg.extraction.neural import NeuralExtractor
from kg.records import Document
from kg.settings import Settings

START_S = 180
"""Seconds that a service may take to start, on a machine that is busy with other things."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=200)
    args = parser.parse_args()
    texts = documents(args.documents)
    with tempfile.TemporaryDirectory() as folder, service(Path(folder)) as client:
        warm_up(client)
        through = seconds_through(client, texts)
    bare = seconds_bare(texts)
    print(machine())
    print(f"service: {args.documents / through:.2f} documents/s, post to graph")
    print(f"bare extraction: {args.documents / bare:.2f} documents/s")
    print(f"ratio: {bare / through:.2f}")


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


def warm_up(client: httpx2.Client) -> None:
    """Have the model loaded."""
    seconds_through(client, [Document("warm", "Ada Lovelace was born in London.")])


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


def seconds_bare(texts: Sequence[Document]) -> float:
    """Return the seconds that the extractor alone takes."""
    extractor = NeuralExtractor.load(Settings())
    extractor.extract(texts[:2])
    begin = time.perf_counter()
    extractor.extract(texts)
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
