"""Short ways to look into a store."""

import json
from collections.abc import Callable
from typing import Any

import pyoxigraph as ox

from kg.graph.embedded import EmbeddedStore
from kg.graph.store import DocumentGraphs, GraphStore

Make = Callable[..., EmbeddedStore]
"""Opens a store: the fixture `make_store`."""

BASE = "http://kg.example/"


def select(store: GraphStore, query: str, **arguments: Any) -> list[dict[str, str]]:
    """The rows of a SELECT, values as plain strings."""
    answer = store.query(query, accept="application/sparql-results+json", **arguments)
    bindings = json.loads(answer.body)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in bindings]


def number(store: GraphStore, query: str, **arguments: Any) -> int:
    """The one number that a SELECT returns."""
    ((value,),) = (row.values() for row in select(store, query, **arguments))
    return int(value)


def true(store: GraphStore, pattern: str) -> bool:
    """Whether an ASK of the pattern is true."""
    answer = store.query(f"ASK {{ {pattern} }}", accept="application/sparql-results+json")
    return bool(json.loads(answer.body)["boolean"])


def graph(store: GraphStore, iri: str | None) -> set[ox.Triple]:
    """The triples of a graph, nothing if there is no such graph."""
    if not store.has_graph(iri):
        return set()
    body = store.graph(iri, accept="application/n-triples").body
    return {quad.triple for quad in ox.parse(body, ox.RdfFormat.N_TRIPLES)}


def triples(turtle: str) -> frozenset[ox.Triple]:
    """Triples from Turtle, names relative to the base."""
    parsed = ox.parse(turtle, ox.RdfFormat.TURTLE, base_iri=BASE)
    return frozenset(quad.triple for quad in parsed)


def states(id: str, facts: str, evidence: str = "") -> DocumentGraphs:
    """What a document says, in Turtle; an empty string retracts it."""
    name = f"{BASE}document/{id}"
    return DocumentGraphs(name, f"{name}/evidence", triples(facts), triples(evidence))
