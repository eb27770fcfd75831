"""What HTTP clients meet at `/sparql`, `/query`, `/update` and `/store`, besides the W3C's suites."""

from typing import Any

import httpx2
import pytest
import rdflib
from httpx2 import Client
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from rdflib.query import ResultRow

EX = rdflib.Namespace("http://ex.example/")
QUERY = {"Content-Type": "application/sparql-query"}
UPDATE = {"Content-Type": "application/sparql-update"}
TURTLE = {"Content-Type": "text/turtle"}


@pytest.fixture(autouse=True)
def empty_store(endpoint: Client) -> None:
    endpoint.post("/update", data={"update": "DROP ALL"}).raise_for_status()


def ask(endpoint: Client, pattern: str) -> bool:
    answer = endpoint.get("/sparql", params={"query": f"ASK {{ {pattern} }}"})
    return bool(answer.raise_for_status().json()["boolean"])


def test_an_updatable_rdflib_graph_works_over_http(endpoint: Client) -> None:
    address = str(endpoint.base_url)
    graph = rdflib.Graph(SPARQLUpdateStore(f"{address}/query", f"{address}/update"), EX.graph)

    graph.add((EX.a, EX.p, rdflib.Literal("é", lang="fr")))
    graph.add((EX.a, EX.p, EX.b))
    assert set(graph.objects(EX.a, EX.p)) == {rdflib.Literal("é", lang="fr"), EX.b}
    assert len(graph) == 2

    graph.remove((EX.a, EX.p, EX.b))
    assert len(graph) == 1


@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_a_readable_rdflib_graph_works_in_every_format(
    endpoint: Client, form: str, method: str
) -> None:
    endpoint.post(
        "/update",
        content="INSERT DATA { <http://ex.example/a> <http://ex.example/p> 1 }",
        headers=UPDATE,
    )
    graph = rdflib.Graph(
        SPARQLStore(f"{endpoint.base_url}/sparql", method=method, returnFormat=form)
    )

    (row,) = graph.query("SELECT ?s { ?s ?p ?o }")
    constructed = graph.query("CONSTRUCT WHERE { ?s ?p ?o }") if form == "xml" else [None]

    assert isinstance(row, ResultRow)
    assert str(row.s) == str(EX.a)
    assert len(list(constructed)) == 1


@pytest.mark.parametrize("extra", ["format", "output", "results", "timeout"])
def test_parameters_that_we_do_not_know_are_ignored(endpoint: Client, extra: str) -> None:
    answer = endpoint.get(
        "/sparql", params={"query": "ASK {}", extra: "json", "default-graph-uri": ""}
    )

    assert answer.json()["boolean"] is True


@pytest.mark.parametrize(
    ("method", "path", "arguments", "status"),
    [
        ("GET", "/sparql", {"params": {"update": "CLEAR ALL"}}, 400),
        ("GET", "/sparql", {"params": {"query": "ASK {}", "update": "CLEAR ALL"}}, 400),
        ("GET", "/sparql?query=%FF", {}, 400),
        ("GET", "/sparql", {"params": {"query": "ASK {}", "default-graph-uri": "not an iri"}}, 400),
        (
            "GET",
            "/sparql",
            {"params": {"query": "ASK {}"}, "headers": {"Accept": "image/png"}},
            406,
        ),
        ("GET", "/sparql", {"headers": {"Accept": "image/png"}}, 406),
        ("POST", "/sparql", {"data": {"query": "ASK {}", "update": "CLEAR ALL"}}, 400),
        ("POST", "/sparql", {"data": {"nothing": "known"}}, 400),
        ("POST", "/sparql", {"content": b"\xff", "headers": QUERY}, 400),
        (
            "POST",
            "/sparql",
            {
                "content": b"query=%FF",
                "headers": {"Content-Type": "application/x-www-form-urlencoded"},
            },
            400,
        ),
        ("POST", "/sparql", {"content": b"ASK {}", "headers": {"Content-Type": "text/plain"}}, 415),
        ("POST", "/sparql", {"content": b"ASK {}"}, 415),
        ("POST", "/query", {"content": b"CLEAR ALL", "headers": UPDATE}, 400),
        ("POST", "/query", {"data": {"update": "CLEAR ALL"}}, 400),
        ("POST", "/update", {"content": b"ASK {}", "headers": QUERY}, 400),
        ("POST", "/update", {"data": {"update": "LOAD <http://127.0.0.1:9/>"}}, 400),
        ("POST", "/update", {"content": b"#" * 1_000_001, "headers": UPDATE}, 413),
        ("DELETE", "/sparql", {}, 405),
        ("GET", "/store", {}, 400),
        ("GET", "/store", {"params": {"graph": "http://nowhere.example/"}}, 404),
        ("GET", "/store?default", {"headers": {"Accept": "image/png"}}, 406),
        ("GET", "/store?default&graph=http%3A%2F%2Fa%2F", {}, 400),
        ("HEAD", "/store/unknown", {}, 404),
        ("DELETE", "/store/unknown", {}, 404),
        ("PUT", "/store?graph=relative", {"content": b"", "headers": TURTLE}, 400),
        ("PUT", "/store?default", {"content": b"", "headers": {"Content-Type": "image/png"}}, 415),
        ("PUT", "/store?default", {"content": b"", "headers": {}}, 415),
        (
            "PUT",
            "/store?default",
            {"content": b"", "headers": {"Content-Type": "text/turtle; charset=latin-1"}},
            400,
        ),
        ("PUT", "/store?default", {"content": b"<a> <b> .", "headers": TURTLE}, 400),
        ("PUT", "/store?default", {"content": b"#" * 1_000_001, "headers": TURTLE}, 413),
        (
            "POST",
            "/store?default",
            {"content": b"no form", "headers": {"Content-Type": "multipart/form-data"}},
            400,
        ),
        ("POST", "/store?default", {"files": {"field": (None, b"<a:a> <b:b> 1 .")}}, 415),
        (
            "PUT",
            "/store",
            {
                "params": {"graph": "http://kg.example/document/1"},
                "content": b"",
                "headers": TURTLE,
            },
            409,
        ),
        ("PATCH", "/store?default", {}, 405),
    ],
)
def test_what_is_wrong_gets_its_status_and_a_word_of_advice(
    endpoint: Client, method: str, path: str, arguments: dict[str, Any], status: int
) -> None:
    answer = endpoint.request(method, path, **arguments)

    assert answer.status_code == status, answer.text
    assert answer.text or method == "HEAD"


def test_a_body_without_a_length_is_bounded_too(endpoint: Client) -> None:
    pieces = (b"#" * 100_000 for _ in range(100))

    try:
        answer = endpoint.post("/update", content=pieces, headers=UPDATE)
    except httpx2.WriteError:
        return  # the server has hung up in the middle of it, which is as good
    assert answer.status_code == 413


def test_datasets_can_be_given_in_the_address_of_a_form(endpoint: Client) -> None:
    endpoint.put("/store?graph=http%3A%2F%2Fa%2F", content=b"<a:a> <b:b> 1 .", headers=TURTLE)

    answer = endpoint.post(
        "/sparql",
        params={"default-graph-uri": "http://a/"},
        data={"query": "ASK { <a:a> <b:b> 1 }"},
    )

    assert answer.json()["boolean"] is True


def test_a_post_to_the_store_makes_a_graph_where_it_says(endpoint: Client) -> None:
    made = endpoint.post("/store", content=b"<> <http://b/> 1 .", headers=TURTLE)

    assert made.status_code == 201
    location = made.headers["location"]
    assert location.startswith(f"{endpoint.base_url}/store/")
    assert endpoint.get(location).text.count(location) == 1
    assert endpoint.get("/store", params={"graph": location}).status_code == 200


def test_quads_posted_to_the_store_go_where_they_say(endpoint: Client) -> None:
    quads = b"<a:a> <b:b> <c:c> .\n<a:a> <b:b> <d:d> <http://g/> ."

    answer = endpoint.post("/store", content=quads, headers={"Content-Type": "application/n-quads"})

    assert answer.status_code == 204
    assert ask(endpoint, "<a:a> <b:b> <c:c> GRAPH <http://g/> { <a:a> <b:b> <d:d> }")


def test_a_graph_at_an_encoded_address_is_that_address(endpoint: Client) -> None:
    endpoint.put(
        "/store/caf%C3%A9%20au%20lait", content=b"<> <b:b> 1 .", headers=TURTLE
    ).raise_for_status()

    assert ask(
        endpoint,
        f"GRAPH ?g {{ ?g <b:b> 1 FILTER(STR(?g) = '{endpoint.base_url}/store/caf%C3%A9%20au%20lait') }}",
    )


def test_head_says_what_get_would(endpoint: Client) -> None:
    endpoint.put("/store/1", content=b"<> <b:b> 1 .", headers=TURTLE)

    got, head = endpoint.get("/store/1"), endpoint.head("/store/1")

    assert head.status_code == got.status_code == 200
    assert head.headers["content-type"] == got.headers["content-type"]
    assert head.content == b""


def test_answers_depend_on_the_accept_header_and_say_so(endpoint: Client) -> None:
    assert endpoint.get("/sparql", params={"query": "ASK {}"}).headers["vary"] == "Accept"


def test_a_failure_while_an_answer_is_written_is_no_200(endpoint: Client) -> None:
    endpoint.post("/update", data={"update": "INSERT DATA { <a:a> <http://p.example/1> 1 }"})

    answer = endpoint.get(
        "/sparql", params={"query": "DESCRIBE <a:a>"}, headers={"Accept": "application/rdf+xml"}
    )

    assert answer.status_code == 406
