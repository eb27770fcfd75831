"""Quads to measure stores on: one graph a document, 50 triples each, entities drawn with a skew. Seeded."""

import random
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

BASE = "http://bench.example/"
PREDICATES = 20
TRIPLES = 50
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
_CLASSES = [NamedNode(f"{BASE}class/{number}") for number in range(8)]
_PREDICATES = [NamedNode(f"{BASE}p/{number}") for number in range(PREDICATES)]


def document(number: int, entities: int) -> set[Triple]:
    """Return the triples of one document: types, labels and relations of some things."""
    chance = random.Random(number)
    triples: set[Triple] = set()
    while len(triples) < TRIPLES:
        one, other = (int(entities * chance.random() ** 2) for _ in range(2))
        thing = NamedNode(f"{BASE}entity/{one}")
        match chance.randrange(10):
            case 0:
                triples.add(Triple(thing, _TYPE, _CLASSES[one % len(_CLASSES)]))
            case 1:
                triples.add(Triple(thing, _LABEL, Literal(f"Thing number {one} of the bench")))
            case _:
                # two numbers from one draw, so that some predicates are much more frequent
                predicate = _PREDICATES[int(PREDICATES * chance.random() ** 2)]
                triples.add(Triple(thing, predicate, NamedNode(f"{BASE}entity/{other}")))
    return triples


def name(number: int) -> str:
    """Return the IRI of a document's graph."""
    return f"{BASE}document/{number}"


def lines(documents: int, entities: int) -> Iterator[str]:
    """Yield N-Quads: each document's graph, and every triple once in the default graph."""
    seen: set[int] = set()
    for number in range(documents):
        for triple in document(number, entities):
            yield f"{triple} <{name(number)}> .\n"
            if (key := hash(triple)) not in seen:
                seen.add(key)
                yield f"{triple} .\n"


QUERIES = {
    "label lookup": f"SELECT ?l {{ <{BASE}entity/7> <{_LABEL.value}> ?l }}",
    "two-hop join": f"SELECT ?b ?c {{ <{BASE}entity/7> <{BASE}p/1> ?b . ?b <{BASE}p/2> ?c }}",
    "count by predicate": "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p",
    "path of any length": f"SELECT ?x {{ <{BASE}entity/90000> <{BASE}p/19>+ ?x }}",
    "filter on text": f'SELECT ?s {{ ?s <{_LABEL.value}> ?l FILTER(CONTAINS(?l, "number 77")) }}',
    "describe": f"DESCRIBE <{BASE}entity/4242>",
}
"""The six shapes that kg's latency is held to."""

WIDE_JOIN = f"SELECT (COUNT(*) AS ?n) {{ ?a <{BASE}p/3> ?b . ?b <{BASE}p/12> ?c }}"
"""A join that starts nowhere: it goes over all facts of two relations."""
