"""How the cost of a document grows with the graph: rate, memory and disk at 1,000, 10,000 and 100,000 documents.

    python -m bench.growth [--sizes 1000,10000,100000] [--probe 1000] [--no-resolve]

The service is the real one, embedded, with kg's scripted extractor in place of the model: what grows is
everything but the model. At each size the graph is filled first, then so many more documents are timed from
the first byte posted to the last finding in the graph; documents have two facts and share their places.
"""

import argparse
import json
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2

from bench.ingest import service
from bench.texts import processor

_CHUNK = 5000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--probe", type=int, default=1000)
    parser.add_argument("--no-resolve", action="store_true", help="without identity across documents")
    args = parser.parse_args()
    resolve = "0" if args.no_resolve else "1"
    print(f"{processor()}; identity {'off' if args.no_resolve else 'on'}")
    print("| documents | documents/s | CPU ms/document | MB of memory | MB on disk | kB/document |")
    print("|---|---|---|---|---|---|", flush=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        service(Path(folder), extractor="scripted", resolve=resolve) as client,
    ):
        [process] = only_children()
        there = 0
        for size in map(int, args.sizes.split(",")):
            while there < size - args.probe:
                n = min(_CHUNK, size - args.probe - there)
                seconds_for(client, there, n)
                there += n
            before = cpu_s(process)
            seconds = seconds_for(client, there, args.probe)
            cpu = cpu_s(process) - before
            there += args.probe
            disk = sum(f.stat().st_size for f in Path(folder).rglob("*") if f.is_file())
            print(
                f"| {there:,} | {args.probe / seconds:,.0f} | {1000 * cpu / args.probe:.2f} "
                f"| {memory_mb(process):,.0f} | {disk / 1e6:,.0f} | {disk / 1e3 / there:.1f} |",
                flush=True,
            )


def lines(first: int, n: int) -> Iterator[bytes]:
    """Yield short documents as JSON lines."""
    for i in range(first, first + n):
        text = f"Person N{i} was born in Town T{i % 997}. Town T{i % 997} is located in Land L{i % 7}."
        yield json.dumps({"id": f"g{i}", "text": text}).encode() + b"\n"


def seconds_for(client: httpx2.Client, first: int, n: int) -> float:
    """Post documents; return the seconds until all are in the graph."""
    begin = time.perf_counter()
    headers = {"content-type": "application/x-ndjson"}
    answer = client.post("/documents", content=lines(first, n), headers=headers, timeout=None)
    job = answer.raise_for_status().json()["job"]
    while not client.get(f"/jobs/{job}", timeout=None).json()["finished"]:
        time.sleep(0.05)
    return time.perf_counter() - begin


def only_children() -> set[int]:
    """Return the processes that this one has started and that still run."""
    mine = os.getpid()
    return set(map(int, Path(f"/proc/{mine}/task/{mine}/children").read_text().split()))


def cpu_s(process: int) -> float:
    """Return the seconds of CPU that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mb(process: int) -> float:
    """Return how much memory a process holds now."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


if __name__ == "__main__":
    main()
