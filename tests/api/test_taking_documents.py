"""`POST /documents` and `PUT /documents/{id}` with JSON."""

import json

import pytest

ADA = "Ada Lovelace was born in London."
BOB = "Bob Smith works for Acme Works."


def test_a_posted_document_is_queued_under_a_job(service):
    answer = service.post("/documents", json={"text": ADA})

    assert answer.status_code == 202
    (document,) = answer.json()["documents"]
    assert document == {"id": document["id"], "status": "queued", "duplicate": False}
    assert service.get(f"/jobs/{answer.json()['job']}").json()["documents"] == 1


def test_the_same_content_twice_is_one_document(service, ingest):
    first = ingest(service, ADA)

    second = service.post("/documents", json={"text": ADA}).json()

    assert second["documents"][0]["id"] == first["documents"][0]["id"]
    assert second["documents"][0]["duplicate"]
    assert second["duplicates"] == 1
    assert len(service.get("/documents").json()["documents"]) == 1


def test_a_list_is_answered_in_its_own_order(service):
    answer = service.post("/documents", json=[{"text": BOB, "id": "b"}, {"text": ADA, "id": "a"}])

    assert [document["id"] for document in answer.json()["documents"]] == ["b", "a"]


def test_everything_that_the_client_said_is_kept(service):
    posted = {
        "id": "ada",
        "text": ADA,
        "title": "Ada",
        "uri": "https://example.org/ada",
        "language": "en",
        "metadata": {"shelf": {"row": 7}},
    }

    service.post("/documents", json=posted)

    kept = service.get("/documents/ada").json()
    assert kept | posted == kept | {"text": ADA}
    assert service.get("/documents/ada/text").text == ADA


def test_one_bad_document_of_a_list_does_not_stop_the_others(service):
    answer = service.post("/documents", json=[{"text": ADA}, {"title": "no text"}, {"text": BOB}])

    assert answer.status_code == 202
    taken = answer.json()["documents"]
    assert [document["status"] for document in taken] == ["queued", "rejected", "queued"]
    assert "text" in taken[1]["error"]
    assert taken[1]["name"] == "[1]"
    assert service.get(f"/jobs/{answer.json()['job']}").json()["rejected"] == 1


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"text": ""}, "empty"),
        ({"text": " \n "}, "empty"),
        ({"text": "a\x00b"}, "NUL"),
        ({"title": "no text"}, "text"),
        ({"text": 7}, "text"),
        ({"text": ADA, "metadata": "x"}, "metadata"),
        ({"text": ADA, "id": "a/b"}, "id"),
        (["not an object"], "object"),
        ([], "no documents"),
        ("only a string", "object"),
    ],
)
def test_a_request_with_nothing_to_take_is_refused_with_the_reason(shared, body, says):
    answer = shared.post("/documents", json=body)

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert says in answer.json()["detail"]


def test_half_a_surrogate_pair_is_refused(shared):
    answer = shared.post(
        "/documents", content=rb'{"text": "\ud83d"}', headers={"content-type": "application/json"}
    )

    assert answer.status_code == 422


def test_broken_json_is_refused_with_the_place(shared):
    answer = shared.post(
        "/documents", content=b'{"text": ', headers={"content-type": "application/json"}
    )

    assert answer.status_code == 422
    assert "not JSON" in answer.json()["detail"]
    assert "column" in answer.json()["detail"]


def test_deeply_nested_json_is_refused(shared):
    answer = shared.post(
        "/documents", content=b"[" * 100_000, headers={"content-type": "application/json"}
    )

    assert answer.status_code == 422


@pytest.mark.parametrize("kind", ["text/plain", "application/pdf", "image/png", ""])
def test_an_unknown_content_type_is_refused_with_what_would_do(shared, kind):
    answer = shared.post("/documents", content=b"hello", headers={"content-type": kind})

    assert answer.status_code == 415
    assert "application/x-ndjson" in answer.json()["detail"]


def test_a_text_of_50_megabytes_is_too_large(shared):
    answer = shared.post("/documents", json={"text": "word " * 10_000_000})

    assert answer.status_code == 413
    assert answer.json()["type"] == "urn:kg:problem:document-too-large"
    assert "KG_MAX_DOCUMENT_BYTES" in answer.json()["detail"]
    assert shared.get("/documents").json()["documents"] == []


def test_a_body_that_lies_about_its_length_is_cut_off(make_service):
    service = make_service(max_document_bytes=1000)
    piece = json.dumps({"text": "x" * 900}).encode()

    answer = service.post(
        "/documents",
        content=iter([piece] * 10),
        headers={"content-type": "application/json", "transfer-encoding": "chunked"},
    )

    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_declared_length_over_the_limit_is_refused_before_it_is_read(make_service):
    service = make_service(max_document_bytes=1000)

    answer = service.post(
        "/documents",
        content=b"{}",
        headers={"content-type": "application/json", "content-length": "999999999"},
    )

    assert answer.status_code == 413


def test_a_packed_body_is_refused(shared):
    answer = shared.post(
        "/documents",
        content=b"x",
        headers={"content-type": "application/x-ndjson", "content-encoding": "gzip"},
    )

    assert answer.status_code == 415
    assert "gzip" in answer.json()["detail"]


def test_an_own_id_that_other_content_has_is_refused_with_the_way_out(service):
    service.post("/documents", json={"id": "x", "text": ADA})

    answer = service.post("/documents", json={"id": "x", "text": BOB})

    assert answer.status_code in (409, 422)
    assert "PUT" in answer.json()["detail"]
    assert service.get("/documents/x/text").text == ADA


def test_put_creates_a_document_and_then_replaces_its_facts(service, finish):
    first = service.put("/documents/x", json={"text": ADA}).json()
    finish(service, first["job"])

    second = service.put("/documents/x", json={"text": BOB}).json()
    finish(service, second["job"])

    assert second["documents"][0] | {"status": ""} == {"id": "x", "status": "", "duplicate": False}
    (statement,) = service.get("/documents/x/statements").json()["statements"]
    assert statement["subject"]["name"] == "Bob Smith"
    assert service.get("/documents/x").json()["revision"] == 2


def test_put_of_the_same_text_changes_nothing(service, finish):
    finish(service, service.put("/documents/x", json={"text": ADA}).json()["job"])

    again = service.put("/documents/x", json={"text": ADA}).json()

    assert again["documents"][0]["duplicate"]
    assert service.get("/documents/x").json()["revision"] == 1


def test_put_refuses_what_cannot_be_taken(shared):
    assert shared.put("/documents/x", json={"text": ""}).status_code == 422
    assert shared.put("/documents/x", json={"title": "no text"}).status_code == 422
    assert shared.get("/documents/x").status_code == 404


def test_documents_can_join_a_job_that_is_there(service, ingest, finish):
    job = ingest(service, ADA)["job"]

    joined = service.post("/documents", params={"job": job}, json={"text": BOB}).json()

    assert joined["job"] == job
    assert finish(service, job)["documents"] == 2


def test_documents_cannot_join_a_job_that_is_not_there(shared):
    answer = shared.post("/documents", params={"job": "none"}, json={"text": ADA})

    assert answer.status_code == 404
    assert shared.get("/documents").json()["documents"] == []
