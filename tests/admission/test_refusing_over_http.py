"""Shapes, policies and what they refuse through the application, with the scripted extractor."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.scopes import needed_scope
from kg.settings import Settings

BASE = "http://localhost:8000/"
BORN, WORKS = "http://www.wikidata.org/prop/direct/P19", "http://www.wikidata.org/prop/direct/P108"
SHAPES = f"""
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix kg: <{BASE}vocabulary#> .
<urn:shape:person> a sh:NodeShape ; sh:targetClass kg:Person ;
    sh:property [ sh:path <{BORN}> ; sh:maxCount 1 ; sh:message "Nobody is born twice." ] .
"""
POLICY = {"name": "secret", "phrase": "acme corp", "message": "Acme is a client."}
TURTLE, JSON = {"Content-Type": "text/turtle"}, {"Content-Type": "application/json"}


class Service(TestClient):
    """The application, and what its tests do with it."""

    def tell(self, id: str, text: str) -> None:
        job = self.put(f"/documents/{id}", json={"text": text}).json()["job"]
        self.until(lambda: self.get(f"/jobs/{job}").json()["finished"])

    def until(self, holds: Any) -> None:
        deadline = time.monotonic() + 30
        while not holds():
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def guard(self, shapes: str = SHAPES, policies: tuple[Any, ...] = (POLICY,)) -> None:
        assert self.put("/shapes", content=shapes, headers=TURTLE).status_code == 200
        body = json.dumps({"policies": policies})
        assert self.put("/policies", content=body, headers=JSON).status_code == 200

    def objects(self, predicate: str) -> set[str]:
        query = f"SELECT ?o {{ ?s <{predicate}> ?o }}"
        rows = self.post("/query", data={"query": query}).json()["results"]["bindings"]
        return {row["o"]["value"].rpartition("/")[2] for row in rows}

    def refused(self, **params: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.get("/refused", params=params).json()["refused"]
        return found


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    settings = Settings(
        _env_file=None, data=tmp_path / "data", extractor="scripted", examples=False
    )
    with Service(create_app(settings)) as client:
        yield client


def test_what_breaks_a_shape_or_a_policy_is_kept_aside_with_its_reason_and_comes_back(
    service: Service,
):
    service.guard()
    service.tell("one", "Ada Lovelace was born in London.")
    service.tell("two", "Ada Lovelace was born in London. Ada Lovelace was born in Paris.")
    service.tell("three", "Bob Stone works for Acme Corp. Bob Stone works for Globex.")

    assert service.objects(BORN) == {"london"}
    assert service.objects(WORKS) == {"globex"}
    born, works = sorted(service.refused(), key=lambda one: one["predicate"]["iri"], reverse=True)
    assert born["object"]["name"] == "Paris"
    assert born["reasons"] == [
        {
            "kind": "shape",
            "name": "main",
            "rule": "urn:shape:person",
            "message": "Nobody is born twice.",
        }
    ]
    assert works["sentence"]["text"] == "Bob Stone works for Acme Corp"
    assert works["reasons"][0]["message"] == "Acme is a client."
    assert service.get("/documents/two").json()["refused"] == 1
    assert service.get("/overview").json()["refused"] == {
        "open": 2,
        "rejected": 0,
        "unchecked": 0,
    }
    assert 'kg_refused{state="open"} 2.0' in service.get("/metrics").text
    assert [one["evidence"] for one in service.refused(document="three")] == [works["evidence"]]
    assert not service.get("/statements", params={"predicate": WORKS}).json()["statements"][1:]

    service.delete("/shapes")
    service.delete("/policies")

    service.until(lambda: service.objects(BORN) == {"london", "paris"})
    service.until(lambda: service.objects(WORKS) == {"globex", "acme_corp"})
    assert service.refused(verdict="all") == []


def test_what_people_decide_holds_through_deletion_and_ingestion_anew(service: Service):
    text = "Ada Lovelace was born in London. Ada Lovelace was born in Paris."
    service.guard()
    service.tell("one", "Ada Lovelace was born in London.")
    service.tell("two", text)
    (paris,) = service.refused()

    answer = service.post(f"/refused/{paris['evidence']}/accept")
    service.until(lambda: "paris" in service.objects(BORN))
    service.delete("/documents/two")
    service.until(lambda: service.objects(BORN) == {"london"})
    service.tell("two", text)

    assert answer.status_code == 202
    assert "paris" in service.objects(BORN)
    assert [one["evidence"] for one in service.refused(verdict="accepted")] == [paris["evidence"]]

    service.post(f"/refused/{paris['evidence']}/reject")
    service.until(lambda: service.objects(BORN) == {"london"})
    service.delete("/shapes")
    service.tell("two", text)
    assert service.objects(BORN) == {"london"}
    (kept,) = service.refused(verdict="rejected")
    assert kept["reasons"][0]["kind"] == "verdict"

    service.post(f"/refused/{paris['evidence']}/reopen")
    service.until(lambda: service.objects(BORN) == {"london", "paris"})


def test_a_refused_fact_leaves_nothing_of_itself_in_the_graph_and_goes_with_its_document(
    service: Service,
):
    service.guard(policies=({"name": "acme", "phrase": "Acme Corp"},))
    service.tell("one", "Bob Stone works for Acme Corp.")

    export = service.get("/export", params={"format": "nquads"}).text
    service.delete("/documents/one")

    assert "works for Acme Corp" not in export
    assert f" <{WORKS}> " not in export
    service.until(lambda: service.refused(verdict="all") == [])


@pytest.mark.parametrize(
    ("path", "headers", "body", "said"),
    [
        ("/shapes", TURTLE, "this is no Turtle", "not valid Turtle"),
        ("/shapes", TURTLE, "<urn:a> <urn:b> <urn:c> .", "There is no shape"),
        ("/shapes", {"Content-Type": "text/csv"}, "a,b", "Shapes are text/turtle"),
        ("/shapes", TURTLE, SHAPES.replace("sh:maxCount 1", 'sh:sparql [ sh:select "" ]'), "Core"),
        ("/shapes", TURTLE, SHAPES.replace("sh:maxCount 1", "sh:maxCount 1, 2"), "pySHACL"),
        ("/shapes", TURTLE, SHAPES.replace("sh:maxCount 1", 'sh:pattern "("'), "pySHACL"),
        (
            "/shapes",
            TURTLE,
            SHAPES.replace(f"<{BORN}>", f"[ sh:zeroOrMorePath <{BORN}> ]"),
            "no end",
        ),
        ("/policies", JSON, '{"policies": [{"name": "a"}]}', "no pattern, phrase or predicates"),
        ("/policies", JSON, '{"policies": [{"pattern": "(?=a)b"}]}', "linear time"),
        ("/policies", JSON, '{"policies": [{"pattern": "(a{999}){999}"}]}', "linear time"),
        ("/policies", JSON, '{"policies": [{"words": "a"}]}', "words"),
        ("/policies", JSON, '{"policies": [{"pattern": ""}]}', "found everywhere"),
        ("/policies", JSON, '{"policies": [{"phrase": "a", "in": []}]}', "nowhere"),
        ("/policies", JSON, '{"policies": [{"predicates": ["works for"]}]}', "no IRI"),
    ],
)
def test_what_cannot_be_checked_is_refused_with_advice(
    service: Service, path: str, headers: dict[str, str], body: str, said: str
):
    answer = service.put(path, content=body, headers=headers)

    assert answer.status_code in (400, 415, 422), answer.text
    assert said in answer.json()["detail"]
    assert service.get(path).status_code == 404


def test_readers_see_neither_policies_nor_what_was_refused():
    assert needed_scope("GET", "/policies") == "admin"
    assert needed_scope("GET", "/refused") == "write"
    assert needed_scope("GET", "/shapes/report") == "admin"
    assert needed_scope("PUT", "/shapes") == "admin"
    assert needed_scope("GET", "/shapes") == "read"
    assert needed_scope("POST", "/refused/x/accept") == "write"
