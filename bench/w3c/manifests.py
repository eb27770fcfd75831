"""Reads the manifests of the query and update suites."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store

BASE = "http://w3c.example/sparql11/"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SUITES = ("query", "update", "results")

Node = NamedNode | BlankNode


@dataclass(frozen=True)
class Data:
    """What a dataset holds: a file for the default graph, and one for each named graph."""

    default: tuple[str, ...]
    named: Mapping[str, str]


@dataclass(frozen=True)
class Test:
    """One test; files are IRIs under `BASE`.

    Attributes:
        name: Its folder and its name in the manifest there.
        kind: Class in the manifest, for example QueryEvaluationTest.
        request: The query or update.
        result: File with the result of a query; None for updates and syntax tests.
        after: What the dataset has to be after an update.
    """

    name: str
    kind: str
    request: str
    data: Data
    result: str | None
    after: Data


def folder() -> Path | None:
    """Return where the suites are, None where nobody says."""
    shared = os.environ.get("KG_SHARED")
    return Path(shared) / "data" / "w3c-sparql11" if shared else None


def path(iri: str) -> Path:
    """Return where the file of an IRI is."""
    root = folder()
    assert root is not None
    return root / iri.removeprefix(BASE)


def tests(manifest: str) -> Iterator[Test]:
    """Yield the tests of a manifest and of those that it includes."""
    graph = _graph(BASE + manifest)
    for included in _all(graph, None, MF + "include"):
        for part in _items(graph, included):
            yield from tests(part.value.removeprefix(BASE))
    for entries in _all(graph, None, MF + "entries"):
        for test in _items(graph, entries):
            yield _test(graph, test, manifest.partition("/")[0])


def _test(graph: Store, node: Node, suite: str) -> Test:
    action, result = _one(graph, node, MF + "action"), _one(graph, node, MF + "result")
    assert isinstance(action, NamedNode | BlankNode)
    request = (
        action
        if isinstance(action, NamedNode)
        else _one(graph, action, QT + "query") or _one(graph, action, UT + "request")
    )
    assert isinstance(request, NamedNode)
    empty = Data((), {})
    return Test(
        name=f"{suite}/{node.value.rpartition('#')[2]}",
        kind=_kind(graph, node),
        request=request.value,
        data=empty if isinstance(action, NamedNode) else _data(graph, action),
        result=result.value if isinstance(result, NamedNode) else None,
        after=_data(graph, result) if isinstance(result, BlankNode) else empty,
    )


def _data(graph: Store, node: Node) -> Data:
    default = [*_all(graph, node, QT + "data"), *_all(graph, node, UT + "data")]
    named = {}
    for one in [*_all(graph, node, QT + "graphData"), *_all(graph, node, UT + "graphData")]:
        if isinstance(one, NamedNode):
            named[one.value] = one.value
        else:
            file, label = _one(graph, one, UT + "graph"), _one(graph, one, RDFS + "label")
            assert isinstance(file, NamedNode)
            assert isinstance(label, Literal)
            named[label.value] = file.value
    return Data(tuple(one.value for one in default), named)


def _kind(graph: Store, node: Node) -> str:
    kind = _one(graph, node, RDF + "type")
    assert isinstance(kind, NamedNode)
    return kind.value.removeprefix(MF)


def _graph(iri: str) -> Store:
    graph = Store()
    graph.load(path(iri).read_bytes(), RdfFormat.TURTLE, base_iri=iri)
    return graph


def _all(graph: Store, node: Node | None, predicate: str) -> Iterator[Node]:
    for quad in graph.quads_for_pattern(node, NamedNode(predicate), None, None):
        assert isinstance(quad.object, NamedNode | BlankNode)
        yield quad.object


def _one(graph: Store, node: Node, predicate: str) -> Node | Literal | None:
    found = [
        quad.object for quad in graph.quads_for_pattern(node, NamedNode(predicate), None, None)
    ]
    term = found[0] if found else None
    assert term is None or isinstance(term, NamedNode | BlankNode | Literal)
    return term


def _items(graph: Store, head: Node) -> Iterator[Node]:
    while head.value != RDF + "nil":
        (first,) = _all(graph, head, RDF + "first")
        yield first
        (head,) = _all(graph, head, RDF + "rest")
