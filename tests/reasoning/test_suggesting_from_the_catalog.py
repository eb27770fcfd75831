"""Suggestions are held against the catalog as it is, however old the rules are."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.catalog import Catalog
from kg.reasoning.suggesting import Suggester
from tests.catalog.given import MINTER, post, read

FACTS = [
    text
    for n in range(4)
    for text in (
        f"Pat{n} works for Firm{n}.",
        f"Firm{n} was founded by Sam{n}.",
        *([f"Pat{n} is married to Sam{n}."] if n < 3 else []),
    )
]
PAT = MINTER.entity("Pat3", "person")
SAM = MINTER.entity("Sam3", "person")


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    opened = Catalog.open(f"sqlite:///{tmp_path / 'catalog.sqlite'}")
    post(opened, *FACTS)
    read(opened)
    yield opened
    opened.close()


def objects(suggester: Suggester) -> list[str]:
    return [one.proposal.object for one in suggester.suggest(PAT)]


@pytest.mark.parametrize("patience", [0.0, 1e9])
def test_what_has_been_stated_since_is_not_suggested(catalog: Catalog, patience: float):
    suggester = Suggester(catalog, (), quick_s=0, patience=patience)
    assert objects(suggester) == [SAM]

    post(catalog, "Pat3 is married to Sam3.")
    read(catalog)

    assert objects(suggester) == []


@pytest.mark.parametrize("patience", [0.0, 1e9])
def test_what_rests_on_a_fact_that_is_gone_is_not_suggested(catalog: Catalog, patience: float):
    suggester = Suggester(catalog, (), quick_s=0, patience=patience)
    (found,) = suggester.suggest(PAT)

    gone = catalog.findings.evidence(found.grounds[0].id).items[0].document
    catalog.documents.delete(gone)

    assert objects(suggester) == []


def test_rules_stay_while_facts_do_and_change_when_one_document_replaces_another(catalog: Catalog):
    suggester = Suggester(catalog, ())
    before = {one.id: one.rule.support for one in suggester.rules()}
    (spouse,) = [
        id
        for id, support in before.items()
        if support == 3 and suggester.suggest(PAT)[0].rule.id == id
    ]
    assert {one.id: one.rule.support for one in suggester.rules()} == before

    gone = next(
        row.document
        for one in catalog.findings.statements(limit=100).items
        if one.subject_name == "Pat0" and one.object_name == "Sam0"
        for row in catalog.findings.evidence(one.id).items
    )
    catalog.documents.delete(gone)
    post(catalog, "Kim was born in Zenda.")
    read(catalog)

    after = {one.id: one.rule.support for one in suggester.rules()}
    assert after[spouse] == 2
