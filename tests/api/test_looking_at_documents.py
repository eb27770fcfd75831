"""`GET /documents` and what lies under it; `DELETE`."""

import pytest

ADA = "Ada Lovelace was born in London."
BOB = "Bob Smith works for Acme Works."


def test_documents_come_page_by_page(service, ingest):
    ingest(service, *({"id": f"d{number}", "text": f"{ADA} {number}"} for number in range(5)))

    first = service.get("/documents", params={"limit": 3}).json()
    second = service.get("/documents", params={"limit": 3, "after": first["next"]}).json()

    ids = [document["id"] for document in first["documents"] + second["documents"]]
    assert ids == ["d0", "d1", "d2", "d3", "d4"]
    assert second["next"] is None


def test_documents_are_filtered_by_status_and_by_job(service, ingest):
    ingest(service, ADA)
    job = ingest(service, BOB)["job"]

    assert len(service.get("/documents", params={"status": "done"}).json()["documents"]) == 2
    assert service.get("/documents", params={"status": "failed"}).json()["documents"] == []
    assert len(service.get("/documents", params={"job": job}).json()["documents"]) == 1


@pytest.mark.parametrize(
    "params", [{"status": "lost"}, {"limit": 0}, {"limit": "many"}, {"after": "?"}]
)
def test_a_parameter_that_makes_no_sense_is_refused_by_name(shared, params):
    answer = shared.get("/documents", params=params)

    assert answer.status_code == 422
    assert next(iter(params)) in answer.json()["detail"]


def test_a_document_tells_how_much_of_it_was_read_and_by_what(service, ingest):
    ingest(service, {"id": "ada", "text": ADA})

    document = service.get("/documents/ada").json()

    assert document["status"] == "done"
    assert document["characters"] == document["characters_read"] == len(ADA)
    assert document["model"] == "scripted"
    assert document["created_at"].endswith("Z")


def test_the_text_is_given_back_as_it_was_stored(service, ingest):
    text = "Naïve 😀 café.\n\nAda Lovelace was born in London.\n"
    ingest(service, {"id": "x", "text": text})

    answer = service.get("/documents/x/text")

    assert answer.text == text
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


def test_a_statement_carries_its_evidence_to_the_character(service, ingest):
    text = "😀 Well. Ada Lovelace was born in London. The end."
    ingest(service, {"id": "x", "text": text})

    (statement,) = service.get("/documents/x/statements").json()["statements"]

    assert statement["subject"]["name"] == "Ada Lovelace"
    assert statement["subject"]["label"] == "person"
    assert statement["predicate"]["iri"] == "http://www.wikidata.org/prop/direct/P19"
    assert statement["predicate"]["label"] == "place of birth"
    assert statement["object"]["iri"].endswith("/entity/place/london")
    assert text[slice(*statement["subject_span"])] == "Ada Lovelace"
    assert text[slice(*statement["object_span"])] == "London"
    sentence = statement["sentence"]
    assert text[sentence["start"] : sentence["end"]] == sentence["text"]
    assert statement["confidence"] == 0.9
    assert statement["model"] == "scripted"


def test_statements_are_filtered_by_confidence(service, ingest):
    ingest(service, {"id": "x", "text": ADA})

    sure = service.get("/documents/x/statements", params={"min_confidence": 0.95}).json()

    assert sure["statements"] == []


@pytest.mark.parametrize("path", ["/documents/x", "/documents/x/text", "/documents/x/statements"])
def test_a_document_that_is_not_there_is_404(shared, path):
    answer = shared.get(path)

    assert answer.status_code == 404
    assert answer.json()["type"] == "urn:kg:problem:not-found"
    assert "'x'" in answer.json()["detail"]


def test_deleting_what_is_not_there_is_404(shared):
    assert shared.delete("/documents/x").status_code == 404
    assert shared.delete("/documents/x", params={"dry_run": True}).status_code == 404


def test_a_dry_run_tells_what_would_go_and_changes_nothing(service, ingest):
    ingest(service, {"id": "a", "text": f"{ADA} {BOB}"}, {"id": "b", "text": ADA})

    told = service.delete("/documents/a", params={"dry_run": True}).json()

    assert (told["facts"], told["retracted"], told["kept"]) == (2, 1, 1)
    assert told["status"] == "kept"
    assert service.get("/documents/a").json()["status"] == "done"


def test_a_deleted_document_is_gone_with_its_own_facts(service, ingest):
    ingest(service, {"id": "a", "text": f"{ADA} {BOB}"}, {"id": "b", "text": ADA})

    told = service.delete("/documents/a").json()

    assert (told["retracted"], told["kept"], told["status"]) == (1, 1, "deleted")
    assert service.get("/documents/a").status_code == 404
    names = [entity["name"] for entity in service.get("/entities").json()["entities"]]
    assert sorted(names) == ["Ada Lovelace", "London"]
