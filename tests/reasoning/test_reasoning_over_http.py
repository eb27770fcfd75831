"""Ontologies, rules, proofs and conflicts through the application, with the scripted extractor."""

import time
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from kg.settings import Settings

ONTOLOGY = """
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> . @prefix kg: <http://localhost:8000/vocabulary#> .
wdt:P131 a owl:TransitiveProperty . wdt:P26 a owl:SymmetricProperty .
wdt:P19 a owl:FunctionalProperty .
kg:Person owl:disjointWith kg:Place .
"""
RULES = """
rule "born in": ?x wdt:P19 ?y, ?y wdt:P131 ?z -> ?x <urn:bornWithin> ?z .
"""
PLACES = "London is located in England. England is located in Britain."
BASE = "http://localhost:8000/entity/"
TURTLE, HORN = {"Content-Type": "text/turtle"}, {"Content-Type": "text/plain"}


class Service(TestClient):
    """The application, and what its tests do with it."""

    def tell(self, id: str, text: str) -> None:
        job = self.put(f"/documents/{id}", json={"text": text}).json()["job"]
        deadline = time.monotonic() + 30
        while not self.get(f"/jobs/{job}").json()["finished"]:
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def given(self) -> None:
        assert self.put("/ontology", content=ONTOLOGY, headers=TURTLE).status_code == 200
        assert self.put("/rules", content=RULES, headers=HORN).status_code == 200

    def asks(self, pattern: str) -> bool:
        query = f"ASK {{ {pattern} }}"
        answer = self.post(
            "/query", data={"query": query}, headers={"Accept": "application/sparql-results+json"}
        )
        return bool(answer.json()["boolean"])

    def explain(self, subject: str, predicate: str, object: str, **params):
        parts = {"subject": subject, "predicate": predicate, "object": object, **params}
        return self.get("/explain", params=parts)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    settings = Settings(
        _env_file=None, data=tmp_path / "data", extractor="scripted", examples=False
    )
    with Service(create_app(settings)) as client:
        yield client


IN_BRITAIN = (
    f"<{BASE}place/london> <http://www.wikidata.org/prop/direct/P131> <{BASE}place/britain>"
)
WITHIN = f"<{BASE}person/ada> <urn:bornWithin> <{BASE}place/britain>"


def test_what_follows_is_found_proved_by_its_sentences_and_goes_with_its_document(service: Service):
    service.tell("map", PLACES)
    service.tell("life", "Ada was born in London.")
    service.given()

    assert service.asks(IN_BRITAIN)
    assert service.asks(f"GRAPH <http://localhost:8000/graph/derived> {{ {WITHIN} }}")
    assert not service.asks("GRAPH <http://localhost:8000/graph/derived> { ?s a ?kind }")

    (proof,) = service.explain("person/ada", "urn:bornWithin", "place/britain").json()["proofs"]
    assert proof["step"]["rule"] == "born in"
    said, located = proof["step"]["premises"]
    assert said["evidence"][0]["sentence"] == {
        "text": "Ada was born in London",
        "start": 0,
        "end": 22,
    }
    assert located["kind"] == "axiom"
    assert {e["document"] for p in located["premises"] for e in p["evidence"]} == {"map"}
    assert proof["confidence"] == pytest.approx(0.9**3, abs=0.001)

    service.delete("/documents/map")

    assert not service.asks(WITHIN)
    assert service.explain("person/ada", "urn:bornWithin", "place/britain").status_code == 404
    assert service.asks(f"<{BASE}person/ada> ?p ?o")


def test_forgetting_rules_takes_back_what_they_alone_derived_and_a_rebuild_brings_all_back(
    service: Service,
):
    service.given()
    service.tell("map", PLACES)
    service.tell("life", "Ada was born in London.")

    service.post("/rebuild")
    assert service.asks(WITHIN)
    assert service.delete("/rules").status_code == 204

    assert not service.asks(WITHIN)
    assert service.asks(IN_BRITAIN)
    assert service.get("/reasoning").json()["derived"] == 1
    assert service.get("/rules").status_code == 404
    assert service.get("/ontology").text == ONTOLOGY


def test_views_mark_what_is_derived_and_a_stated_fact_is_explained_by_its_evidence(
    service: Service,
):
    service.given()
    service.tell("map", PLACES)

    (derived,) = service.get("/entities/place/london").json()["derived"]
    shown = service.get(f"/statements/{derived['id']}/explain").json()
    stated = service.get("/statements", params={"subject": "place/london"}).json()["statements"]
    why = service.get(f"/statements/{stated[0]['id']}/explain").json()

    assert (derived["object"]["name"], shown["kind"]) == ("Britain", "derived")
    assert [one["object"]["name"] for one in stated] == ["England"]
    assert service.get(f"/statements/{derived['id']}").json()["derived"] is True
    assert (why["kind"], why["proofs"][0]["step"]["evidence"][0]["document"]) == ("stated", "map")


def test_a_proof_can_be_read_and_drawn(service: Service):
    service.given()
    service.tell("map", PLACES)
    ends = ("place/london", "http://www.wikidata.org/prop/direct/P131", "place/britain")

    text = service.explain(*ends, format="text").text
    dot = service.explain(*ends, format="dot").text
    svg = ElementTree.fromstring(service.explain(*ends, format="svg").text)

    assert "“London is located in England” (map, 0–28, 0.9)" in text
    assert dot.count("->") == 2
    assert len(svg.findall(".//{http://www.w3.org/2000/svg}rect")) == 3


def test_conflicts_show_both_sides_with_their_sentences_and_take_nothing_away(service: Service):
    service.given()
    service.tell("one", "Ada was born in London.")
    service.tell("two", "Ada was born in Paris.")

    (found,) = service.get("/conflicts").json()["conflicts"]

    assert (found["kind"], found["rule"]) == ("functional", "P19 type FunctionalProperty")
    quoted = {
        side["proofs"][0]["step"]["evidence"][0]["sentence"]["text"] for side in found["sides"]
    }
    assert quoted == {"Ada was born in London", "Ada was born in Paris"}
    assert [side["revised"] for side in found["sides"]] == [pytest.approx(0.474, abs=0.001)] * 2
    assert len(service.get("/statements").json()["statements"]) == 2


@pytest.mark.parametrize(
    ("path", "content", "headers", "words"),
    [
        ("/rules", "?x wdt:P19 ?y -> ?z wdt:P19 ?y .", HORN, "?z must also stand"),
        (
            "/rules",
            "SELECT * { ?s ?p ?o }",
            {"Content-Type": "application/sparql-query"},
            "CONSTRUCT",
        ),
        ("/ontology", "not turtle", TURTLE, "not valid Turtle"),
        ("/ontology", "@prefix : <urn:> .", {"Content-Type": "application/pdf"}, "Turtle (.ttl)"),
    ],
)
def test_what_cannot_be_read_is_refused_and_changes_nothing(
    service: Service, path, content, headers, words
):
    answer = service.put(path, content=content, headers=headers)

    assert answer.status_code in (415, 422)
    assert words in answer.json()["detail"]
    assert service.get("/reasoning").json()["knowledge"] == []


def test_documents_own_graph_of_derived_facts_cannot_be_written(service: Service):
    graph = {"graph": "http://localhost:8000/graph/derived"}

    answer = service.put(
        "/store", params=graph, content="<urn:a> <urn:b> <urn:c> .", headers=TURTLE
    )

    assert answer.status_code == 409
