"""What joins an answer, the lines of the log and the spans that belong to it."""

import json
import logging
import re

import pytest

from workers.logs import JsonLines


@pytest.fixture
def lines(caplog):
    """Return the lines that are logged meanwhile, as the objects that a machine would read."""
    caplog.set_level(logging.DEBUG, "api")
    caplog.handler.setFormatter(JsonLines())
    written: list[str] = []
    emit = caplog.handler.emit
    caplog.handler.emit = lambda record: (written.append(JsonLines().format(record)), emit(record))
    yield lambda: [json.loads(line) for line in written]
    del caplog.handler.emit


def test_every_answer_has_an_id_of_its_own(shared):
    ids = {shared.get("/health/live").headers["x-request-id"] for _ in range(3)}

    assert len(ids) == 3
    assert all(re.fullmatch(r"[0-9a-f]{32}", id) for id in ids)


def test_a_client_may_bring_its_own_id(shared):
    answer = shared.get("/nowhere", headers={"X-Request-ID": "mine-1.2_3"})

    assert answer.headers["x-request-id"] == "mine-1.2_3"


@pytest.mark.parametrize("bad", ["", "a b", "x" * 65, 'a"b', "ä".encode(), b"a\tlevel=x"])
def test_an_id_that_could_forge_a_line_is_replaced(shared, bad):
    answer = shared.get("/health/live", headers={"X-Request-ID": bad})

    assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["x-request-id"])


def test_a_line_logged_in_a_route_s_thread_carries_the_id_of_the_request(service, lines):
    answer = service.post("/documents", json={"text": "Ada Lovelace was born in London."})
    job = answer.json()["job"]

    (begun,) = [line for line in lines() if line["message"] == f"job {job} begins"]

    assert begun["job"] == job
    assert begun["request"] == answer.headers["x-request-id"]


def test_lines_of_worker_and_projector_name_the_document_and_its_job(
    service, lines, ingest, caplog
):
    caplog.set_level(logging.DEBUG)
    accepted = ingest(service, "Ada Lovelace was born in London.")
    ids = {"document": accepted["documents"][0]["id"], "job": accepted["job"]}

    named = {line["logger"] for line in lines() if line.items() >= ids.items()}

    assert named >= {"workers.drain", "workers.reading", "kg.graph.projector"}


def test_the_line_of_a_request_names_its_route_and_not_its_path(service, lines):
    service.get("/documents/marie-curies-diary")

    told = [line["message"] for line in lines() if line["logger"] == "api.request_ids"]

    assert len(told) == 1
    assert re.fullmatch(r"GET /documents/\{id\}: 404 in \d\.\d{3} s", told[0])


def test_an_error_that_nobody_expected_has_the_headers_and_the_id_too(service, lines):
    @service.app.get("/broken")
    def broken() -> None:
        raise RuntimeError("password=hush")

    answer = service.get("/broken")

    (incident,) = [line for line in lines() if line["message"].startswith("incident")]
    assert answer.status_code == 500
    assert answer.headers["x-frame-options"] == "DENY"
    assert "content-security-policy" in answer.headers
    assert incident["request"] == answer.headers["x-request-id"]
    assert "RuntimeError" in incident["error"]
    assert "hush" not in str(incident)
