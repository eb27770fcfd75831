"""Reads the W3C's SPARQL 1.1 protocol suites and plays them over HTTP.

The folder `w3c-sparql11` under `KG_SHARED` holds them (w3c/rdf-tests, sparql/sparql11). Their manifests
describe each test as requests with what is expected of each response, in the W3C's HTTP vocabulary.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import httpx2
import rdflib
from rdflib import RDF, RDFS, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
STATUS = {
    "StatusCode2xx": "2",
    "StatusCode3xx": "3",
    "StatusCode4xx": "4",
    "Created": "201",
    "NoContent": "204",
    "OK": "200",
    "NotFound": "404",
}


@dataclass(frozen=True)
class Exchange:
    """A request, and what its response has to be.

    Attributes:
        statuses: Beginnings of the status codes that pass; empty if any does.
        boolean: What an ASK has to answer.
        location: Name under which later requests mean the response's Location.
        graph: Turtle that the response's body has to be isomorphic to.
    """

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    statuses: tuple[str, ...]
    boolean: bool | None
    location: str | None
    graph: str | None


@dataclass(frozen=True)
class Case:
    """A test: graphs to begin with, by their IRIs, and the exchanges to follow."""

    name: str
    graphs: tuple[tuple[str, Path], ...]
    exchanges: tuple[Exchange, ...]

    def __str__(self) -> str:
        return self.name


def suite(manifest: str) -> list[Case]:
    """Return the cases of a manifest of the suites; none where KG_SHARED is not set."""
    shared = os.environ.get("KG_SHARED")
    if not shared:
        return []
    path = Path(shared) / "data" / "w3c-sparql11" / manifest
    graph = rdflib.Graph().parse(path, format="turtle", publicID=path.as_uri())
    (root,) = graph.subjects(RDF.type, MF.Manifest)
    return [_case(graph, test) for test in _list(graph, root, MF.entries)]


def play(case: Case, client: httpx2.Client, address: Callable[[str], str]) -> None:
    """Make a case's requests in turn and assert what comes back; `address` places the suite's paths."""
    locations: dict[str, str] = {}
    for exchange in case.exchanges:
        path, body = exchange.path, exchange.body
        for name, location in locations.items():
            path = path.replace(name, location)
            body = body and body.replace(name.encode(), location.encode())
        url = path if urlsplit(path).scheme else address(path)
        response = client.request(exchange.method, url, content=body, headers=exchange.headers)
        _check(exchange, response, url)
        if exchange.location:
            locations[exchange.location] = response.headers["location"]


def _check(exchange: Exchange, response: httpx2.Response, url: str) -> None:
    status = str(response.status_code)
    assert not exchange.statuses or status.startswith(exchange.statuses), response.text
    if exchange.boolean is not None:
        assert response.json()["boolean"] is exchange.boolean
    if exchange.graph is not None:
        expected = rdflib.Graph().parse(data=exchange.graph, format="turtle", publicID=url)
        found = rdflib.Graph().parse(data=response.text, format="turtle", publicID=url)
        assert isomorphic(expected, found)


def _case(graph: rdflib.Graph, test: Node) -> Case:
    action = graph.value(test, MF.action)
    data = [
        (graph.value(one, RDFS.label), graph.value(one, UT.graph))
        for one in graph.objects(test, UT.graphData)
    ]
    return Case(
        name=str(test).rpartition("#")[2],
        graphs=tuple((str(iri), Path(unquote(urlsplit(str(file)).path))) for iri, file in data),
        exchanges=tuple(_exchange(graph, one) for one in _list(graph, action, HT.requests)),
    )


def _exchange(graph: rdflib.Graph, request: Node) -> Exchange:
    body = graph.value(request, HT.body)
    response = graph.value(request, HT.resp)
    expected = graph.value(response, HT.body)
    boolean = graph.value(response, MF.expectedBoolean)
    location = graph.value(response, MF.expectedLocation)
    statuses = graph.objects(response, MF.expectedStatus)
    return Exchange(
        method=str(graph.value(request, HT.methodName)),
        path=str(graph.value(request, HT.absolutePath)),
        headers={
            str(graph.value(header, HT.fieldName)): str(graph.value(header, HT.fieldValue))
            for header in _list(graph, request, HT.headers)
        },
        body=_content(graph, body) if body is not None else None,
        statuses=tuple(STATUS[str(status).rpartition("#")[2]] for status in statuses),
        boolean=None if boolean is None else str(boolean) == "true",
        location=None if location is None else str(location),
        graph=None if expected is None else str(graph.value(expected, CNT.chars)),
    )


def _content(graph: rdflib.Graph, body: Node) -> bytes:
    encoding = str(graph.value(body, CNT.characterEncoding) or "utf-8")
    return str(graph.value(body, CNT.chars) or "").encode(encoding)


def _list(graph: rdflib.Graph, subject: Node | None, predicate: URIRef) -> list[Node]:
    head = graph.value(subject, predicate)
    return [] if head is None else list(Collection(graph, head))
