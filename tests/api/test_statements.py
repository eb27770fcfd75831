"""`/statements`, and how the other routes keep what is denied apart from what is asserted."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from api.service import open_service
from kg.iris import Minter
from kg.settings import Settings
from tests.truth.telling import KNOWS, Reader

FOR = "Ada knows Bob since 1998."
AGAINST = "It is denied that Ada knows Bob."


def reader(settings: Settings) -> Reader:
    return Reader(Minter(settings.base_iri), "2", 0.0)


@pytest.fixture
def told(make_service: Callable[..., Any], ingest: Callable[..., Any]) -> Any:
    """A service in which two ids hold a text for a fact, one a text against it, one perhaps more."""
    service = make_service(open=partial(open_service, build=reader))
    ingest(service, {"id": "a", "text": FOR, "title": "First", "uri": "https://a.example/"})
    service.put("/documents/b", json={"text": FOR})
    ingest(service, {"id": "c", "text": AGAINST}, {"id": "d", "text": "Perhaps Bob knows 7."})
    while service.get("/documents/b").json()["status"] != "done":
        pass
    return service


def test_a_statement_shows_all_that_speaks_for_and_against_it(told):
    (listed,) = told.get("/statements").json()["statements"]

    shown = told.get(f"/statements/{listed['id']}").json()

    assert {key: shown[key] for key in listed} == listed
    assert (shown["status"], shown["documents"], shown["sources"]) == ("asserted", 2, 1)
    assert set(shown["support"]) == {"asserted", "denied"}
    assert shown["confidence"] < shown["support"]["asserted"]
    first, second, third = shown["evidence"]
    assert [one["document"] for one in (first, second, third)] == ["a", "b", "c"]
    assert first["sentence"] == {"text": FOR, "start": 0, "end": len(FOR)}
    assert FOR[slice(*first["subject_span"])] == "Ada"
    assert FOR[slice(*first["object_span"])] == "Bob"
    assert (first["model"], first["model_version"], first["status"]) == ("telling", "2", "asserted")
    assert first["read_at"].endswith("Z")
    (qualifier,) = first["qualifiers"]
    assert (qualifier["predicate"]["iri"], qualifier["value"]) == ("urn:p:since", "1998")
    assert shown["contradicted_by"] == [third]
    texts = {one["id"]: one["text_sha256"] for one in shown["seen_in"]}
    assert texts["a"] == texts["b"] != texts["c"]
    assert shown["seen_in"][0]["uri"] == "https://a.example/"


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["Ada Bob"]),
        ({"status": "denied"}, ["Ada Bob"]),
        ({"status": "hedged"}, ["Bob 7"]),
        ({"status": "any"}, ["Ada Bob", "Bob 7"]),
        ({"status": "any", "subject": "person/bob"}, ["Bob 7"]),
        ({"status": "any", "object": "7"}, ["Bob 7"]),
        ({"status": "any", "document": "d"}, ["Bob 7"]),
        ({"predicate": KNOWS}, ["Ada Bob"]),
        ({"predicate": "urn:other"}, []),
        ({"min_confidence": 1}, []),
    ],
    ids=str,
)
def test_statements_are_listed_by_what_they_are_about(told, asked, names):
    found = told.get("/statements", params=asked).json()

    said = [f"{one['subject']['name']} {one['object']['name']}" for one in found["statements"]]
    assert sorted(said) == names
    assert found["next"] is None


def test_what_is_denied_is_no_fact_of_the_graph_but_can_be_asked_for(told, ingest):
    ingest(told, "It is denied that Cy knows Cy.")
    fact = f"?s <{KNOWS}> ?o"
    denied = f"""PREFIX kg: <http://localhost:8000/vocabulary#>
        PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        SELECT ?s {{ GRAPH ?g {{ ?e rdf:reifies <<( {fact} )>> ; kg:status kg:denied }} }}"""

    assert subjects(told, f"SELECT ?s {{ {fact} }}") == ["ada"]
    assert subjects(told, denied) == ["ada", "cy"]


def subjects(service, query):
    answer = service.get("/sparql", params={"query": query}).json()
    return sorted(row["s"]["value"].rpartition("/")[2] for row in answer["results"]["bindings"])


def test_other_routes_show_facts_unless_asked_for_more(told):
    for path in ("/documents/c/statements", "/entities/person/bob"):
        facts = told.get(path).json()["statements"]
        denied = told.get(path, params={"status": "denied"}).json()["statements"]
        none = told.get(path, params={"status": "any", "min_confidence": 1}).json()["statements"]

        assert {one["status"] for one in facts} <= {"asserted"}
        assert {one["document"] for one in denied} == {"c"}
        assert none == []


def test_a_text_read_at_once_keeps_what_it_denies_apart(told):
    answer = told.post("/extract", json={"text": f"{FOR} {AGAINST}"}).json()
    unsure = told.post("/extract", json={"text": FOR, "min_confidence": 1}).json()

    assert [one["status"] for one in answer["statements"]] == ["asserted"]
    assert [one["status"] for one in answer["not_asserted"]] == ["denied"]
    assert unsure["statements"] == []


def test_an_export_holds_what_is_sure_enough(told):
    whole = told.get("/export", params={"format": "csv"}).text
    sure = told.get("/export", params={"format": "csv", "min_confidence": 0.99}).text

    assert KNOWS in whole
    assert KNOWS not in sure


@pytest.mark.parametrize("path", ["/statements/x", "/statements?document=x"])
def test_what_is_not_there_is_404(told, path):
    answer = told.get(path)

    assert answer.status_code == 404
    assert "'x'" in answer.json()["detail"]


@pytest.mark.parametrize(
    "asked",
    [{"status": "sure"}, {"min_confidence": 2}, {"limit": 0}, {"after": "?"}],
    ids=json.dumps,
)
def test_a_parameter_that_makes_no_sense_is_refused_by_name(told, asked):
    answer = told.get("/statements", params=asked)

    assert answer.status_code == 422
    assert next(iter(asked)) in answer.json()["detail"]
