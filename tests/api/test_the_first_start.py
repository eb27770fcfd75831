"""The examples come once, and what a stopped service had not finished is finished by the next."""

ADA = "Ada Lovelace was born in London."


def test_the_first_start_reads_the_examples_and_the_second_does_not(make_service, finish):
    first = make_service(examples=True)
    (job,) = first.get("/jobs").json()["jobs"]
    state = finish(first, job["id"])
    assert job["source"] == "examples"
    assert state["counts"] == {"done": state["documents"]}
    first.stop()

    second = make_service(examples=True)

    assert [one["id"] for one in second.get("/jobs").json()["jobs"]] == [job["id"]]


def test_deleted_examples_do_not_come_back(make_service, finish):
    first = make_service(examples=True)
    (job,) = first.get("/jobs").json()["jobs"]
    finish(first, job["id"])
    for document in first.get("/documents").json()["documents"]:
        first.delete(f"/documents/{document['id']}")
    first.stop()

    second = make_service(examples=True)

    assert second.get("/documents").json()["documents"] == []


def test_a_service_that_was_given_documents_first_gets_no_examples(make_service, ingest):
    first = make_service()
    ingest(first, ADA)
    first.stop()

    second = make_service(examples=True)

    assert len(second.get("/documents").json()["documents"]) == 1


def test_a_second_start_finds_the_graph_again(make_service, ingest):
    first = make_service()
    ingest(first, ADA)
    before = first.get("/export?format=nquads").text
    first.stop()

    second = make_service()

    assert second.get("/export?format=nquads").text == before


def test_what_was_queued_when_the_service_stopped_is_read_by_the_next(make_service, finish):
    first = make_service(redis_url="redis://127.0.0.1:1/0")
    job = first.post("/documents", json={"id": "ada", "text": ADA}).json()["job"]
    first.stop()

    second = make_service()

    assert finish(second, job)["counts"] == {"done": 1}
