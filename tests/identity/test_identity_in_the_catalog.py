"""Decisions that last, and findings and graph that follow them, on either database."""

import time

import pytest

from kg.catalog.rows import NewDocument
from kg.errors import Conflict, InputError, NotFound
from kg.identity.records import Doubt, Ref
from kg.identity.resolver import Resolver, patience
from tests.catalog.given import MINTER, post, put, read

CORP, PLAIN = "Ada Lovelace works for Acme Corp.", "Bob Stone works for Acme."
CHICAGO = "First National Bank is located in Chicago."
DALLAS = "First National Bank is located in Dallas."
ACME, ACME_CORP = (MINTER.entity(name, "organisation") for name in ("Acme", "Acme Corp"))
GLOBEX = MINTER.entity("Globex", "organisation")
BANK = MINTER.entity("First National Bank", "place")


def test_statements_come_out_under_one_iri_and_the_other_is_the_same(service):
    service.ingest(CORP, PLAIN)

    assert service.facts() == {"ada_lovelace P108 acme", "bob_stone P108 acme"}
    assert service.same() == {("acme", "acme_corp")}


def test_evidence_keeps_its_ids_and_places(service):
    post(service.catalog, CORP, PLAIN)
    id = service.catalog.documents.page().items[0].id
    service.settle()
    merged = service.catalog.findings.of_document(id)
    service.deciding.split(ACME, [Ref(ACME_CORP)])
    service.settle()

    apart = service.catalog.findings.of_document(id)

    assert [row.statement.object.value for row in merged] == [ACME]
    assert [row.statement.object.value for row in apart] == [ACME_CORP]
    assert [(row.id, row.subject, row.quote) for row in merged] == [
        (row.id, row.subject, row.quote) for row in apart
    ]


def test_two_statements_of_one_fact_are_one_fact(service):
    service.ingest("Ada Lovelace works for Acme Corp.", "Ada Lovelace works for Acme.")

    (first, second) = service.catalog.findings.about(ACME).items

    assert first.statement_id == second.statement_id
    assert service.catalog.findings.retraction(first.document).kept == 1


def test_things_of_one_name_that_differ_are_not_called_the_same(service):
    service.ingest(CHICAGO, DALLAS)

    assert service.facts() == {
        "first_national_bank~chicago P131 chicago",
        "first_national_bank~dallas P131 dallas",
    }
    assert service.same() == set()


def test_a_merge_holds_for_documents_that_come_later(service):
    service.ingest(CORP, "Cy Young works for Globex.")
    service.deciding.merge([ACME_CORP, GLOBEX], keep=GLOBEX)
    service.settle()

    service.ingest("Dee Dee works for Acme Corp.")

    assert "dee_dee P108 globex" in service.facts()
    assert service.catalog.findings.entity(GLOBEX).documents == 3


def test_a_decision_survives_that_its_documents_go_and_come_again(service):
    service.ingest(CORP, "Cy Young works for Globex.")
    service.deciding.merge([ACME_CORP, GLOBEX], keep=GLOBEX)
    service.settle()
    for row in service.catalog.documents.page().items:
        service.catalog.documents.delete(row.id)
    service.settle()
    assert service.facts() == set()

    service.ingest(CORP)

    service.ingest("Cy Young works for Globex.")
    assert service.facts() == {"ada_lovelace P108 globex", "cy_young P108 globex"}


def test_a_replaced_document_is_under_the_right_iri_at_once(service):
    service.ingest(CORP, PLAIN)
    put(service.catalog, NewDocument("Eve Stone works for Acme Corp.", id="new"))

    read(service.catalog)  # nothing has been resolved since

    (row,) = service.catalog.findings.of_document("new")
    assert row.statement.object.value == ACME


def test_a_rebuild_gives_the_same_graph(service):
    service.ingest(CORP, PLAIN, CHICAGO, DALLAS)
    before = sorted(b"".join(service.store.dump("nquads")).splitlines())

    service.projector.rebuild()

    assert sorted(b"".join(service.store.dump("nquads")).splitlines()) == before


def test_a_decision_can_be_undone(service):
    service.ingest(CORP, "Cy Young works for Globex.")
    before = service.facts()
    (made,) = service.deciding.merge([ACME_CORP, GLOBEX])
    service.settle()
    assert service.facts() != before

    service.catalog.identities.undo(made.id)
    service.settle()

    assert service.facts() == before
    assert service.same() == set()
    with pytest.raises(NotFound):
        service.catalog.identities.undo(made.id)


def test_a_split_takes_what_one_document_means(service):
    service.ingest(PLAIN, "Cy Young works for Acme.", "Dee Dee works for Acme.")
    row = next(
        row for row in service.catalog.findings.about(ACME).items if "cy" in row.statement.subject
    )

    service.deciding.split(ACME, [Ref(ACME, row.document)])
    service.settle()

    others = {fact for fact in service.facts() if fact.endswith(" acme")}
    assert others == {"bob_stone P108 acme", "dee_dee P108 acme"}
    assert len(service.facts()) == 3


def test_a_merge_takes_an_earlier_split_back(service):
    service.ingest(CORP, PLAIN)
    service.deciding.split(ACME, [Ref(ACME_CORP)])
    service.settle()
    assert len(service.same()) == 0

    service.deciding.merge([ACME, ACME_CORP])
    service.settle()

    assert service.same() == {("acme", "acme_corp")}


def test_a_doubt_cannot_be_answered_against_what_follows_from_decisions(service):
    service.ingest(CORP, PLAIN, "Cy Young works for Globex.")
    service.deciding.merge([ACME, ACME_CORP])
    service.deciding.merge([ACME, GLOBEX])

    with pytest.raises(Conflict, match="kg entities undo"):
        service.deciding.answer(Doubt(Ref(ACME_CORP), Ref(GLOBEX), 0.5), "different")


def test_a_person_and_an_organisation_cannot_be_merged(service):
    service.ingest(CORP)

    with pytest.raises(Conflict, match="nothing is both"):
        service.deciding.merge([ACME_CORP, MINTER.entity("Ada Lovelace", "person")])


def test_what_cannot_be_decided_says_why(service):
    service.ingest(CORP, PLAIN)

    with pytest.raises(NotFound):
        service.deciding.merge([ACME, "urn:nothing"])
    with pytest.raises(InputError, match="at least two"):
        service.deciding.merge([ACME, ACME])
    with pytest.raises(InputError, match="not one of those"):
        service.deciding.merge([ACME, MINTER.entity("Bob Stone", "person")], keep="urn:other")
    with pytest.raises(InputError, match="does not stand for"):
        service.deciding.split(ACME, [Ref(GLOBEX)])
    with pytest.raises(InputError, match="does not stand for"):
        service.deciding.split(ACME, [Ref(ACME, "no such document")])
    with pytest.raises(InputError, match="Nothing would be left"):
        service.deciding.split(ACME, [Ref(ACME), Ref(ACME_CORP)])


def test_a_doubt_waits_with_the_evidence_of_both_sides_until_it_is_answered(service):
    service.ingest(
        CHICAGO, DALLAS, "First National Bank is located in Illinois. Ada works for Acme."
    )
    service.ingest(
        "Ada Stone works for International Business Machines.", "Bob Stone works for IBM."
    )
    doubts = service.catalog.identities.reviews().items
    (doubt,) = [one for one in doubts if "ibm" in one.left.iri + one.right.iri]

    sides = service.catalog.identities.sides(doubt)
    assert {side.evidence[0].quote for side in sides} == {
        "Ada Stone works for International Business Machines",
        "Bob Stone works for IBM",
    }
    service.deciding.answer(doubt, "same")
    service.settle()

    assert ("international_business_machines", "ibm") in service.same()
    assert doubt.id not in {one.id for one in service.catalog.identities.reviews().items}
    ((decision, origin, _),) = service.catalog.identities.decided().items
    assert (decision.id, origin) == (doubt.id, "review")


def test_a_rejected_doubt_is_not_asked_again(service):
    service.ingest(
        "Ada Stone works for International Business Machines.", "Bob Stone works for IBM."
    )
    (doubt,) = service.catalog.identities.reviews().items

    service.deciding.answer(doubt, "different")
    service.settle()

    assert service.catalog.identities.reviews().items == ()
    assert service.same() == set()


def test_nothing_is_resolved_twice(service):
    service.ingest(CORP, PLAIN)

    assert service.resolver.step() == 0
    post(service.catalog, DALLAS)
    assert service.resolver.step() == 0  # it waits to be read
    service.settle()
    assert service.resolver.step() == 0


def test_facts_come_first_and_then_who_is_who(service):
    post(service.catalog, CORP, PLAIN)
    read(service.catalog)

    before = service.resolver.step()
    while service.projector.step():
        pass

    assert before == 0
    assert service.resolver.step() == 1


def test_a_service_that_never_rests_is_resolved_once_twenty_times_as_long_as_that_took_has_passed(
    catalog, service
):
    resolver = Resolver(catalog, service.store, (), patience_s=0.0)
    post(catalog, *(f"Ada N{n} works for Acme{n}." for n in range(100)))
    read(catalog)
    began = time.monotonic()
    resolver.resolve()
    took = time.monotonic() - began
    post(catalog, CORP)
    read(catalog)
    post(catalog, "This one is still to be read.")
    assert catalog.worlds.busy()

    at_once = resolver.step()
    time.sleep(20 * took)
    resolver.step()

    assert at_once == 0
    stamp = catalog.worlds.stamp()
    assert catalog.worlds.resolved() == str(stamp)


@pytest.mark.parametrize(("took_s", "waits_s"), [(0.5, 60), (7, 140), (600, 1800)])
def test_between_two_resolutions_of_a_busy_service_are_a_minute_at_least_and_half_an_hour_at_most(
    took_s, waits_s
):
    assert patience(60.0, took_s) == waits_s


def test_what_was_interrupted_is_finished(service, monkeypatch):
    post(service.catalog, CORP, PLAIN)
    with monkeypatch.context() as patched:
        patched.delattr("kg.catalog.settling.rename")
        with pytest.raises(NameError):
            service.settle()
    while service.projector.step():
        pass

    assert service.resolver.step() == 1

    service.settle()
    assert service.same() == {("acme", "acme_corp")}
