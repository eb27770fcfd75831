"""`POST /extract`."""

import threading

from api.service import open_service
from kg.extraction.scripted import ScriptedExtractor
from kg.iris import Minter


def test_a_text_gives_its_statements_at_once_and_nothing_is_stored(shared):
    text = "😀 Ada Lovelace was born in London."

    answer = shared.post("/extract", json={"text": text}).json()

    (statement,) = answer["statements"]
    assert text[slice(*statement["subject_span"])] == "Ada Lovelace"
    assert statement["predicate"]["label"] == "place of birth"
    assert statement["sentence"]["text"] == "Ada Lovelace was born in London"
    assert answer["characters_read"] == len(text)
    assert (answer["model"], answer["version"]) == ("scripted", "1")
    assert shared.get("/documents").json()["documents"] == []


def test_extracting_and_ingesting_give_the_same_statements(service, ingest):
    text = "Ada Lovelace was born in London. Ada Lovelace works for Acme Works."
    (document,) = ingest(service, text)["documents"]

    extracted = service.post("/extract", json={"text": text}).json()["statements"]

    stored = service.get(f"/documents/{document['id']}/statements").json()["statements"]
    assert all(one["read_at"] for one in stored)
    assert extracted == [one | {"read_at": None} for one in stored]


def test_a_long_text_is_sent_to_documents(shared):
    answer = shared.post("/extract", json={"text": "x" * 20_001})

    assert answer.status_code == 413
    assert "20,000 characters" in answer.json()["detail"]
    assert "/documents" in answer.json()["detail"]


def test_a_text_of_the_greatest_length_is_read(shared):
    assert shared.post("/extract", json={"text": "x" * 20_000}).status_code == 200


def test_a_missing_or_empty_text_is_refused_by_name(shared):
    for body in ({}, {"text": ""}, {"text": None}, []):
        answer = shared.post("/extract", json=body)

        assert answer.status_code == 422
    assert "text" in shared.post("/extract", json={}).json()["detail"]


def test_the_worker_and_the_route_share_one_model(make_service, ingest):
    built = []

    def build(settings):
        built.append(threading.current_thread().name)
        return ScriptedExtractor(Minter(settings.base_iri))

    service = make_service(open=lambda settings: open_service(settings, build=build))

    service.post("/extract", json={"text": "Hello."})
    ingest(service, "Ada Lovelace was born in London.")

    assert len(built) == 1
    assert service.get("/health/ready").json()["checks"]["model"] == "loaded"
