"""What is long is read in constant memory: streams of lines, and RDF."""

import json
from pathlib import Path

import httpx2

MEGABYTE = 1_000_000
STREAM = 60 * MEGABYTE


def peak(pid: int) -> int:
    """Return the largest resident size that a process has had, in bytes."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise AssertionError("no VmHWM")


def lines(size: int):
    sent = 0
    while sent < size:
        line = (
            json.dumps({"text": f"{sent} " + "nothing of note happened. " * 400}).encode() + b"\n"
        )
        sent += len(line)
        yield line


def post(address: str, size: int) -> dict[str, object]:
    headers = {"content-type": "application/x-ndjson"}
    answer = httpx2.post(f"{address}/documents", content=lines(size), headers=headers, timeout=60)
    taken: dict[str, object] = answer.json()
    return taken


def test_a_stream_of_60_megabytes_costs_no_more_memory_than_one_of_5(serve, tmp_path):
    # no worker in this process, so that only the taking in is measured
    service = serve(tmp_path / "data", redis_url="redis://127.0.0.1:1/0")
    post(service.address, 5 * MEGABYTE)
    before = peak(service.pid)

    taken = post(service.address, STREAM)

    assert taken["accepted"] > STREAM / 12_000
    assert peak(service.pid) - before < 12 * MEGABYTE


def triples(size: int):
    sent = 0
    while sent < size:
        line = b'<http://a.example/%d> <http://a.example/p> "%d" .\n' % (sent, sent)
        sent += len(line)
        yield line


def load(address: str, size: int) -> None:
    headers = {"content-type": "application/n-triples"}
    body = b"".join(triples(size))
    httpx2.post(f"{address}/store?default", content=body, headers=headers, timeout=120)


def test_rdf_of_20_megabytes_costs_little_more_memory_than_a_piece_of_it(serve, tmp_path):
    service = serve(tmp_path / "data", redis_url="redis://127.0.0.1:1/0")
    load(service.address, 3 * MEGABYTE)
    before = peak(service.pid)

    load(service.address, 20 * MEGABYTE)

    # what is held of a body whole comes to thirteen times its size
    assert peak(service.pid) - before < 60 * MEGABYTE
