"""Documents.add: what is taken, what is recognised, what is refused."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from kg.catalog import Catalog
from kg.catalog.rows import NewDocument
from kg.errors import NotFound
from kg.iris import document_id
from tests.catalog.given import (
    ADA,
    BOB,
    claim,
    extractions,
    fail,
    follow,
    ids,
    post,
    put,
    read,
    status,
)


def test_documents_wait_in_the_order_in_which_they_were_posted(catalog: Catalog):
    texts = [f"Text number {n}." for n in range(50)]

    receipts = post(catalog, *texts)

    assert [receipt.id for receipt in receipts] == [document_id(text) for text in texts]
    assert {receipt.status for receipt in receipts} == {"queued"}
    assert ids(claim(catalog)) == [receipt.id for receipt in receipts]


def test_a_document_comes_back_as_it_was_given(catalog: Catalog):
    metadata = {"tags": ["a", None, 1.5], "naïve": {"𝄞": True, "not zero": "\\u0000"}}
    given = NewDocument("Zoë 𝄞 e\u0301\r\n", "my id", "Titel", "urn:x", "de", metadata)

    post(catalog, given)

    row = catalog.documents.get("my id")
    assert catalog.documents.text("my id") == given.text
    assert (row.title, row.uri, row.language) == ("Titel", "urn:x", "de")
    assert row.metadata == metadata
    assert row.characters == len(given.text)


def test_the_same_text_posted_twice_is_one_document(catalog: Catalog):
    first = post(catalog, ADA)[0]

    again = post(catalog, BOB, ADA, BOB)

    assert again[1].id == first.id
    assert [receipt.duplicate for receipt in again] == [False, True, True]
    assert len(claim(catalog)) == 2


def test_a_text_known_under_a_clients_id_is_recognised_without_it(catalog: Catalog):
    post(catalog, NewDocument(ADA, id="letter-1"))

    again, other = post(catalog, NewDocument(ADA), NewDocument(ADA, id="letter-2"))

    assert (again.id, again.duplicate) == ("letter-1", True)
    assert (other.id, other.duplicate) == ("letter-1", True)


def test_an_id_that_names_another_text_is_rejected_with_the_way_out(catalog: Catalog):
    post(catalog, NewDocument(ADA, id="letter"))

    receipts = post(catalog, NewDocument(BOB, id="letter"), NewDocument("New.", id="new"))

    assert [receipt.status for receipt in receipts] == ["rejected", "queued"]
    assert "PUT /documents/letter" in (receipts[0].error or "")
    assert catalog.documents.text("letter") == ADA


def test_a_text_finds_a_place_when_its_own_id_was_given_away(catalog: Catalog):
    put(catalog, NewDocument(BOB, id=document_id(ADA)))

    receipt = post(catalog, ADA)[0]

    assert receipt.status == "queued"
    assert catalog.documents.text(receipt.id) == ADA
    assert post(catalog, ADA)[0].id == receipt.id


@pytest.mark.parametrize(
    ("document", "word"),
    [
        (NewDocument(""), "empty"),
        (NewDocument(" \n\t"), "empty"),
        (NewDocument("a\x00b"), "NUL"),
        (NewDocument("half \ud83d"), "surrogate"),
        (NewDocument("x", title="a\x00b"), "title"),
        (NewDocument("x", uri="\udc00"), "uri"),
        (NewDocument("x", id=""), "id"),
        (NewDocument("x", id="a/b"), "slash"),
        (NewDocument("x", id=".."), "id"),
        (NewDocument("x", id=" a"), "id"),
        (NewDocument("x", id="line\nbreak"), "printable"),
        (NewDocument("x", id="i" * 201), "200"),
        (NewDocument("x", metadata={"n": float("nan")}), "metadata"),
        (NewDocument("x", metadata={"n": {1, 2}}), "metadata"),
        (NewDocument("x", metadata={"n": ["a\x00"]}), "metadata holds a NUL"),
        (NewDocument("x", metadata={"n\ud83d": 1}), "metadata holds half"),
    ],
)
def test_what_cannot_be_taken_is_rejected_alone(catalog: Catalog, document: NewDocument, word: str):
    job = catalog.jobs.create("test")

    receipts = post(catalog, ADA, document, BOB, job=job)

    assert [receipt.status for receipt in receipts] == ["queued", "rejected", "queued"]
    assert word in (receipts[1].error or "")
    assert catalog.jobs.progress(job).rejected == 1


@pytest.mark.parametrize("id", ["i" * 200, "Acme Inc.", "§ 433 BGB", "a?b#c%20", "文書"])
def test_an_id_may_hold_anything_printable(catalog: Catalog, id: str):
    receipt = post(catalog, NewDocument(ADA, id=id))[0]

    assert (receipt.id, receipt.status) == (id, "queued")
    assert catalog.documents.get(id).id == id


def test_a_failed_document_posted_again_is_queued_again(catalog: Catalog):
    id = post(catalog, ADA)[0].id
    fail(catalog)

    receipt = post(catalog, ADA)[0]

    assert (receipt.status, receipt.duplicate) == ("queued", True)
    row = catalog.documents.get(id)
    assert (row.status, row.attempt, row.error) == ("queued", 0, None)
    assert ids(claim(catalog)) == [id]


def test_a_cancelled_document_posted_again_is_queued_again(catalog: Catalog):
    job = catalog.jobs.create("first")
    id = post(catalog, ADA, job=job)[0].id
    catalog.jobs.cancel(job)

    assert post(catalog, ADA)[0].status == "queued"
    assert status(catalog, id) == "queued"


def test_a_document_posted_while_it_is_being_deleted_ends_present(catalog: Catalog):
    id = post(catalog, ADA)[0].id
    read(catalog)
    follow(catalog)
    catalog.documents.delete(id)
    retracting = catalog.projections.pending(10)

    receipt = post(catalog, ADA)[0]
    catalog.projections.settle(retracting)

    assert (receipt.id, receipt.status, receipt.duplicate) == (id, "queued", False)
    assert catalog.documents.text(id) == ADA
    assert read(catalog) == 1
    assert len(catalog.projections.pending(10)[0].evidence) == 1
    follow(catalog)
    assert status(catalog, id) == "done"


def test_a_document_posted_again_after_deletion_is_retracted_if_it_cannot_be_read(
    catalog: Catalog,
):
    id = post(catalog, ADA)[0].id
    read(catalog)
    follow(catalog)
    catalog.documents.delete(id)
    post(catalog, ADA)
    fail(catalog)

    pending = catalog.projections.pending(10)

    assert [(each.gone, each.evidence) for each in pending] == [(True, ())]
    follow(catalog)
    assert status(catalog, id) == "failed"


def test_a_document_can_come_back_after_it_is_gone(catalog: Catalog):
    id = post(catalog, ADA)[0].id
    catalog.documents.delete(id)
    follow(catalog)

    receipt = post(catalog, ADA)[0]

    assert (receipt.id, receipt.duplicate, status(catalog, id)) == (id, False, "queued")


def test_an_unknown_job_keeps_nothing(catalog: Catalog):
    with pytest.raises(NotFound):
        post(catalog, ADA, job="no such job")

    assert catalog.documents.counts() == {}


def test_a_job_of_another_workspace_is_unknown(catalog: Catalog):
    job = catalog.jobs.create("test", "elsewhere")

    with pytest.raises(NotFound):
        post(catalog, ADA, job=job)


def test_the_same_text_in_two_workspaces_is_two_documents(catalog: Catalog):
    post(catalog, ADA)

    there = post(catalog, ADA, workspace="elsewhere")[0]

    assert not there.duplicate
    assert catalog.documents.get(there.id, "elsewhere").workspace == "elsewhere"
    assert len(extractions(claim(catalog))) == 2


def test_a_batch_may_be_larger_than_one_statement_takes(catalog: Catalog):
    texts = [f"Text {n}." for n in range(2500)]

    receipts = post(catalog, *texts, texts[0])

    assert len({receipt.id for receipt in receipts}) == 2500
    assert receipts[-1].duplicate
    assert catalog.documents.counts() == {"queued": 2500}


def test_the_same_batch_posted_by_many_at_once_is_taken_once(catalog: Catalog):
    texts = [f"Text {n}." for n in range(200)]
    job = catalog.jobs.create("test")
    orders = [random.Random(n).sample(texts, len(texts)) for n in range(8)]

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda order: post(catalog, *order, job=job), orders))

    for order, receipts in zip(orders, answers, strict=True):
        assert [receipt.id for receipt in receipts] == [document_id(text) for text in order]
    fresh = [receipt for receipts in answers for receipt in receipts if not receipt.duplicate]
    assert len(fresh) == 200
    progress = catalog.jobs.progress(job)
    assert (progress.documents, progress.duplicates) == (200, 1400)


def test_failed_documents_posted_by_many_at_once_are_queued_once(catalog: Catalog):
    texts = [f"Text {n}." for n in range(60)]
    post(catalog, *texts)
    fail(catalog)
    orders = [random.Random(n).sample(texts, len(texts)) for n in range(6)]

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda order: post(catalog, *order), orders))

    assert {receipt.status for receipts in answers for receipt in receipts} == {"queued"}
    assert len(claim(catalog)) == 60
