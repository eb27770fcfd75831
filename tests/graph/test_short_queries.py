"""Short joins and paths are answered in the owner's process as the engine would, and within bounds."""

import json
import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, Store

from kg.graph import short_queries
from kg.graph.results import Style
from kg.graph.short_forms import short_query
from kg.graph.short_queries import answer_shortly

JSON = Style("application/sparql-results+json", 10_000, {})
P, Q = (NamedNode(f"http://t/{name}") for name in "pq")
THINGS = [NamedNode(f"http://t/t{number}") for number in range(6)]
VALUES = [*THINGS, Literal("one"), Literal("1", datatype=NamedNode("http://t/type")), Literal(1)]
triples = st.builds(Quad, st.sampled_from(THINGS), st.sampled_from([P, Q]), st.sampled_from(VALUES))
QUERIES = [
    "SELECT ?x { <http://t/t0> <http://t/p> ?x }",
    "PREFIX t: <http://t/> SELECT * WHERE { ?x t:p t:t1 }",
    "PREFIX t: <http://t/>\nSELECT ?b ?c { t:t0 t:p ?b . ?b t:q ?c }",
    "PREFIX t: <http://t/> SELECT ?c ?b { ?b t:q ?c . t:t0 t:p ?b }",
    "PREFIX t: <http://t/> SELECT ?nobody ?c { t:t0 t:p ?c . ?b t:q ?c . }",
    "PREFIX t: <http://t/> SELECT * { ?b t:q ?c ; t:p t:t1 }",
    "PREFIX t: <http://t/> SELECT ?b { t:t0 t:p ?b . ?b t:q ?b }",
    "PREFIX t: <http://t/> SELECT ?b { t:t0 t:p ?b . ?b t:q t:t2 }",
    "PREFIX t: <http://t/> SELECT ?x { t:t0 t:p+ ?x }",
    "PREFIX t: <http://t/> SELECT * { ?x t:p+ t:t0 . }",
    "SELECT $x { ?x <http://t/p>+ <http://t/t9> }",
]


@pytest.mark.parametrize("text", QUERIES)
@given(st.sets(triples, max_size=20))
def test_an_answer_is_the_engines(text: str, facts: set[Quad]) -> None:
    store = Store()
    store.extend(facts)

    answer = answer_shortly(store, text, JSON)

    assert answer is not None
    expected = json.loads(store.query(text).serialize(format=QueryResultsFormat.JSON))
    assert rows(answer.body) == rows(json.dumps(expected).encode())
    assert {*json.loads(answer.body)["head"]["vars"]} == {*expected["head"]["vars"]}


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?x { ?x <http://t/p> ?y }",
        "SELECT ?x ?x { <http://t/a> <http://t/p> ?x }",
        "SELECT * { <http://t/a> <http://t/p> <http://t/b> }",
        "SELECT ?x { ?x <http://t/p>+ ?y }",
        "SELECT ?x { <http://t/a> ?p ?x }",
        "SELECT ?x { <http://t/a> <http://t/p>* ?x }",
        "SELECT ?x { <http://t/a> <http://t/p> ?x . ?y <http://t/p> ?z }",
        "SELECT ?x { <http://t/a> <http://t/p>+ ?x . ?x <http://t/p> ?z }",
        "SELECT ?x { <http://t/a> <http://t/p> ?x . ?x <http://t/p>+ ?z }",
        "SELECT DISTINCT ?x { <http://t/a> <http://t/p> ?x }",
        "SELECT ?x { <http://t/a> <http://t/p> ?x . FILTER(?x > 3) }",
        "SELECT ?x { <http://t/a> <http://t/p> ?x } ORDER BY ?x",
        "SELECT ?x { GRAPH ?g { <http://t/a> <http://t/p> ?x } }",
        "BASE <http://t/> SELECT ?x { <a> <http://t/p> ?x }",
        "PREFIX t: <http://t/> SELECT ?x { t:a.b:c t:p ?x }",
        "PREFIX t: <http://t/> SELECT ?x { t:a%20 t:p ?x }",
        "SELECT ?x { <http://t/a> <http://t/p> 'text' }",
        "SELECT ?x { t:undeclared <http://t/p>+ ?x }",
        "SELECT ?x { t:undeclared <http://t/p> ?x }",
    ],
)
def test_everything_else_goes_to_a_query_process(text: str) -> None:
    assert answer_shortly(Store(), text, JSON) is None


def test_a_limit_holds() -> None:
    store = Store()
    store.extend(Quad(THINGS[0], P, thing) for thing in THINGS)
    store.extend(Quad(thing, Q, thing) for thing in THINGS)

    for text in (
        "SELECT ?x ?y { <http://t/t0> <http://t/p> ?x . ?x <http://t/q> ?y } LIMIT 4",
        "SELECT ?x { <http://t/t0> <http://t/p>+ ?x } LIMIT 4",
    ):
        answer = answer_shortly(store, text, JSON)
        assert answer is not None
        assert sum(rows(answer.body).values()) == 4


def test_a_join_beyond_the_bounds_goes_to_a_query_process() -> None:
    store = Store()
    text = "SELECT ?x ?y { <http://t/t0> <http://t/p> ?x . ?x <http://t/q> ?y }"
    others = [NamedNode(f"http://t/o{n}") for n in range(short_queries.MOST_MATCHES + 1)]
    store.extend(Quad(THINGS[0], P, other) for other in others[:-1])
    assert answer_shortly(store, text, JSON) is not None

    store.add(Quad(THINGS[0], P, others[-1]))
    assert answer_shortly(store, text, JSON) is None

    store.remove(Quad(THINGS[0], P, others[-1]))
    values = range(short_queries.MOST_ROWS)
    store.extend(Quad(others[0], Q, Literal(n)) for n in values)
    assert answer_shortly(store, text, JSON) is not None
    store.add(Quad(others[1], Q, Literal("one more")))
    assert answer_shortly(store, text, JSON) is None

    store.remove(Quad(others[1], Q, Literal("one more")))
    store.add(Quad(others[2], Q, Literal("x" * short_queries.MOST_BYTES)))
    store.remove(Quad(others[0], Q, Literal(0)))
    assert answer_shortly(store, text, JSON) is None


@pytest.mark.parametrize("wanted", [0, 1, 2, 3])
def test_a_limit_and_the_bounds_together_lose_no_row(wanted: int) -> None:
    store = Store()
    text = f"SELECT ?x ?y {{ <http://t/t0> <http://t/p> ?x . ?x <http://t/q> ?y }} LIMIT {wanted}"
    others = [NamedNode(f"http://t/o{n}") for n in range(short_queries.MOST_MATCHES + 1)]
    store.extend(Quad(THINGS[0], P, other) for other in others)
    store.extend(Quad(other, Q, THINGS[1]) for other in others[-2:])

    answer = answer_shortly(store, text, JSON)

    assert answer is None or sum(rows(answer.body).values()) == min(wanted, 2)


def test_a_long_path_goes_to_a_query_process() -> None:
    store = Store()
    ring = [NamedNode(f"http://t/o{n}") for n in range(short_queries.MOST_STEPS)]
    store.extend(Quad(one, P, other) for one, other in zip(ring, [*ring[1:], ring[0]], strict=True))
    text = "SELECT ?x { <http://t/o0> <http://t/p>+ ?x }"
    assert answer_shortly(store, text, JSON) is not None

    store.add(Quad(ring[7], P, Literal("one more")))
    assert answer_shortly(store, text, JSON) is None


def test_what_matches_nothing_of_very_much_is_given_up_at_once() -> None:
    """The join over everything, which a planner may choose, takes a hundred times as long as the bounds allow."""
    store = Store()
    crowd = [NamedNode(f"http://t/o{n}") for n in range(60_000)]
    store.extend(Quad(one, P, THINGS[0]) for one in crowd)
    store.extend(Quad(one, Q, one) for one in crowd[::2])
    few = "SELECT ?x { <http://t/t0> <http://t/none> ?y . ?x <http://t/q> ?y }"
    many = "SELECT ?x { ?x <http://t/p> <http://t/t0> . ?x <http://t/none> ?y }"

    assert fastest(store, few) < fastest(store, many, run=Store.query) / 10
    assert fastest(store, many) < fastest(store, many, run=Store.query) / 10


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?x" + 1900 * " " + "WHERE" + 1900 * " ",
        "SELECT " + 1300 * "?x ",
        260 * "PREFIX a: <u:a>",
        "SELECT * { " + 900 * "a:b-" + "$",
    ],
)
def test_no_text_takes_long_to_tell(text: str) -> None:
    begin = time.process_time()

    assert short_query(text) is None
    assert time.process_time() - begin < 0.1


def fastest(store: Store, text: str, run: object = None) -> float:
    taken = []
    for _ in range(3):
        begin = time.perf_counter()
        if run is None:
            answer_shortly(store, text, JSON)
        else:
            list(store.query(text))  # type: ignore[arg-type]
        taken.append(time.perf_counter() - begin)
    return min(taken)


def rows(body: bytes) -> Counter[str]:
    found = json.loads(body)["results"]["bindings"]
    return Counter(json.dumps(row, sort_keys=True) for row in found)
