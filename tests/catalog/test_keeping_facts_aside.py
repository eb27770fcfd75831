"""What is kept aside, and what people decide about it, in either database."""

import json

import pytest

from kg.admission.gate import Gate
from kg.admission.shape_checker import ShapeChecker
from kg.catalog import Catalog
from kg.catalog.rows import NewDocument
from kg.catalog.statement_rows import Sought
from kg.errors import NotFound
from tests.catalog.given import MINTER, follow, put, read

POLICY = json.dumps({"policies": [{"name": "paris", "phrase": "Paris"}]})
TEXT = "Ada Lovelace was born in London. Bob Stone was born in Paris."


def checked(catalog: Catalog) -> None:
    gate = Gate(catalog.guards, catalog.checking, MINTER, ShapeChecker())
    while gate.step(2):
        pass


def facts(catalog: Catalog) -> list[str]:
    return sorted(row.object_name for row in catalog.findings.statements(Sought()).items)


def test_what_was_there_before_a_policy_goes_and_comes_back_with_it(catalog: Catalog):
    put(catalog, NewDocument(TEXT, id="one"))
    read(catalog)
    assert follow(catalog) == 1

    catalog.guards.put("policies", "main", POLICY, "application/json")
    assert catalog.refusals.busy() == 2
    checked(catalog)

    assert facts(catalog) == ["London"]
    assert [row.document.id for row in catalog.projections.pending(10)] == ["one"]
    ((reason, number),) = catalog.refusals.reasons().items()
    assert (reason.kind, reason.name, reason.rule, number) == ("policy", "main", "paris", 1)
    assert catalog.refusals.counts() == {"open": 1, "rejected": 0, "unchecked": 0}
    assert catalog.refusals.of_document("one") == 1

    catalog.guards.delete("policies", "main")
    checked(catalog)

    assert facts(catalog) == ["London", "Paris"]
    assert catalog.refusals.page("all").items == ()


def test_a_decision_outlives_the_document_that_it_was_made_about(catalog: Catalog):
    catalog.guards.put("policies", "main", POLICY, "application/json")
    put(catalog, NewDocument(TEXT, id="one"))
    read(catalog)
    checked(catalog)
    (paris,) = catalog.refusals.page(document="one").items

    catalog.refusals.decide(paris.evidence.id, "accepted")
    checked(catalog)
    assert facts(catalog) == ["London", "Paris"]
    (accepted,) = catalog.refusals.page("accepted").items
    assert (accepted.evidence.id, accepted.reasons) == (paris.evidence.id, ())

    catalog.documents.delete("one")
    checked(catalog)
    assert catalog.refusals.page("accepted").items == ()
    follow(catalog)
    put(catalog, NewDocument(TEXT, id="one"))
    read(catalog)
    checked(catalog)
    assert facts(catalog) == ["London", "Paris"]

    catalog.refusals.decide(paris.evidence.id, "rejected")
    checked(catalog)
    assert facts(catalog) == ["London"]
    assert catalog.refusals.counts()["rejected"] == 1


def test_pages_of_what_is_aside_follow_each_other(catalog: Catalog):
    catalog.guards.put("policies", "main", POLICY, "application/json")
    for number, name in enumerate(("Ada", "Bob", "Cy", "Dan", "Eve")):
        put(catalog, NewDocument(f"{name} Stone was born in Paris.", id=str(number)))
    read(catalog)
    checked(catalog)

    first = catalog.refusals.page(limit=3)
    second = catalog.refusals.page(limit=3, after=first.next)

    ids = [one.evidence.id for one in (*first.items, *second.items)]
    assert ids == sorted(ids)
    assert len(set(ids)) == 5
    assert second.next is None


def test_nothing_can_be_decided_about_what_was_never_refused(catalog: Catalog):
    put(catalog, NewDocument(TEXT, id="one"))
    read(catalog)
    (london, _) = catalog.findings.of_document("one")

    with pytest.raises(NotFound, match="GET /refused"):
        catalog.refusals.decide(london.id, "rejected")
