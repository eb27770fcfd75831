"""`POST /documents` with a stream of JSON lines."""

import json

import pytest

NDJSON = {"content-type": "application/x-ndjson"}


def line(number: int) -> bytes:
    return json.dumps({"text": f"Person N{number} was born in Town N{number}."}).encode() + b"\n"


def test_a_broken_line_is_reported_and_the_others_are_taken(service, finish):
    body = line(1) + line(2) + b'{"text": "broken\n' + line(4)

    answer = service.post("/documents", content=body, headers=NDJSON)

    assert answer.status_code == 202
    taken = answer.json()["documents"]
    assert [document["status"] for document in taken] == ["queued", "queued", "rejected", "queued"]
    assert taken[2]["line"] == 3
    assert "not JSON" in taken[2]["error"]
    assert finish(service, answer.json()["job"])["counts"] == {"done": 3}


def test_blank_lines_count_but_are_no_documents(service):
    answer = service.post("/documents", content=b"\n\r\n" + line(1) + b"nonsense", headers=NDJSON)

    assert answer.json()["accepted"] == 1
    assert answer.json()["documents"][1]["line"] == 4


def test_the_last_line_needs_no_end_and_lines_may_end_as_windows_does(service):
    body = line(1).replace(b"\n", b"\r\n") + line(2).rstrip()

    answer = service.post("/documents", content=body, headers=NDJSON)

    assert answer.json()["accepted"] == 2


def test_chunks_may_be_cut_anywhere(service):
    body = b"".join(map(line, range(20)))
    pieces = iter([body[start : start + 7] for start in range(0, len(body), 7)])

    answer = service.post("/documents", content=pieces, headers=NDJSON)

    assert answer.json()["accepted"] == 20


def test_a_line_that_is_no_utf_8_is_reported(service):
    answer = service.post("/documents", content=line(1) + b'{"text": "\xff"}\n', headers=NDJSON)

    assert answer.json()["documents"][1]["status"] == "rejected"


def test_a_line_too_long_is_reported_and_its_neighbours_are_taken(make_service):
    service = make_service(max_document_bytes=1000)
    long = json.dumps({"text": "x" * 10_000}).encode() + b"\n"
    longish = json.dumps({"text": "y" * 1500}).encode() + b"\n"

    answer = service.post("/documents", content=line(1) + long + longish + line(4), headers=NDJSON)

    statuses = [document["status"] for document in answer.json()["documents"]]
    assert statuses == ["queued", "rejected", "rejected", "queued"]
    assert all("1,000 bytes" in one["error"] for one in answer.json()["documents"][1:3])


@pytest.mark.parametrize("body", [b"", b"\n\n", b"nonsense\nmore nonsense\n"])
def test_a_stream_without_a_document_is_refused(shared, body):
    answer = shared.post("/documents", content=body, headers=NDJSON)

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_long_answer_is_cut_but_counts_all_and_lists_rejections(service):
    body = b"".join(map(line, range(1500))) + b"nonsense\n"

    answer = service.post("/documents", content=body, headers=NDJSON).json()

    assert (answer["accepted"], answer["rejected"], answer["truncated"]) == (1500, 1, True)
    assert len(answer["documents"]) == 1001
    assert answer["documents"][-1]["line"] == 1501


def test_a_stream_may_be_longer_than_any_other_body(make_service):
    service = make_service(max_document_bytes=1000, max_upload_bytes=5000)
    body = b"".join(map(line, range(500)))

    answer = service.post("/documents", content=body, headers=NDJSON)

    assert answer.json()["accepted"] == 500
