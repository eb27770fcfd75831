"""Verdicts on rules and suggestions, and the facts that they are about."""

from kg.catalog import Catalog
from tests.catalog.given import ADA, BOB, Clock, post, read


def test_the_last_verdict_counts_and_can_be_taken_back(catalog: Catalog):
    catalog.verdicts.give("rule", "a", "refused", "rule a")
    catalog.verdicts.give("rule", "a", "accepted", "rule a")
    catalog.verdicts.give("rule", "b", "refused", "rule b")
    catalog.verdicts.give("suggestion", "a", "refused", "fact a")
    assert catalog.verdicts.given("rule", ["a", "b", "c"]) == {"a": "accepted", "b": "refused"}

    catalog.verdicts.give("rule", "b", "open", "rule b")

    assert catalog.verdicts.given("rule", ["a", "b"]) == {"a": "accepted"}
    assert catalog.verdicts.given("suggestion", ["a"]) == {"a": "refused"}
    assert catalog.verdicts.given("rule", ["a"], "elsewhere") == {}


def test_the_revision_changes_even_when_one_document_takes_the_place_of_another(
    catalog: Catalog, clock: Clock
):
    (ada,) = post(catalog, ADA)
    read(catalog)
    before = catalog.facts.revision()
    assert catalog.facts.revision() == before
    assert len(catalog.facts.between_things().triples) == 1

    catalog.documents.delete(ada.id)
    clock.turn(1)
    post(catalog, BOB)
    read(catalog)

    assert catalog.facts.revision() != before
    ((subject, _, _),) = catalog.facts.between_things().triples
    assert catalog.facts.between_things().labels[subject] == "person"
