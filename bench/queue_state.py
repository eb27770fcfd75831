"""What it costs to ask for the state of a queue of very many documents, with the plans that are used.

    python -m bench.queue_state [--documents 1000000] [--plans]

Nine tenths of the documents are done, a tenth waits; PostgreSQL is a private server. Times are medians of
five calls through the catalog, the database's cache warm.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from bench.texts import processor
from kg.catalog import Catalog
from kg.catalog.clock import now_ms
from tests.catalog.crowded import crowd, plans_noted
from tests.services import postgresql_server

_ROUNDS = 5


def asked() -> dict[str, Callable[[Catalog], object]]:
    """Return what a running service asks of its queue."""
    return {
        "is anything due": lambda catalog: catalog.queue.due(),
        "claim 256 documents": lambda catalog: catalog.queue.claim(
            owner="bench", characters=10**9, limit=256, lease_s=60
        ),
        "a page of the failed": lambda catalog: catalog.documents.page(status="failed"),
        "progress of a job (1 % of all)": lambda catalog: catalog.jobs.progress("j7"),
        "counts by status": lambda catalog: catalog.documents.counts(),
        "200 for the graph": lambda catalog: catalog.projections.pending(200),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1_000_000)
    parser.add_argument("--plans", action="store_true", help="print the plan of each")
    args = parser.parse_args()
    print(processor(), flush=True)
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        server = stack.enter_context(postgresql_server(durable=True))
        for url in (f"sqlite:///{Path(folder) / 'catalog.sqlite'}", server.new_database()):
            measure(url, args.documents, plans=args.plans)


def measure(url: str, n: int, *, plans: bool) -> None:
    """Fill a catalog and time what is asked of it."""
    catalog = Catalog.open(url)
    began = time.perf_counter()
    crowd(url, n, now_ms())
    print(
        f"\n{url.partition(':')[0]}: {n:,} documents, made in {time.perf_counter() - began:.0f} s"
    )
    for what, ask in asked().items():
        times = []
        for _ in range(_ROUNDS):
            began = time.perf_counter()
            ask(catalog)
            times.append(1000 * (time.perf_counter() - began))
        print(f"  {what}: {statistics.median(times):,.1f} ms", flush=True)
        if plans:
            with plans_noted(catalog) as noted:
                ask(catalog)
            print("".join(f"      {step}\n" for step in noted), end="")
    catalog.close()


if __name__ == "__main__":
    main()
