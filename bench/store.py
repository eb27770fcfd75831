"""The embedded graph store against bare pyoxigraph and against rdflib's memory store, in one run.

    python -m bench.store [--quads 1000000] [--rdflib-quads 1000000] [--load 5000000] [--rounds 25]

Both sides of a query write SPARQL JSON, or N-Triples for DESCRIBE. A write is a document's graph of 50
triples, and the same triples in the default graph.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path

import rdflib
from pyoxigraph import (
    NamedNode,
    QueryResultsFormat,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    parse,
)

from bench.graphs import BASE, QUERIES, TRIPLES, WIDE_JOIN, document, lines, name
from bench.texts import processor
from kg.graph.embedded import EmbeddedStore
from kg.graph.limits import QueryLimits
from kg.graph.store import DocumentGraphs, Upload
from kg.graph.syntax import DEFAULT, quad_data
from kg.iris import Minter

_ACCEPT = "application/sparql-results+json, application/n-triples"
_LIMITS = QueryLimits(timeout_s=600, max_rows=10_000_000, memory_bytes=16_000_000_000)
_AGAINST_RDFLIB = {
    "two-hop join": QUERIES["two-hop join"],
    "wide join": WIDE_JOIN,
    "count by predicate": QUERIES["count by predicate"],
}
_CHUNK = 100_000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quads", type=int, default=1_000_000)
    parser.add_argument("--rdflib-quads", type=int, default=1_000_000)
    parser.add_argument("--load", type=int, default=5_000_000)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--writes", type=int, default=600)
    args = parser.parse_args()
    print(processor(), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        queries(Path(folder), args.quads, args.rounds)
        writes(Path(folder), args.writes)
        if args.rdflib_quads:
            against_rdflib(Path(folder), args.rdflib_quads, args.rounds)
    if args.load:
        with tempfile.TemporaryDirectory() as folder:
            load(Path(folder), args.load)


def queries(folder: Path, quads: int, rounds: int) -> None:
    """The six shapes: kg's answer, at once or through its query process, against the engine's own."""
    with filled(folder / "kg", quads) as kg, bare(folder / "bare", quads) as engine:
        print(f"== queries on {quads:,} quads, the fastest of {rounds}")
        for shape, text in QUERIES.items():
            ours, theirs = fastest(partial(ask, kg, text), partial(answer, engine, text), rounds)
            report(shape, ours, theirs)


def writes(folder: Path, count: int) -> None:
    """Documents' graphs, one a transaction and many a transaction."""
    batch = 200
    with filled(folder / "kg-writes", 0) as kg, bare(folder / "bare-writes", 0) as engine:
        print(f"== writes of {count} documents' graphs of {TRIPLES} triples")
        one = [change(number) for number in range(count)]
        many = [change(number) for number in range(count, 2 * count)]
        ours = seconds(lambda: [kg.apply([each]) for each in one])
        theirs = seconds(lambda: [put(engine, [each]) for each in one])
        report_rate("one document a transaction", count / ours, count / theirs)
        ours = seconds(lambda: [kg.apply(some) for some in batches(many, batch)])
        theirs = seconds(lambda: [put(engine, some) for some in batches(many, batch)])
        report_rate(f"{batch} documents a transaction", count / ours, count / theirs)


def against_rdflib(folder: Path, quads: int, rounds: int) -> None:
    """Joins and aggregates against rdflib's own store in memory, of kg and of the engine alone."""
    dataset = rdflib.Dataset()
    begin = time.perf_counter()
    dataset.parse(data="".join(quad_lines(quads)), format="nquads")
    print(f"== rdflib in memory took {time.perf_counter() - begin:.0f} s to load {quads:,} quads")
    with filled(folder / "kg-rdflib", quads) as kg, bare(folder / "bare-rdflib", quads) as engine:
        for shape, text in _AGAINST_RDFLIB.items():
            ours, theirs = fastest(
                partial(ask, kg, text), partial(rows, dataset, text), min(rounds, 3)
            )
            alone = min(
                1000 * seconds(partial(answer, engine, text)) for _ in range(min(rounds, 3))
            )
            print(
                f"{shape}: kg {ours:.2f} ms, rdflib {theirs:.1f} ms, {theirs / ours:.1f}×; "
                f"the engine alone {alone:.2f} ms, {theirs / alone:.1f}×",
                flush=True,
            )


def load(folder: Path, triples: int) -> None:
    """Uploads of 100,000 triples each, until there are enough."""
    with filled(folder / "load", 0) as kg:
        generated = (
            f"{triple} .\n" for number in range(10**9) for triple in document(number, triples // 10)
        )
        spent = loaded = 0.0
        while loaded < triples:
            chunk = "".join(islice(generated, _CHUNK)).encode()
            begin = time.perf_counter()
            kg.load(Upload(chunk, "application/n-triples"))
            spent += time.perf_counter() - begin
            loaded += _CHUNK
        facts, disk = kg.statistics().facts, kg.statistics().bytes
    # children count once they have ended
    own, children = (
        resource.getrusage(who).ru_maxrss / 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(
        f"== load: {loaded:,.0f} triples ({facts:,} different) in {spent:.0f} s, "
        f"{loaded / spent:,.0f}/s; {own:.0f} MB in this process, {children:.0f} MB in the largest "
        f"child, {disk / 1e6:.0f} MB on disk"
    )


@contextmanager
def filled(folder: Path, quads: int) -> Iterator[EmbeddedStore]:
    """Open a kg store with the bench's quads."""
    folder.mkdir()
    if quads:
        bulk(Store(str(folder / "store")), quads)
    store = EmbeddedStore(folder, Minter(BASE), _LIMITS)
    yield store
    store.close()


@contextmanager
def bare(folder: Path, quads: int) -> Iterator[Store]:
    """Open the engine alone with the same quads."""
    store = Store(str(folder))
    if quads:
        bulk(store, quads)
    yield store


def bulk(store: Store, quads: int) -> None:
    """Load the bench's quads."""
    store.bulk_extend(parse("".join(quad_lines(quads)), RdfFormat.N_QUADS))
    store.optimize()


def quad_lines(quads: int) -> Iterator[str]:
    """Some 98 of 100 quads a document are different."""
    return islice(lines(quads // TRIPLES, quads // 20), quads)


def ask(store: EmbeddedStore, text: str) -> bytes:
    """Answer as kg does."""
    return store.query(text, accept=_ACCEPT).body


def answer(store: Store, text: str) -> bytes:
    """Answer as the engine does."""
    found = store.query(text)
    is_graph = isinstance(found, QueryTriples)
    body = found.serialize(format=RdfFormat.N_TRIPLES if is_graph else QueryResultsFormat.JSON)  # type: ignore[call-overload]
    assert isinstance(body, bytes)
    return body


def change(number: int) -> DocumentGraphs:
    """What one document says."""
    triples = frozenset(document(number, 10_000))
    return DocumentGraphs(name(number), f"{name(number)}/evidence", triples, frozenset())


def put(store: Store, changes: Sequence[DocumentGraphs]) -> None:
    """Write documents' graphs and the default graph in one transaction, and nothing else."""
    triples: dict[object, frozenset[Triple]] = {
        NamedNode(one.facts): one.triples for one in changes
    }
    dropped = "".join(f"CLEAR SILENT GRAPH {graph} ;\n" for graph in triples)
    triples[DEFAULT] = frozenset().union(*(one.triples for one in changes))
    store.update(f"{dropped}INSERT DATA {{ {quad_data(triples)} }}")  # type: ignore[arg-type]


def rows(dataset: rdflib.Dataset, text: str) -> list[object]:
    """Answer as rdflib does."""
    return list(dataset.query(text))


def fastest(
    ours: Callable[[], object], theirs: Callable[[], object], rounds: int
) -> tuple[float, float]:
    """Return the least milliseconds of both, which take turns: other work on the machine only adds."""
    taken = [(1000 * seconds(ours), 1000 * seconds(theirs)) for _ in range(rounds)]
    return min(one for one, _ in taken), min(other for _, other in taken)


def seconds(run: Callable[[], object]) -> float:
    """Return how long it takes."""
    begin = time.perf_counter()
    run()
    return time.perf_counter() - begin


def batches(items: Sequence[DocumentGraphs], size: int) -> Iterator[Sequence[DocumentGraphs]]:
    """Yield some items at a time."""
    return (items[start : start + size] for start in range(0, len(items), size))


def report(what: str, ours: float, theirs: float) -> None:
    """Print milliseconds."""
    print(
        f"{what}: kg {ours:.2f} ms, engine {theirs:.2f} ms, {ours / theirs:.2f}× (+{ours - theirs:.2f} ms)",
        flush=True,
    )


def report_rate(what: str, ours: float, theirs: float) -> None:
    """Print documents a second."""
    print(f"{what}: kg {ours:.0f}/s, engine {theirs:.0f}/s, {ours / theirs:.0%}", flush=True)


if __name__ == "__main__":
    main()
