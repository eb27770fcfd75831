"""What loaded knowledge bases state, asked of the graph: SQL holds only what their entities are called."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Protocol

from pyoxigraph import Literal, NamedNode

from kg.graph.store import GraphStore
from kg.records import Iri
from kg.records import Literal as Value

_MOST = 200
"""Subjects in one query."""

Statements = Mapping[str, Mapping[str, frozenset[Iri | Value]]]
"""Values by subject and property."""


class BaseFacts(Protocol):
    """What bases state."""

    def about(self, iris: Collection[str]) -> Statements:
        """Return what is stated with these subjects."""
        ...


class GraphFacts:
    """Implements `BaseFacts` on the graphs of bases in a store.

    Args:
        graphs: IRIs of the bases' graphs.
    """

    def __init__(self, store: GraphStore, graphs: Sequence[str]) -> None:
        self._store = store
        self._graphs = [str(NamedNode(graph)) for graph in graphs]

    def about(self, iris: Collection[str]) -> Statements:
        found: dict[str, dict[str, set[Iri | Value]]] = defaultdict(lambda: defaultdict(set))
        for row in self._ask(iris):
            value = _term(row["o"])
            if value is not None:
                found[row["s"]["value"]][row["p"]["value"]].add(value)
        return {
            subject: {predicate: frozenset(values) for predicate, values in said.items()}
            for subject, said in found.items()
        }

    def _ask(self, iris: Collection[str]) -> Iterator[dict[str, dict[str, str]]]:
        named = sorted(filter(None, map(_node, iris)))
        for start in range(0, len(named), _MOST):
            some = " ".join(named[start : start + _MOST])
            parts = (f"{{ GRAPH {graph} {{ ?s ?p ?o }} }}" for graph in self._graphs)
            query = f"SELECT ?s ?p ?o {{ VALUES ?s {{ {some} }} {' UNION '.join(parts)} }}"
            answer = self._store.query(query, accept="application/sparql-results+json")
            yield from json.loads(answer.body)["results"]["bindings"]


def _node(iri: str) -> str | None:
    try:
        return str(NamedNode(iri))
    except ValueError:
        return None


def _term(term: Mapping[str, str]) -> Iri | Value | None:
    match term["type"]:
        case "uri":
            return Iri(term["value"])
        case "literal" | "typed-literal":
            return Value(term["value"], term.get("datatype", Literal("").datatype.value))
    return None
