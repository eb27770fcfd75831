"""Documents.delete: what goes at once, what stays for the projector, what survives."""

import pytest

from kg.catalog import Catalog
from kg.catalog.rows import Retraction
from kg.errors import NotFound
from tests.catalog.given import ADA, BOB, claim, extractions, follow, post, read, status


def test_a_deleted_document_takes_its_text_and_findings_with_it_at_once(catalog: Catalog):
    id = post(catalog, ADA)[0].id
    read(catalog)
    fact = catalog.findings.of_document(id)[0]

    catalog.documents.delete(id)

    assert status(catalog, id) == "deleting"
    assert catalog.findings.of_document(id) == []
    assert catalog.findings.mentions(id) == []
    assert catalog.findings.evidence(fact.statement_id).items == ()
    assert catalog.findings.entities("ada").items == ()
    with pytest.raises(NotFound):
        catalog.findings.entity(fact.statement.subject)
    with pytest.raises(NotFound):
        catalog.documents.text(id)


def test_the_row_goes_when_the_graph_has_followed(catalog: Catalog):
    id = post(catalog, ADA)[0].id
    read(catalog)
    follow(catalog)
    catalog.documents.delete(id)

    pending = catalog.projections.pending(10)
    catalog.projections.settle(pending)

    assert [(each.document.id, each.gone) for each in pending] == [(id, True)]
    with pytest.raises(NotFound):
        catalog.documents.get(id)
    assert catalog.projections.pending(10) == []


def test_facts_that_another_document_supports_are_kept(catalog: Catalog):
    both = post(catalog, f"{ADA} {BOB}")[0].id
    post(catalog, f"Yes: {ADA}")
    read(catalog)

    foreseen = catalog.findings.retraction(both)
    done = catalog.documents.delete(both)

    assert foreseen == done == Retraction(facts=2, retracted=1, kept=1)
    assert len(catalog.findings.entities("ada").items) == 1


def test_a_fact_said_twice_in_one_document_is_one_fact(catalog: Catalog):
    id = post(catalog, f"{ADA} {ADA}")[0].id
    read(catalog)

    assert len(catalog.findings.of_document(id)) == 2
    assert catalog.findings.retraction(id) == Retraction(facts=1, retracted=1, kept=0)


def test_support_from_another_workspace_does_not_count(catalog: Catalog):
    id = post(catalog, ADA)[0].id
    post(catalog, ADA, workspace="elsewhere")
    read(catalog)

    assert catalog.documents.delete(id) == Retraction(facts=1, retracted=1, kept=0)
    assert len(catalog.findings.of_document(id, "elsewhere")) == 1


def test_a_worker_cannot_finish_a_document_deleted_meanwhile(catalog: Catalog):
    id = post(catalog, ADA)[0].id
    late = extractions(claim(catalog))

    catalog.documents.delete(id)

    assert catalog.queue.finish("worker", late) == 0
    assert status(catalog, id) == "deleting"


def test_deleting_twice_does_no_more(catalog: Catalog):
    id = post(catalog, ADA)[0].id
    read(catalog)
    catalog.documents.delete(id)

    assert catalog.documents.delete(id) == Retraction(facts=0, retracted=0, kept=0)
    assert follow(catalog) == 1


def test_an_unknown_document_cannot_be_deleted(catalog: Catalog):
    with pytest.raises(NotFound):
        catalog.documents.delete("nobody")
    with pytest.raises(NotFound):
        catalog.findings.retraction("nobody")


def test_a_document_being_deleted_cannot_be_queued_again(catalog: Catalog):
    id = post(catalog, ADA)[0].id
    catalog.documents.delete(id)

    with pytest.raises(NotFound):
        catalog.documents.requeue(id)
