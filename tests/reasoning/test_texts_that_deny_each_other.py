"""One document asserts what another denies: `GET /conflicts` shows both, without any rule."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from kg.extraction.assertion import assertion_status
from kg.extraction.scripted import ScriptedExtractor
from kg.iris import Minter
from kg.records import Document, Evidence, Extraction, Span
from kg.settings import Settings

ASSERTED, DENIED = "Ada is married to Bob.", "It is not true that Ada is married to Bob."
MIRRORED = "It is not true that Bob is married to Ada."


class Weighing(ScriptedExtractor):
    """Says of each statement whether the text asserts it, by the rules that the model's findings pass too."""

    def looking_for(self, sought: Any) -> "Weighing":
        return self

    def extract(self, documents: Sequence[Document], **options: Any) -> list[Extraction]:
        found = super().extract(documents, **options)
        return [
            replace(one, evidence=tuple(_weighed(document.text, each) for each in one.evidence))
            for document, one in zip(documents, found, strict=True)
        ]


def _weighed(text: str, evidence: Evidence) -> Evidence:
    whole = Span(0, len(text))
    status = assertion_status(text, whole, evidence.subject, evidence.object)
    return replace(evidence, status=status, sentence=whole)


def weighing(settings: Settings) -> Weighing:
    return Weighing(Minter(settings.base_iri))


@pytest.fixture
def service(tmp_path: Path) -> Iterator[TestClient]:
    settings = Settings(
        _env_file=None, data=tmp_path, extractor=f"{__name__}:weighing", examples=False
    )
    with TestClient(create_app(settings)) as client:
        yield client


def tell(service: TestClient, **texts: str) -> list[dict[str, Any]]:
    """Read documents, by id; return the conflicts."""
    jobs = [
        service.put(f"/documents/{id}", json={"text": text}).json()["job"]
        for id, text in texts.items()
    ]
    deadline = time.monotonic() + 30
    while not all(service.get(f"/jobs/{job}").json()["finished"] for job in jobs):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    found: list[dict[str, Any]] = service.get("/conflicts").json()["conflicts"]
    return found


def sides(conflict: dict[str, Any]) -> list[tuple[bool, str, str]]:
    """Return of each side whether it is a denial, its document and its sentence."""
    return [
        (side["claim"]["denied"], one["document"], one["sentence"]["text"])
        for side in conflict["sides"]
        for one in side["proofs"][0]["step"]["evidence"]
    ]


def test_an_assertion_and_a_denial_are_a_conflict_with_both_sentences(service: TestClient):
    (found,) = tell(service, yes=ASSERTED, no=DENIED)

    assert (found["kind"], found["rule"]) == ("denied", None)
    assert sides(found) == [(False, "yes", ASSERTED), (True, "no", DENIED)]


def test_a_symmetric_relation_is_denied_from_either_side(service: TestClient):
    (found,) = tell(service, yes=ASSERTED, no=MIRRORED)

    assert sides(found) == [(False, "yes", ASSERTED), (True, "no", MIRRORED)]


def test_what_nobody_denies_or_nobody_asserts_is_no_conflict(service: TestClient):
    assert tell(service, yes=ASSERTED) == []
    assert tell(service, yes="Cy is married to Dee.", no=DENIED.replace("Bob", "Eve")) == []

    assert service.delete("/documents/no").status_code in (200, 202, 204)
    assert service.get("/conflicts").json()["conflicts"] == []
