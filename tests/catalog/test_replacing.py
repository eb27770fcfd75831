"""Documents.replace: PUT under the client's own id."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from kg.catalog import Catalog
from kg.catalog.rows import NewDocument
from kg.errors import InputError
from tests.catalog.given import ADA, BOB, claim, extractions, fail, follow, post, put, read, status


def test_putting_a_new_id_creates_the_document(catalog: Catalog):
    receipt = put(catalog, NewDocument(ADA, id="letter"))

    assert (receipt.id, receipt.status, receipt.duplicate) == ("letter", "queued", False)
    assert catalog.documents.text("letter") == ADA


def test_another_text_is_another_revision_and_is_read_again(catalog: Catalog):
    put(catalog, NewDocument(ADA, id="letter", title="First"))
    read(catalog)

    receipt = put(catalog, NewDocument(BOB, id="letter", title="Second"))

    row = catalog.documents.get("letter")
    assert (receipt.status, row.revision, row.title) == ("queued", 2, "Second")
    assert (row.characters, row.characters_read, row.attempt) == (len(BOB), 0, 0)
    assert catalog.documents.text("letter") == BOB


def test_the_old_findings_stay_until_the_new_ones_come(catalog: Catalog):
    put(catalog, NewDocument(ADA, id="letter"))
    read(catalog)
    follow(catalog)

    put(catalog, NewDocument(BOB, id="letter"))

    assert catalog.projections.pending(10) == []
    assert [row.quote for row in catalog.findings.of_document("letter")] == [ADA[:-1]]
    read(catalog)
    assert [row.quote for row in catalog.findings.of_document("letter")] == [BOB[:-1]]
    assert len(catalog.projections.pending(10)) == 1


def test_a_worker_cannot_finish_a_text_that_was_replaced_meanwhile(catalog: Catalog):
    put(catalog, NewDocument(ADA, id="letter"))
    late = extractions(claim(catalog))

    put(catalog, NewDocument(BOB, id="letter"))

    assert catalog.queue.finish("worker", late) == 0
    assert claim(catalog)[0].document.text == BOB


def test_the_same_text_takes_only_the_new_description(catalog: Catalog):
    put(catalog, NewDocument(ADA, id="letter", title="First"))
    read(catalog)
    follow(catalog)

    receipt = put(catalog, NewDocument(ADA, id="letter", title="Second", metadata={"a": 1}))

    row = catalog.documents.get("letter")
    assert (receipt.duplicate, receipt.status, row.revision) == (True, "done", 1)
    assert (row.title, row.metadata) == ("Second", {"a": 1})
    assert [each.document.title for each in catalog.projections.pending(10)] == ["Second"]
    follow(catalog)
    assert status(catalog, "letter") == "done"


def test_the_same_text_and_description_change_nothing(catalog: Catalog):
    document = NewDocument(ADA, id="letter", title="First")
    put(catalog, document)
    read(catalog)
    follow(catalog)

    assert put(catalog, document).duplicate
    assert catalog.projections.pending(10) == []


def test_the_same_text_is_tried_again_if_it_had_failed(catalog: Catalog):
    put(catalog, NewDocument(ADA, id="letter"))
    fail(catalog)

    assert put(catalog, NewDocument(ADA, id="letter")).status == "queued"
    assert status(catalog, "letter") == "queued"


def test_one_text_may_be_put_under_two_ids(catalog: Catalog):
    put(catalog, NewDocument(ADA, id="one"))
    put(catalog, NewDocument(BOB, id="two"))

    put(catalog, NewDocument(ADA, id="two"))
    put(catalog, NewDocument(ADA, id="three"))

    assert [catalog.documents.text(id) for id in ("one", "two", "three")] == [ADA] * 3
    assert post(catalog, ADA)[0].id == "one"


def test_a_document_put_while_it_is_being_deleted_ends_present(catalog: Catalog):
    put(catalog, NewDocument(ADA, id="letter"))
    read(catalog)
    catalog.documents.delete("letter")
    retracting = catalog.projections.pending(10)

    receipt = put(catalog, NewDocument(BOB, id="letter"))
    catalog.projections.settle(retracting)

    assert (receipt.status, receipt.duplicate) == ("queued", False)
    assert catalog.documents.text("letter") == BOB


@pytest.mark.parametrize("document", [NewDocument(ADA), NewDocument("", id="letter")])
def test_what_cannot_be_taken_raises(catalog: Catalog, document: NewDocument):
    with pytest.raises(InputError):
        put(catalog, document)


def test_many_may_put_the_same_ids_and_texts_at_once(catalog: Catalog):
    documents = [NewDocument(f"Text {n % 3}.", id=f"id {n % 5}") for n in range(60)]

    with ThreadPoolExecutor(6) as pool:
        receipts = list(pool.map(lambda document: put(catalog, document), documents))

    assert {receipt.id for receipt in receipts} == {f"id {n}" for n in range(5)}
    assert catalog.documents.counts() == {"queued": 5}
