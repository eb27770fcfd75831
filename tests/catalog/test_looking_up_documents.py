"""Documents.get, text, page, counts and requeue."""

import pytest

from kg.catalog import Catalog
from kg.catalog.rows import NewDocument
from kg.errors import InputError, NotFound
from tests.catalog.given import ADA, BOB, claim, follow, post, read, status


def test_an_unknown_document_is_not_found(catalog: Catalog):
    for look in (catalog.documents.get, catalog.documents.text, catalog.documents.requeue):
        with pytest.raises(NotFound, match="no document 'nobody'"):
            look("nobody")


def test_a_document_of_another_workspace_is_not_found(catalog: Catalog):
    id = post(catalog, ADA)[0].id

    with pytest.raises(NotFound):
        catalog.documents.get(id, "elsewhere")


def test_the_pages_show_every_document_once_in_the_order_of_posting(catalog: Catalog):
    posted = [receipt.id for receipt in post(catalog, *(f"Text {n}." for n in range(25)))]
    shown, after = [], None

    while True:
        page = catalog.documents.page(after=after, limit=10)
        shown += [row.id for row in page.items]
        after = page.next
        if after is None:
            break

    assert shown == posted


def test_a_full_last_page_has_no_next(catalog: Catalog):
    post(catalog, ADA, BOB)

    assert catalog.documents.page(limit=2).next is None


def test_a_page_may_show_one_status(catalog: Catalog):
    post(catalog, ADA)
    read(catalog)
    waiting = post(catalog, BOB)[0].id

    page = catalog.documents.page(status="queued")

    assert [row.id for row in page.items] == [waiting]


def test_a_page_may_show_one_job_with_the_duplicates_it_posted(catalog: Catalog):
    known = post(catalog, ADA)[0].id
    post(catalog, "Something else.")
    job = catalog.jobs.create("second")
    new = post(catalog, BOB, ADA, job=job)[0].id

    page = catalog.documents.page(job=job)

    assert [row.id for row in page.items] == [known, new]


def test_a_job_of_another_workspace_shows_nothing(catalog: Catalog):
    job = catalog.jobs.create("test", "elsewhere")
    post(catalog, ADA, job=job, workspace="elsewhere")

    assert catalog.documents.page(job=job).items == ()
    assert len(catalog.documents.page("elsewhere", job=job).items) == 1


@pytest.mark.parametrize("cursor", ["", "?", "WyJhIl0", "bm9uc2Vuc2U", "WzEsMl0"])
def test_a_foreign_cursor_is_refused(catalog: Catalog, cursor: str):
    with pytest.raises(InputError, match="cursor"):
        catalog.documents.page(after=cursor)


def test_counts_are_by_status_and_workspace(catalog: Catalog):
    post(catalog, ADA, BOB)
    read(catalog)
    post(catalog, "A third text.")
    post(catalog, ADA, workspace="elsewhere")

    assert catalog.documents.counts() == {"extracted": 2, "queued": 1}
    assert catalog.documents.counts("elsewhere") == {"queued": 1}


def test_a_done_document_can_be_read_again_and_keeps_its_findings_meanwhile(catalog: Catalog):
    id = post(catalog, NewDocument(ADA))[0].id
    read(catalog)
    follow(catalog)

    catalog.documents.requeue(id)

    assert status(catalog, id) == "queued"
    assert len(catalog.findings.of_document(id)) == 1
    assert read(catalog) == 1
    assert len(catalog.findings.of_document(id)) == 1


def test_a_document_that_is_being_read_is_not_queued_again(catalog: Catalog):
    id = post(catalog, ADA)[0].id
    claim(catalog)

    catalog.documents.requeue(id)

    assert status(catalog, id) == "running"
