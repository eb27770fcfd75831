"""Updates: one transaction, the protocol's graphs, limits."""

import threading
import time
from pathlib import Path

import pytest
from asking import BASE, Make, graph, number, true

from kg.errors import QueryRejected, QueryTooExpensive
from kg.graph.embedded import EmbeddedStore

A, B = "http://g.example/a", "http://g.example/b"


def test_an_update_is_all_or_nothing(store: EmbeddedStore) -> None:
    with pytest.raises(QueryRejected, match="does not exist"):
        store.update(f"INSERT DATA {{ <a:a> <p:p> 1 }} ; CLEAR GRAPH <{A}>")

    assert not true(store, "<a:a> <p:p> 1")


def test_an_update_that_cannot_be_read_is_told_where(store: EmbeddedStore) -> None:
    with pytest.raises(QueryRejected, match=r"line 1, column \d+, behind"):
        store.update("INSERT DATA { <a:a> <p:p> }")


def test_relative_iris_are_resolved_against_the_base(store: EmbeddedStore) -> None:
    store.update("INSERT DATA { <a> <p> 1 }", base=BASE)

    assert true(store, f"<{BASE}a> <{BASE}p> 1")


@pytest.mark.parametrize(
    "update",
    [
        "INSERT { <n:n> <p:p> ?o } WHERE { ?s <p:p> ?o }",
        "INSERT{<n:n> <p:p> ?o}WHERE{?s <p:p> ?o} ; DELETE { <n:n> <p:q> ?o } WHERE { { SELECT ?o WHERE { ?s ?p ?o } } }",
    ],
)
def test_using_graph_uri_says_where_the_pattern_looks(store: EmbeddedStore, update: str) -> None:
    store.update(
        f"INSERT DATA {{ <d:d> <p:p> 0 . GRAPH <{A}> {{ <a:a> <p:p> 1 }} GRAPH <{B}> {{ <a:a> <p:p> 2 }} }}"
    )

    store.update(update, using=[A])

    assert true(store, "<n:n> <p:p> 1")
    assert number(store, "SELECT (COUNT(*) AS ?n) { <n:n> ?p ?o }") == 1


def test_using_graph_uri_speaks_for_delete_where_too(store: EmbeddedStore) -> None:
    store.update(f"INSERT DATA {{ <a:a> <p:p> 1 , 2 . GRAPH <{A}> {{ <a:a> <p:p> 1 }} }}")

    store.update("DELETE WHERE { ?s <p:p> ?o }", using=[A])

    assert not true(store, "<a:a> <p:p> 1")
    assert true(store, "<a:a> <p:p> 2")


def test_using_named_graph_uri_says_what_graph_can_name(store: EmbeddedStore) -> None:
    store.update(
        f"INSERT DATA {{ GRAPH <{A}> {{ <a:a> <p:p> 1 }} GRAPH <{B}> {{ <a:a> <p:p> 2 }} }}"
    )

    store.update("INSERT { <n:n> <p:p> ?o } WHERE { GRAPH ?g { ?s ?p ?o } }", using_named=[B])

    assert number(store, "SELECT ?o { <n:n> <p:p> ?o }") == 2


@pytest.mark.parametrize(
    "update",
    [
        f"WITH <{A}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}",
        f"INSERT {{ ?s ?p ?o }} USING <{A}> WHERE {{ ?s ?p ?o }}",
        f"INSERT {{ ?s ?p ?o }} USING NAMED <{A}> WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    ],
)
def test_using_graph_uri_and_graphs_in_the_update_exclude_each_other(
    store: EmbeddedStore, update: str
) -> None:
    with pytest.raises(QueryRejected, match="cannot be combined"):
        store.update(update, using=[B])


def test_using_graph_uri_cannot_smuggle_code(store: EmbeddedStore) -> None:
    with pytest.raises(QueryRejected, match="IRI"):
        store.update("DELETE WHERE { ?s ?p ?o }", using=[f"{A}> WHERE {{}} ; DROP ALL ; #"])


def test_words_in_strings_are_no_clauses(store: EmbeddedStore) -> None:
    store.update(f"INSERT DATA {{ GRAPH <{A}> {{ <a:a> <p:p> 'WITH USING WHERE' }} }}")

    store.update(
        "INSERT { <n:n> <p:p> 'WITH WHERE' } WHERE { ?s ?p 'WITH USING WHERE' }", using=[A]
    )

    assert true(store, "<n:n> <p:p> 'WITH WHERE'")


def test_an_update_that_would_run_for_ever_changes_nothing_and_stops_nobody(
    make_store: Make,
) -> None:
    store = make_store(timeout_s=1.0)
    store.update(f"INSERT DATA {{ {' '.join(f'<s:{n}> <p:p> {n} .' for n in range(3000))} }}")
    refused = threading.Event()

    def run_endless() -> None:
        with pytest.raises(QueryTooExpensive):
            store.update(
                "INSERT { <e:e> <p:p> ?n } WHERE { SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } }"
            )
        refused.set()

    runaway = threading.Thread(target=run_endless)
    runaway.start()
    written = 0
    began = time.monotonic()
    while runaway.is_alive():
        store.update(f"INSERT DATA {{ <w:w> <p:p> {written} }}")
        written += 1
    runaway.join()

    assert refused.is_set()
    assert time.monotonic() - began < 2.5
    assert written > 10
    assert not true(store, "<e:e> ?p ?o")
    assert number(store, "SELECT (COUNT(*) AS ?n) { <w:w> ?p ?o }") == written


def test_an_update_that_overflows_the_stack_is_refused(store: EmbeddedStore) -> None:
    chain = " || ".join(["?o = 1"] * 20_000)

    with pytest.raises(QueryTooExpensive):
        store.update(f"DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o FILTER({chain}) }}")

    assert graph(store, None) == set()


def test_a_rehearsed_update_happens_once_and_leaves_no_copy(
    store: EmbeddedStore, tmp_path: Path
) -> None:
    store.update("INSERT DATA { <a:a> <p:p> 1 }")

    store.update(
        "DELETE { ?s ?p ?o } INSERT { ?s ?p ?next } WHERE { ?s ?p ?o BIND(?o + 1 AS ?next) }"
    )

    assert true(store, "<a:a> <p:p> 2")
    assert number(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == 1
    assert len(list((tmp_path / "graph" / "checkpoints").iterdir())) == 1
