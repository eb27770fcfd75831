"""Plays query, update and syntax tests against a service's `/sparql` and `/store`."""

from collections.abc import Iterator

import httpx2
from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    Quad,
    QueryResultsFormat,
    RdfFormat,
    parse,
    serialize,
)

from bench.w3c import results
from bench.w3c.manifests import Data, Test, path

_RESULTS = {
    ".srj": ("application/sparql-results+json", QueryResultsFormat.JSON),
    ".tsv": ("text/tab-separated-values", QueryResultsFormat.TSV),
}
_XML = ("application/sparql-results+xml", QueryResultsFormat.XML)
_FORMATS = {".ttl": RdfFormat.TURTLE, ".nt": RdfFormat.N_TRIPLES, ".rdf": RdfFormat.RDF_XML}


def play(test: Test, client: httpx2.Client) -> str | None:
    """Play a test; returns what is wrong, None if it passes."""
    match test.kind:
        case "PositiveSyntaxTest11" | "PositiveUpdateSyntaxTest11":
            return _accepted(test, client, wanted=True)
        case "NegativeSyntaxTest11" | "NegativeUpdateSyntaxTest11":
            return _accepted(test, client, wanted=False)
        case "UpdateEvaluationTest":
            return _update(test, client)
        case "QueryEvaluationTest" | "CSVResultFormatTest":
            return _query(test, client)
    return f"{test.kind} is no kind of test that is known here"


def _accepted(test: Test, client: httpx2.Client, *, wanted: bool) -> str | None:
    kind = "update" if "Update" in test.kind else "query"
    fill(client, test.data)
    answer = client.post("/sparql", data={kind: _text(test)})
    if wanted == answer.is_success:
        return None
    return f"{answer.status_code}: {_detail(answer)}" if wanted else "accepted"


def _query(test: Test, client: httpx2.Client) -> str | None:
    assert test.result is not None
    fill(client, test.data)
    file = path(test.result)
    text = _text(test)
    builds = "CONSTRUCT" in text.upper()
    accept, format = _RESULTS.get(file.suffix, _XML)
    accept = "text/turtle" if builds else "text/csv" if file.suffix == ".csv" else accept
    answer = client.post("/sparql", data={"query": text}, headers={"Accept": accept})
    if not answer.is_success:
        return f"{answer.status_code}: {_detail(answer)}"
    if builds:
        found = results.graph(answer.content, RdfFormat.TURTLE, test.result)
        same = found == results.graph(file.read_bytes(), _FORMATS[file.suffix], test.result)
        return None if same else "another graph"
    if file.suffix == ".csv":
        same = results.table(answer.content) == results.table(file.read_bytes())
        return None if same else "another table"
    rows, wanted = results.solutions(answer.content, format), results.expected(file)
    if isinstance(rows, bool) or isinstance(wanted, bool):
        return None if rows == wanted else f"{rows}"
    ordered = "ORDER BY" in text.upper()
    same = results.comparable(rows, ordered=ordered) == results.comparable(wanted, ordered=ordered)
    return None if same else f"{len(rows)} rows for {len(wanted)}, or other values"


def _update(test: Test, client: httpx2.Client) -> str | None:
    fill(client, test.data)
    answer = client.post("/sparql", data={"update": _text(test)})
    if not answer.is_success:
        return f"{answer.status_code}: {_detail(answer)}"
    body = client.get("/export", params={"format": "nquads"}).raise_for_status().content
    held = (quad for quad in parse(body, RdfFormat.N_QUADS) if not _is_ours(quad))
    same = results.by_value(held) == results.by_value(_quads(test.after))
    return None if same else "another dataset"


def fill(client: httpx2.Client, data: Data) -> None:
    """Empty the service's dataset and put a test's data there."""
    client.post("/sparql", data={"update": "DROP ALL"}).raise_for_status()
    quads = serialize(_quads(data), format=RdfFormat.N_QUADS)
    headers = {"Content-Type": "application/n-quads"}
    client.post("/store", content=quads, headers=headers).raise_for_status()
    for name, file in data.named.items():
        if not any(parse(path(file).read_bytes(), _FORMATS[path(file).suffix], base_iri=file)):
            client.put("/store", params={"graph": name}, headers={"Content-Type": "text/turtle"})


def _quads(data: Data) -> Iterator[Quad]:
    graphs = [(file, DefaultGraph()) for file in data.default]
    named = [(file, NamedNode(name)) for name, file in data.named.items()]
    for file, graph in [*graphs, *named]:
        format = _FORMATS[path(file).suffix]
        for quad in parse(path(file).read_bytes(), format, base_iri=file, rename_blank_nodes=True):
            yield Quad(quad.subject, quad.predicate, quad.object, graph)


def _text(test: Test) -> str:
    return f"BASE <{test.request}>\n{path(test.request).read_text('utf-8')}"


def _is_ours(quad: Quad) -> bool:
    """Whether it describes the properties that kg's own facts are made of."""
    graph = quad.graph_name
    return isinstance(graph, NamedNode) and graph.value.endswith("/graph/ontology")


def _detail(answer: httpx2.Response) -> str:
    try:
        return str(answer.json()["detail"])[:150]
    except ValueError:
        return answer.text[:150]
