"""What one sentence says about another: `/entailment`, `kg entail`, and `GET /conflicts?sentences=true`."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from kg.errors import CheckpointMismatch
from kg.model.entailment import load_head, shipped_head
from kg.settings import Settings

ONE_CAPITAL = """
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix wdt: <http://www.wikidata.org/prop/direct/> .
wdt:P1376 a owl:InverseFunctionalProperty .
"""
TWO_CAPITALS = "Lyon is the capital of France.", "Paris is the capital of France."


@pytest.mark.parametrize(
    ("first", "second", "label"),
    [
        (
            "Anna Becker was born in Vienna.",
            "Vienna is the birthplace of Anna Becker.",
            "entailment",
        ),
        ("Anna Becker was born in Vienna.", "Anna Becker was born in Oslo.", "contradiction"),
        ("Anna Becker was born in Vienna.", "Anna Becker studied at Yale.", "neutral"),
        ("Siemens acquired Acme.", "Acme acquired Siemens.", "contradiction"),
        ("Siemens acquired Acme.", "Acme was sold to Siemens.", "entailment"),
    ],
)
def test_plain_sentences_are_told_apart(first: str, second: str, label: str):
    assert shipped_head().read([(first, second)])[0].label == label


def test_the_three_come_to_one():
    one = shipped_head().read([TWO_CAPITALS])[0]
    assert one.entailment + one.contradiction + one.neutral == pytest.approx(1, abs=1e-5)


def test_answers_do_not_depend_on_what_is_read_beside():
    pairs = [TWO_CAPITALS, ("Ada slept.", "A long sentence about something else, " * 4)]
    alone = shipped_head().read(pairs[:1])[0]
    assert shipped_head().read(pairs)[0].contradiction == pytest.approx(
        alone.contradiction, abs=1e-4
    )


def test_a_folder_without_a_head_is_told(tmp_path: Path):
    with pytest.raises(CheckpointMismatch, match="head to go on"):
        load_head(tmp_path)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[TestClient]:
    settings = Settings(_env_file=None, data=tmp_path, extractor="scripted", examples=False)
    with TestClient(create_app(settings)) as client:
        yield client


def tell(service: TestClient, *texts: str) -> None:
    job = service.post("/documents", json=[{"text": text} for text in texts]).json()["job"]
    deadline = time.monotonic() + 30
    while not service.get(f"/jobs/{job}").json()["finished"]:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def conflicts(service: TestClient, **params: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = service.get("/conflicts", params=params).json()["conflicts"]
    return found


def test_sentences_that_cannot_both_hold_are_a_conflict_when_asked_for(service: TestClient):
    tell(service, *TWO_CAPITALS)

    assert conflicts(service) == []
    (found,) = conflicts(service, sentences=True)
    assert (found["kind"], found["rule"]) == ("sentences", None)
    quotes = [
        side["proofs"][0]["step"]["evidence"][0]["sentence"]["text"] for side in found["sides"]
    ]
    assert sorted(quotes) == sorted(one.rstrip(".") for one in TWO_CAPITALS)
    assert all(side["revised"] < side["confidence"] for side in found["sides"])


def test_two_sentences_that_may_both_hold_are_none(service: TestClient):
    tell(service, "Ada Bell works for Acme.", "Ada Bell works for Nokia.", *TWO_CAPITALS)

    (found,) = conflicts(service, sentences=True)
    assert {side["claim"]["object"]["name"] for side in found["sides"]} == {"France"}


def test_what_a_rule_found_is_not_listed_twice(service: TestClient):
    tell(service, *TWO_CAPITALS)
    service.put("/ontology", content=ONE_CAPITAL, headers={"Content-Type": "text/turtle"})
    deadline = time.monotonic() + 30
    while not (found := conflicts(service)):
        assert time.monotonic() < deadline
        time.sleep(0.05)

    assert [one["kind"] for one in conflicts(service, sentences=True)] == [found[0]["kind"]]
    assert found[0]["kind"] != "sentences"


def test_it_goes_with_one_of_its_documents(service: TestClient):
    tell(service, *TWO_CAPITALS)
    assert len(conflicts(service, sentences=True)) == 1
    gone = service.get("/documents").json()["documents"][0]["id"]
    assert service.delete(f"/documents/{gone}").status_code in (200, 202, 204)

    assert conflicts(service, sentences=True) == []


def test_pairs_of_sentences_are_answered_in_their_order(service: TestClient):
    pairs = [TWO_CAPITALS, ("Acme bought Nokia.", "Nokia was bought by Acme.")]

    answer = service.post("/entailment", json={"pairs": pairs})

    assert [one["label"] for one in answer.json()["results"]] == ["contradiction", "entailment"]


@pytest.mark.parametrize("pairs", [[], [["one"]], [["", "two"]], [["one", "  "]]])
def test_what_is_no_pair_is_refused(service: TestClient, pairs: list[Any]):
    assert service.post("/entailment", json={"pairs": pairs}).status_code == 422
