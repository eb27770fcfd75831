"""How fast documents are taken: single posts and streams, against bare inserts; many clients; flat memory.

    python -m bench.load [--single 300] [--lines 20000] [--clients 200] [--stream 100000] [--only sqlite]

The service is the real one, without a worker, so that nothing is read meanwhile. PostgreSQL is a private
server with durable commits; SQLite commits without a sync of the disk, as the catalog sets it up. "Bare"
inserts ids and texts into a table with one index, by the driver alone: a commit for each document
against single posts, a thousand in a commit against streams. Clients, service and database share the cores.
"""

import argparse
import json
import os
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

import httpx2
import psycopg

from bench.ingest import service
from bench.texts import processor
from tests.services import postgresql_server

_AWAY = "redis://127.0.0.1:1/0"
"""A broker that is not there: nobody reads."""
_TABLE = "CREATE TABLE bare (id TEXT PRIMARY KEY, text TEXT NOT NULL)"
_POSTS_EACH = 5

Commits = Callable[[list[tuple[str, str]]], None]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--single", type=int, default=300)
    parser.add_argument("--lines", type=int, default=20_000)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--stream", type=int, default=100_000)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    args = parser.parse_args()
    print(processor(), flush=True)
    for kind in [args.only] if args.only else ["sqlite", "postgresql"]:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            settings = {"redis_url": _AWAY, "extractor": "scripted"}
            if kind == "postgresql":
                server = stack.enter_context(postgresql_server(durable=True))
                settings["database_url"] = server.new_database()
                bare: Commits = _postgresql(stack, server.new_database())
            else:
                bare = _sqlite(stack, folder)
            before = only_children()
            client = stack.enter_context(service(folder, **settings))
            [process] = only_children() - before
            print(f"\n{kind}")
            rates(client, process, bare, args.single, args.lines)
            crowd(client, args.clients)
            stream(client, process, args.stream)


def rates(client: httpx2.Client, process: int, bare: Commits, single: int, many: int) -> None:
    """Compare posts with bare inserts."""
    rows = [(f"b{n}", f"Person N{n} was born in Town T{n % 997}.") for n in range(single + many)]
    began = time.perf_counter()
    for row in rows[:single]:
        bare([row])
    bare_single = single / (time.perf_counter() - began)
    began = time.perf_counter()
    for start in range(single, single + many, 1000):
        bare(rows[start : start + 1000])
    bare_many = many / (time.perf_counter() - began)
    began, used = time.perf_counter(), cpu_s(process)
    for id, text in rows[:single]:
        _post(client, {"id": id, "text": text})
    posted = single / (time.perf_counter() - began)
    per_post = 1000 * (cpu_s(process) - used) / single
    began, used = time.perf_counter(), cpu_s(process)
    _post_lines(client, lines(0, many))
    streamed = many / (time.perf_counter() - began)
    per_line = 1000 * (cpu_s(process) - used) / many
    print(
        f"  single posts: {posted:,.0f}/s, {per_post:.2f} ms of CPU each; "
        f"bare inserts {bare_single:,.0f}/s; ratio {posted / bare_single:.3f}"
    )
    print(
        f"  NDJSON: {streamed:,.0f}/s, {per_line:.3f} ms of CPU each; "
        f"bare inserts {bare_many:,.0f}/s; ratio {streamed / bare_many:.3f}",
        flush=True,
    )


def crowd(client: httpx2.Client, clients: int) -> None:
    """Have many clients post at once, each over a connection of its own."""
    began: list[float] = []
    # making clients takes longer than their posts, and is not the service's doing
    ready = threading.Barrier(clients, lambda: began.append(time.perf_counter()))

    def post(number: int) -> list[float]:
        taken = []
        with httpx2.Client(base_url=client.base_url, timeout=120) as mine:
            ready.wait()
            for n in range(_POSTS_EACH):
                sent = time.perf_counter()
                body = {"id": f"c{number}-{n}", "text": f"Client {number} says {n}."}
                _post(mine, body)
                taken.append(time.perf_counter() - sent)
        return taken

    with ThreadPoolExecutor(clients) as pool:
        times = sorted(t for taken in pool.map(post, range(clients)) for t in taken)
    rate = len(times) / (time.perf_counter() - began[0])
    p50, p99 = times[len(times) // 2], times[int(len(times) * 0.99)]
    print(
        f"  {clients} clients at once, {_POSTS_EACH} posts each: {rate:,.0f}/s, none refused; "
        f"p50 {1000 * p50:,.0f} ms, p99 {1000 * p99:,.0f} ms",
        flush=True,
    )


def stream(client: httpx2.Client, process: int, n: int) -> None:
    """Post one long stream, and watch the memory of the service."""
    seen: list[float] = []
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.25):
            seen.append(memory_mb(process))

    watcher = threading.Thread(target=watch)
    before = memory_mb(process)
    watcher.start()
    began = time.perf_counter()
    _post_lines(client, lines(1_000_000, n))
    seconds = time.perf_counter() - began
    over.set()
    watcher.join()
    tenth, last = seen[len(seen) // 10], seen[-1]
    print(
        f"  a stream of {n:,}: {n / seconds:,.0f}/s; memory {before:,.0f} MB before, {tenth:,.0f} MB after "
        f"a tenth, {max(seen):,.0f} MB at most, {last:,.0f} MB at the end",
        flush=True,
    )


def lines(first: int, n: int) -> Iterator[bytes]:
    """Yield short documents as JSON lines."""
    for i in range(first, first + n):
        text = f"Person N{i} was born in Town T{i % 997}."
        yield json.dumps({"id": f"g{i}", "text": text}).encode() + b"\n"


def only_children() -> set[int]:
    """Return the processes that this one has started and that still run."""
    mine = os.getpid()
    return set(map(int, Path(f"/proc/{mine}/task/{mine}/children").read_text().split()))


def cpu_s(process: int) -> float:
    """Return the seconds of CPU that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def memory_mb(process: int) -> float:
    """Return how much memory a process holds now."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def _post(client: httpx2.Client, document: dict[str, str]) -> None:
    """Post a document; once more where the server has just closed a connection that was idle for long."""
    try:
        client.post("/documents", json=document).raise_for_status()
    except (httpx2.ReadError, httpx2.RemoteProtocolError):
        client.post("/documents", json=document).raise_for_status()


def _post_lines(client: httpx2.Client, content: Iterator[bytes]) -> None:
    headers = {"content-type": "application/x-ndjson"}
    client.post("/documents", content=content, headers=headers, timeout=None).raise_for_status()


def _sqlite(stack: ExitStack, folder: Path) -> Commits:
    connection = stack.enter_context(closing(sqlite3.connect(folder / "bare.sqlite")))
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(_TABLE)

    def commit(rows: list[tuple[str, str]]) -> None:
        with connection:
            connection.executemany("INSERT INTO bare VALUES (?, ?)", rows)

    return commit


def _postgresql(stack: ExitStack, url: str) -> Commits:
    plain = url.replace("postgresql+psycopg", "postgresql")
    connection = stack.enter_context(closing(psycopg.connect(plain)))
    connection.execute(_TABLE)
    connection.commit()

    def commit(rows: list[tuple[str, str]]) -> None:
        with connection.transaction(), connection.cursor() as cursor:
            cursor.executemany("INSERT INTO bare VALUES (%s, %s)", rows)

    return commit


if __name__ == "__main__":
    main()
