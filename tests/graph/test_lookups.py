"""Queries that are answered in the owner's process say what the engine would, and never more than a little."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from kg.errors import QueryRejected
from kg.graph import lookups
from kg.graph.embedded import EmbeddedStore
from kg.graph.limits import QueryLimits
from kg.graph.lookups import look_up
from kg.graph.results import Style
from kg.graph.store import Upload
from kg.iris import Minter

JSON = Style("application/sparql-results+json, application/n-triples", 10_000, {})
DATA = """
@prefix : <http://t/> .
:a :p "plain", "du"@de, 7, <http://t/b>, "\\"quoted\\" \\n é" ; :q :b .
:b :p [ :p 1 ] .
"""


@pytest.fixture
def store() -> Store:
    store = Store()
    store.extend(Quad(*triple) for triple in parse(DATA, RdfFormat.TURTLE))
    return store


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?x { <http://t/a> <http://t/p> ?x }",
        "select * where{<http://t/a><http://t/p>?x.}",
        " SELECT $x WHERE { <http://t/a> <http://t/q> ?x } LIMIT 5",
        "SELECT ?x { <http://t/nobody> <http://t/p> ?x }",
    ],
)
def test_a_lookup_finds_what_the_engine_finds(store, text):
    answer = look_up(store, text, JSON)

    assert answer is not None
    expected = json.loads(store.query(text).serialize(format=lookups.QueryResultsFormat.JSON))
    found = json.loads(answer.body)
    assert found["head"] == expected["head"]
    assert _rows(found) == _rows(expected)


def test_a_limit_holds(store):
    answer = look_up(store, "SELECT ?x { <http://t/a> <http://t/p> ?x } LIMIT 2", JSON)

    assert len(json.loads(answer.body)["results"]["bindings"]) == 2


def test_a_description_is_the_engines(store):
    answer = look_up(store, "DESCRIBE <http://t/a>", JSON)

    found = set(parse(answer.body, RdfFormat.N_TRIPLES))
    expected = {Quad(*triple) for triple in store.query("DESCRIBE <http://t/a>")}
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?y { <http://t/a> <http://t/p> ?x }",
        "SELECT ?x { ?x <http://t/p> <http://t/a> }",
        "SELECT ?x { <http://t/a> <http://t/p>+ ?x }",
        "SELECT ?x { <http://t/a> <http://t/p> ?x . ?x ?p ?o }",
        "SELECT ?x { <a> <http://t/p> ?x }",
        "SELECT ?x { <http://t/a\\u0020> <http://t/p> ?x }",
        "DESCRIBE ?x { ?x <http://t/p> 7 }",
        "DESCRIBE <http://t/a> <http://t/b>",
        "DESCRIBE <http://t/b>",
        "SELECT ?x { <http://t/b> <http://t/p> ?x }",
        "ASK { <http://t/a> <http://t/p> ?x }",
    ],
)
def test_everything_else_goes_to_a_query_process(store, text):
    assert look_up(store, text, JSON) is None


def test_what_has_many_or_long_values_goes_to_a_query_process(store):
    many, long = (NamedNode(f"http://t/{name}") for name in ("many", "long"))
    store.extend(Quad(many, many, Literal(str(n))) for n in range(lookups.MOST_TRIPLES + 1))
    store.add(Quad(long, long, Literal("x" * (lookups.MOST_CHARACTERS + 1))))

    for node in (many, long):
        assert look_up(store, f"SELECT ?x {{ {node} {node} ?x }}", JSON) is None
        assert look_up(store, f"DESCRIBE {node}", JSON) is None


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[EmbeddedStore]:
    store = EmbeddedStore(tmp_path, Minter("http://kg.test/"), QueryLimits(timeout_s=5))
    yield store
    store.close()


def test_the_embedded_store_answers_both_ways_alike(embedded):
    embedded.load(Upload(DATA.encode(), "text/turtle"))

    here = embedded.query("SELECT ?x { <http://t/a> <http://t/p> ?x }", accept=JSON.accept)
    there = embedded.query("SELECT ?x { <http://t/a> <http://t/p> ?x . }#", accept=JSON.accept)

    assert here.media_type == there.media_type
    assert _rows(json.loads(here.body)) == _rows(json.loads(there.body))
    with pytest.raises(QueryRejected):
        embedded.query("SELECT ?x { <http://[> <http://t/p> ?x }")


def _rows(results: dict) -> list[str]:
    return sorted(json.dumps(row, sort_keys=True) for row in results["results"]["bindings"])
