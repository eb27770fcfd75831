"""Projections: what the graph has still to follow."""

from kg.catalog import Catalog
from kg.catalog.rows import NewDocument
from tests.catalog.given import ADA, BOB, Clock, fail, follow, post, put, read, status


def test_an_extracted_document_is_pending_until_it_is_settled(catalog: Catalog):
    id = post(catalog, NewDocument(ADA, title="Title"))[0].id
    assert catalog.projections.pending(10) == []
    read(catalog)

    [pending] = catalog.projections.pending(10)
    catalog.projections.settle([pending])

    assert (pending.document.id, pending.document.title, pending.gone) == (id, "Title", False)
    assert pending.evidence == tuple(catalog.findings.of_document(id))
    assert [entity.name for entity in pending.entities] == ["Ada Lovelace", "Acme Corp"]
    assert status(catalog, id) == "done"
    assert catalog.projections.pending(10) == []


def test_the_oldest_change_comes_first(catalog: Catalog, clock: Clock):
    ids = []
    for text in (ADA, BOB, "Nothing."):
        ids.append(post(catalog, text)[0].id)
        clock.turn(1)
        read(catalog)
    catalog.documents.delete(ids[0])

    assert [each.document.id for each in catalog.projections.pending(10)] == ids
    assert [each.document.id for each in catalog.projections.pending(2)] == ids[:2]


def test_a_document_in_which_nothing_was_found_is_there_all_the_same(catalog: Catalog):
    id = post(catalog, "Nothing.")[0].id
    read(catalog)

    [pending] = catalog.projections.pending(10)

    assert (pending.gone, pending.evidence) == (False, ())
    follow(catalog)
    assert status(catalog, id) == "done"


def test_settling_what_has_changed_meanwhile_leaves_it_pending(catalog: Catalog):
    put(catalog, NewDocument(ADA, id="letter"))
    read(catalog)
    before = catalog.projections.pending(10)
    put(catalog, NewDocument(BOB, id="letter"))
    read(catalog)

    catalog.projections.settle(before)

    [after] = catalog.projections.pending(10)
    assert after.evidence[0].quote == BOB[:-1]
    assert status(catalog, "letter") == "extracted"


def test_settling_twice_changes_nothing(catalog: Catalog):
    id = post(catalog, ADA)[0].id
    read(catalog)
    pending = catalog.projections.pending(10)

    catalog.projections.settle(pending)
    catalog.projections.settle(pending)

    assert status(catalog, id) == "done"


def test_a_document_deleted_between_projecting_and_settling_is_retracted_next(catalog: Catalog):
    id = post(catalog, ADA)[0].id
    read(catalog)
    pending = catalog.projections.pending(10)
    catalog.documents.delete(id)

    catalog.projections.settle(pending)

    assert [each.gone for each in catalog.projections.pending(10)] == [True]
    assert status(catalog, id) == "deleting"


def test_a_document_queued_again_before_it_was_followed_stays_queued(catalog: Catalog):
    id = post(catalog, ADA)[0].id
    read(catalog)
    catalog.documents.requeue(id)

    assert len(catalog.projections.pending(10)) == 1
    follow(catalog)

    assert status(catalog, id) == "queued"


def test_a_reset_makes_every_document_with_findings_pending(catalog: Catalog):
    done, replaced = (
        put(catalog, NewDocument(ADA, id="done")).id,
        put(catalog, NewDocument(BOB, id="replaced")).id,
    )
    read(catalog)
    follow(catalog)
    put(catalog, NewDocument("Unreadable.", id="replaced"))
    fail(catalog)
    post(catalog, "Still waiting.")

    assert catalog.projections.reset() == 2

    assert {each.document.id for each in catalog.projections.pending(10)} == {done, replaced}
    assert catalog.documents.counts() == {"extracted": 1, "failed": 1, "queued": 1}
    follow(catalog)
    assert catalog.documents.counts() == {"done": 1, "failed": 1, "queued": 1}


def test_nothing_to_settle_is_nothing_to_do(catalog: Catalog):
    catalog.projections.settle([])

    assert catalog.projections.pending(10) == []
