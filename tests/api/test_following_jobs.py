"""`/jobs`: progress, events, cancel, retry."""

import json
import threading

import pytest

from api.service import open_service
from kg.errors import ModelError
from kg.extraction.scripted import ScriptedExtractor
from kg.iris import Minter

ADA = "Ada Lovelace was born in London."


class Obedient(ScriptedExtractor):
    """Reads when it is told to go on, and fails on what it is told to fail on."""

    def __init__(self):
        super().__init__(Minter("http://localhost:8000/"))
        self.go = threading.Event()
        self.unreadable = False

    def extract(self, documents, **options):
        assert self.go.wait(20)
        if self.unreadable:
            raise ModelError("The model chokes on this.")
        return super().extract(documents, **options)


@pytest.fixture
def extractor():
    obedient = Obedient()
    yield obedient
    obedient.go.set()


@pytest.fixture
def held(make_service, extractor):
    """A service whose extractor waits for a word."""
    return make_service(open=lambda settings: open_service(settings, build=lambda _: extractor))


def events(text: str) -> list[dict[str, str]]:
    """Parse the text of an event stream, comments left out."""
    parsed = []
    for block in text.strip().split("\n\n"):
        fields = [line.partition(": ")[::2] for line in block.splitlines() if line[:1] != ":"]
        if fields:
            parsed.append(dict(fields))
    return parsed


def test_a_finished_job_adds_up(service, ingest):
    job = ingest(service, ADA, "Nothing to be found here.", ADA)["job"]

    state = service.get(f"/jobs/{job}").json()

    assert state["status"] == "done"
    assert state["finished"]
    assert state["counts"] == {"done": 2}
    assert (state["documents"], state["duplicates"], state["rejected"]) == (2, 1, 0)
    assert state["characters_read"] == state["characters"] == len(ADA) + 25
    assert state["seconds_left"] == 0
    assert state["source"] == "json"


def test_a_job_that_is_not_there_is_404_on_every_route(shared):
    assert shared.get("/jobs/none").status_code == 404
    assert shared.get("/jobs/none/events").status_code == 404
    assert shared.post("/jobs/none/cancel").status_code == 404
    assert shared.post("/jobs/none/retry").status_code == 404


def test_jobs_are_listed_newest_first(service, ingest):
    first = ingest(service, ADA)["job"]
    second = ingest(service, "Something else.")["job"]

    listed = [job["id"] for job in service.get("/jobs").json()["jobs"]]

    assert listed == [second, first]


def test_events_end_when_the_job_has_finished(service, ingest):
    job = ingest(service, ADA)["job"]

    answer = service.get(f"/jobs/{job}/events")

    assert answer.headers["content-type"].startswith("text/event-stream")
    (event,) = events(answer.text)
    assert event["event"] == "finished"
    assert json.loads(event["data"]) == service.get(f"/jobs/{job}").json()


def test_events_show_the_progress_and_count_on_after_a_reconnection(held, extractor):
    job = held.post("/documents", json={"text": ADA}).json()["job"]
    threading.Timer(1.5, extractor.go.set).start()

    answer = held.get(f"/jobs/{job}/events", headers={"last-event-id": "41"})

    seen = events(answer.text)
    assert [event["event"] for event in seen][-1] == "finished"
    assert seen[0]["event"] == "progress"
    assert [event["id"] for event in seen] == [str(42 + step) for step in range(len(seen))]


def test_a_cancelled_job_stops_and_a_retry_reads_it_after_all(held, extractor, finish):
    job = held.post("/documents", json={"id": "a", "text": ADA}).json()["job"]

    cancelled = held.post(f"/jobs/{job}/cancel").json()
    assert cancelled == {"id": job, "changed": 1}
    assert held.get(f"/jobs/{job}").json()["status"] == "cancelled"
    extractor.go.set()

    assert held.post(f"/jobs/{job}/retry").json()["changed"] == 1
    assert finish(held, job)["counts"] == {"done": 1}
    assert len(held.get("/documents/a/statements").json()["statements"]) == 1


def test_a_document_that_the_model_refuses_fails_with_its_reason_and_can_be_retried(
    held, extractor, finish
):
    extractor.unreadable = True
    extractor.go.set()
    job = held.post("/documents", json={"id": "a", "text": ADA}).json()["job"]

    assert finish(held, job)["counts"] == {"failed": 1}
    assert "chokes" in held.get("/documents/a").json()["error"]

    extractor.unreadable = False
    held.post(f"/jobs/{job}/retry")
    assert finish(held, job)["counts"] == {"done": 1}


def test_a_single_failed_document_can_be_tried_again(held, extractor, finish):
    extractor.unreadable = True
    extractor.go.set()
    job = held.post("/documents", json={"id": "a", "text": ADA}).json()["job"]
    finish(held, job)
    assert held.get("/documents/a").json()["error"] == "The model chokes on this."

    extractor.unreadable = False
    answer = held.post("/documents/a/retry")

    assert (answer.status_code, answer.json()["status"], answer.json()["attempt"]) == (
        200,
        "queued",
        0,
    )
    finish(held, job)
    assert held.get("/documents/a").json()["status"] == "done"
    assert held.post("/documents/a/retry").json()["status"] == "done"
    assert held.post("/documents/nowhere/retry").status_code == 404
