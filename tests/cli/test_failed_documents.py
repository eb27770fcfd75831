"""`kg documents`, `kg retry`, `kg cancel`: what could not be read, and what to do about it."""

import json

import pytest
from serving import ServeProcess
from typer.testing import CliRunner

from api.cli.app import app


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A service that fails on some documents, and takes its time over others."""
    folder = tmp_path_factory.mktemp("service")
    extractor = "tests.cli.choosy:extractor"
    service = ServeProcess(folder / "data", extractor=extractor, batch_characters="1")
    yield service
    service.stop()


def listed(kg_json, status):
    return [document["id"] for document in kg_json("documents", "--status", status)]


def test_a_failed_document_is_listed_with_its_reason_and_tried_again(kg, kg_json, tmp_path):
    (tmp_path / "a.jsonl").write_text('{"id": "bad", "text": "unreadable"}\n')
    kg("ingest", "a.jsonl", "--wait")

    [failed] = kg_json("documents", "--status", "failed")
    assert (failed["id"], failed["error"]) == ("bad", "This cannot be read.")
    assert "This cannot be read." in kg("documents").stdout

    assert kg_json("retry", "bad") == {"queued": 1}
    kg("ingest", "a.jsonl", "--wait")
    assert kg_json("retry", "--failed") == {"queued": 1}


def test_what_is_done_is_not_read_again_by_a_retry(kg, kg_json, tmp_path):
    (tmp_path / "a.jsonl").write_text('{"id": "good", "text": "Ada works for Acme."}\n')
    kg("ingest", "a.jsonl", "--wait")

    assert kg_json("retry", "good") == {"queued": 0}
    assert "good" in listed(kg_json, "done")


def test_a_cancelled_job_stops_and_can_be_taken_up_again(kg, kg_json, tmp_path):
    lines = [json.dumps({"id": f"slow{n}", "text": f"slow {n}"}) for n in range(50)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    job = kg_json("ingest", "a.jsonl")["job"]

    changed = kg_json("cancel", job)["changed"]

    assert 40 < changed <= 50
    assert len(listed(kg_json, "cancelled")) == changed
    assert kg_json("retry", "--job", job) == {"queued": changed}
    assert kg_json("cancel", job)["changed"] > 30


def test_retry_wants_to_know_what(kg):
    result = CliRunner().invoke(app, ["retry"])

    assert result.exit_code == 2
    assert "--failed" in result.output


def test_an_unknown_document_is_named(kg):
    result = kg("retry", "nowhere")

    assert result.exit_code == 1
    assert "nowhere" in result.stderr
