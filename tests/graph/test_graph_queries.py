"""Queries: datasets, formats, limits, and what others notice of them."""

import json
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from asking import BASE, Make, graph, number, select, states, true

from kg.errors import NotAcceptable, QueryRejected, QueryTooExpensive, StoreUnavailable
from kg.graph.embedded import EmbeddedStore

A, B, C = "http://g.example/a", "http://g.example/b", "http://g.example/c"
THREE_GRAPHS = f"""INSERT DATA {{ <d:d> <p:p> 0 .
    GRAPH <{A}> {{ <x:x> <p:p> <y:y> . <x:x> <p:q> _:b . _:b <p:p> 1 }}
    GRAPH <{B}> {{ <x:x> <p:p> <y:y> . <y:y> <p:p> <z:z> }}
    GRAPH <{C}> {{ <x:x> <p:p> <y:y> }} }}"""
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture
def graphs(store: EmbeddedStore) -> EmbeddedStore:
    store.update(THREE_GRAPHS)
    return store


@pytest.fixture
def crowded(make_store: Make) -> EmbeddedStore:
    """A store of 3,000 triples with a short limit."""
    store = make_store(timeout_s=1.0)
    store.update(f"INSERT DATA {{ {' '.join(f'<s:{n}> <p:p> {n} .' for n in range(3000))} }}")
    return store


def test_the_default_graph_is_not_the_named_graphs(graphs: EmbeddedStore) -> None:
    assert select(graphs, "SELECT ?s { ?s ?p ?o }") == [{"s": "d:d"}]


@pytest.mark.parametrize(
    ("query", "arguments"),
    [
        (f"SELECT (COUNT(*) AS ?n) FROM <{A}> FROM <{B}> FROM <{C}> {{ ?s <p:p> <y:y> }}", {}),
        (
            "PREFIX g: <http://g.example/> SELECT (COUNT(*) AS ?n) FROM g:a FROM g:b { ?s <p:p> <y:y> }",
            {},
        ),
        (f"BASE <{A}> SELECT (COUNT(*) AS ?n) FROM <a> FROM <b> {{ ?s <p:p> <y:y> }}", {}),
        ("SELECT (COUNT(*) AS ?n) FROM <a> FROM <c> { ?s <p:p> <y:y> }", {"base": A}),
        ("SELECT (COUNT(*) AS ?n) { ?s <p:p> <y:y> }", {"default_graphs": [A, B, C]}),
        (f"SELECT (COUNT(*) AS ?n) FROM <{A}> FROM <{A}> {{ ?s <p:p> <y:y> }}", {}),
        ("SELECT (COUNT(*) AS ?n) { ?s <p:p> <y:y> }", {"default_graphs": [A, A]}),
    ],
)
def test_a_triple_of_several_merged_graphs_counts_once(
    graphs: EmbeddedStore, query: str, arguments: dict[str, Any]
) -> None:
    assert number(graphs, query, **arguments) == 1


def test_merged_graphs_keep_their_blank_nodes_and_the_named_graphs_beside_them(
    graphs: EmbeddedStore,
) -> None:
    query = f"SELECT ?o FROM <{A}> FROM <{B}> FROM NAMED <{C}> {{ <x:x> <p:q>/<p:p> ?o GRAPH ?g {{ <x:x> ?p <y:y> }} }}"

    assert select(graphs, query) == [{"o": "1"}]


def test_from_alone_leaves_no_named_graphs(graphs: EmbeddedStore) -> None:
    assert select(graphs, f"SELECT ?g FROM <{A}> {{ GRAPH ?g {{ ?s ?p ?o }} }}") == []
    assert select(graphs, "SELECT ?g { GRAPH ?g { ?s ?p ?o } }", default_graphs=[A]) == []


def test_named_graphs_alone_leave_an_empty_default_graph(graphs: EmbeddedStore) -> None:
    query = "SELECT DISTINCT ?g ?s { { ?s ?p 0 } UNION { GRAPH ?g { <x:x> ?p <y:y> } } }"

    assert select(graphs, query, named_graphs=[A]) == [{"g": A}]
    assert select(graphs, query.replace("{ {", f"FROM NAMED <{A}> {{ {{", 1)) == [{"g": A}]


def test_the_protocols_graphs_take_the_place_of_from(graphs: EmbeddedStore) -> None:
    query = f"SELECT ?o FROM <{A}> FROM <{B}> {{ ?s ?p ?o }}"

    assert select(graphs, query, default_graphs=[C]) == [{"o": "y:y"}]


def test_a_dataset_of_unknown_graphs_is_empty(graphs: EmbeddedStore) -> None:
    assert select(graphs, "SELECT * FROM <n:1> FROM <n:2> { ?s ?p ?o }") == []


@pytest.mark.parametrize("graph", ["relative", "http://a b", "a:<>"])
def test_a_dataset_parameter_has_to_be_an_iri(graphs: EmbeddedStore, graph: str) -> None:
    with pytest.raises(QueryRejected, match="IRI"):
        graphs.query("ASK {}", default_graphs=[graph])


@pytest.mark.parametrize(
    ("query", "accept", "media_type", "beginning"),
    [
        ("SELECT * { ?s ?p ?o }", "*/*", "application/sparql-results+json", b'{"head"'),
        (
            "SELECT * { ?s ?p ?o }",
            "application/json, text/javascript",
            "application/sparql-results+json",
            b'{"head"',
        ),
        ("SELECT * { ?s ?p ?o }", "text/csv", "text/csv", b"o,p,s\r\n"),
        (
            "SELECT * { ?s ?p ?o }",
            "text/tab-separated-values",
            "text/tab-separated-values",
            b"?o\t?p\t?s\n",
        ),
        ("ASK {}", "application/sparql-results+xml", "application/sparql-results+xml", b"<?xml"),
        ("DESCRIBE <d:d>", "*/*", "text/turtle", b"@prefix"),
        ("DESCRIBE <d:d>", "application/n-triples", "application/n-triples", b"<d:d> <p:p> "),
        ("DESCRIBE <d:d>", "application/rdf+xml", "application/rdf+xml", b"<?xml"),
        ("DESCRIBE <d:d>", "application/ld+json", "application/ld+json", b'[{"@id":"d:d"'),
    ],
)
def test_the_answer_comes_in_the_format_asked_for(
    graphs: EmbeddedStore, query: str, accept: str, media_type: str, beginning: bytes
) -> None:
    answer = graphs.query(query, accept=accept)

    assert answer.media_type == media_type
    assert answer.body.startswith(beginning)


@pytest.mark.parametrize("query", ["SELECT * { ?s ?p ?o }", "DESCRIBE <d:d>"])
def test_an_answer_that_nobody_accepts_is_refused(graphs: EmbeddedStore, query: str) -> None:
    with pytest.raises(NotAcceptable, match="Accept one of"):
        graphs.query(query, accept="image/png")


def test_json_ld_says_evidence_in_the_words_of_rdf_1_1(store: EmbeddedStore) -> None:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    store.apply(
        [states("1", "", f"<e> <{rdf}reifies> <<( <a> <p> <b> )>> ; <p> <<( <a> <p> 1 )>> .")]
    )

    answer = store.query(
        "CONSTRUCT { ?s ?p ?o } { GRAPH ?g { ?s ?p ?o } }", accept="application/ld+json"
    )

    nodes = {node["@id"]: node for node in json.loads(answer.body)}
    reifier = nodes.pop(BASE + "e")
    assert reifier[f"{rdf}type"] == [{"@id": f"{rdf}Statement"}]
    assert reifier[f"{rdf}object"] == [{"@id": BASE + "b"}]
    ((name, term),) = nodes.items()
    assert reifier[BASE + "p"] == [{"@id": name}]
    assert term[f"{rdf}subject"] == [{"@id": BASE + "a"}]


def test_rdf_xml_that_could_not_be_read_back_is_not_written(store: EmbeddedStore) -> None:
    store.update("INSERT DATA { <a:a> <http://p.example/12> 1 }")

    with pytest.raises(NotAcceptable, match="RDF/XML"):
        store.query("DESCRIBE <a:a>", accept="application/rdf+xml")


def test_construct_says_a_triple_once(graphs: EmbeddedStore) -> None:
    answer = graphs.query(
        "CONSTRUCT { <a:a> <p:p> 1 } { GRAPH ?g { ?s ?p ?o } }", accept="application/n-triples"
    )

    assert answer.body.count(b"\n") == 1


def test_a_query_that_cannot_be_read_is_told_where(store: EmbeddedStore) -> None:
    with pytest.raises(QueryRejected, match=r"line 1, column \d+, behind"):
        store.query("SELECT * WHERE { ?s ?p }")


def test_a_query_that_calls_what_does_not_exist_is_refused(graphs: EmbeddedStore) -> None:
    with pytest.raises(QueryRejected, match="nofunction"):
        graphs.query("SELECT (<f:nofunction>(1) AS ?x) {}")


def test_a_query_that_would_run_for_ever_is_stopped_while_others_go_on(
    crowded: EmbeddedStore,
) -> None:
    stopped: list[float] = []

    def run_endless() -> None:
        began = time.monotonic()
        with pytest.raises(QueryTooExpensive, match="1 s"):
            crowded.query(ENDLESS)
        stopped.append(time.monotonic() - began)

    runaway = threading.Thread(target=run_endless)
    runaway.start()
    answered = 0
    while runaway.is_alive():
        assert true(crowded, "<s:1> <p:p> 1")
        crowded.update("INSERT DATA { <w:w> <p:p> 'meanwhile' }")
        answered += 1
    runaway.join()

    assert 1.0 <= stopped[0] < 2.0
    assert answered > 1
    assert true(crowded, "<s:2> <p:p> 2")


def test_a_query_waits_for_its_turn_and_gives_up_when_none_comes(make_store: Make) -> None:
    store = make_store(timeout_s=1.0, processes=1)
    store.update(f"INSERT DATA {{ {' '.join(f'<s:{n}> <p:p> {n} .' for n in range(2000))} }}")
    outcomes: list[str] = []

    def run(query: str) -> None:
        try:
            store.query(query)
            outcomes.append("answered")
        except (QueryTooExpensive, StoreUnavailable) as error:
            outcomes.append(type(error).__name__)

    threads = [threading.Thread(target=run, args=[ENDLESS]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(set(outcomes)) == ["QueryTooExpensive", "StoreUnavailable"]
    assert true(store, "<s:1> <p:p> 1")


@pytest.mark.parametrize("query", ["SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_a_result_over_the_limit_of_rows_is_refused(make_store: Make, query: str) -> None:
    store = make_store(max_rows=10)
    store.update(f"INSERT DATA {{ {' '.join(f'<s:{n}> <p:p> {n} .' for n in range(11))} }}")

    with pytest.raises(QueryTooExpensive, match="10 rows"):
        store.query(query)

    store.query(f"{query} LIMIT 10")


def test_a_query_that_takes_too_much_memory_is_stopped(make_store: Make) -> None:
    store = make_store(memory_bytes=1_000_000_000, timeout_s=60)
    store.update(f"INSERT DATA {{ {' '.join(f'<s:{n}> <p:p> {n} .' for n in range(3000))} }}")

    with pytest.raises(QueryTooExpensive, match="memory"):
        store.query("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?a")

    assert true(store, "<s:1> <p:p> 1")


def test_a_query_that_overflows_the_stack_costs_one_process_only(store: EmbeddedStore) -> None:
    with pytest.raises(QueryTooExpensive, match="deeply"):
        store.query(f"SELECT * {{ FILTER({'(' * 20_000}1{')' * 20_000}) }}")

    assert true(store, "")


def test_what_was_written_is_there_for_the_next_query(store: EmbeddedStore) -> None:
    for number_ in range(5):
        store.update(f"INSERT DATA {{ <a:a> <p:p> {number_} }}")
        assert true(store, f"<a:a> <p:p> {number_}")
        store.apply([states("1", f"<a> <p> {number_} .")])
        assert graph(store, f"{BASE}document/1") == states("1", f"<a> <p> {number_} .").triples


def test_reading_leaves_no_copies_behind(store: EmbeddedStore, tmp_path: Path) -> None:
    for number_ in range(4):
        store.update(f"INSERT DATA {{ <a:a> <p:p> {number_} }}")
        store.query("ASK {}")
        store.update("DELETE WHERE { <b:b> ?p ?o }")

    assert len(list((tmp_path / "graph" / "checkpoints").iterdir())) <= 2
