"""`GET /export`."""

import csv
import io
import time

import networkx
import pytest
import rdflib

TEXT = "Ada Lovelace was born in London. Bob Smith works for Acme Works."


@pytest.fixture(scope="module")
def graph(shared):
    """A service with a few facts."""
    job = shared.post("/documents", json={"text": TEXT}).json()["job"]
    while not shared.get(f"/jobs/{job}").json()["finished"]:
        time.sleep(0.02)
    return shared


@pytest.mark.parametrize(
    ("format", "media_type", "ending"),
    [
        ("nquads", "application/n-quads", "nq"),
        ("trig", "application/trig", "trig"),
        ("turtle", "text/turtle", "ttl"),
        ("json-ld", "application/ld+json", "jsonld"),
        ("graphml", "application/graphml+xml", "graphml"),
        ("csv", "text/csv", "csv"),
    ],
)
def test_the_graph_comes_as_a_file_of_each_format(graph, format, media_type, ending):
    answer = graph.get("/export", params={"format": format})

    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert answer.headers["content-disposition"] == f'attachment; filename="kg.{ending}"'
    assert "ada_lovelace" in answer.text.lower()


@pytest.mark.parametrize(
    ("format", "ending", "signature"), [("neo4j", "zip", b"PK"), ("parquet", "parquet", b"PAR1")]
)
def test_the_graph_comes_packed_for_other_tools(graph, format, ending, signature):
    answer = graph.get("/export", params={"format": format})

    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="kg.{ending}"'
    assert answer.content.startswith(signature)


def test_turtle_opens_in_rdflib(graph):
    triples = rdflib.Graph().parse(data=graph.get("/export?format=turtle").text, format="turtle")

    born = rdflib.URIRef("http://www.wikidata.org/prop/direct/P19")
    assert len(list(triples.triples((None, born, None)))) == 1


def test_graphml_opens_in_networkx(graph):
    network = networkx.parse_graphml(graph.get("/export?format=graphml").text)

    assert network.number_of_edges() == 2


def test_csv_has_a_row_for_each_fact(graph):
    rows = list(csv.reader(io.StringIO(graph.get("/export?format=csv").text)))

    assert len(rows) >= 3


def test_an_unknown_format_is_refused_with_the_known_ones(graph):
    answer = graph.get("/export", params={"format": "papyrus"})

    assert answer.status_code in (415, 422)
    assert "turtle" in answer.json()["detail"]
