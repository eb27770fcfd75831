"""What all evidence for a fact comes to, asked for in SPARQL."""

from dataclasses import replace

import pytest
from asking import select
from fakes import WORKS_FOR, document, evidence, projection, thing

from kg.confidence import weigh
from kg.graph.embedded import EmbeddedStore
from kg.graph.statements import Statements
from kg.iris import Minter

ACME = thing("Acme", "organisation")


@pytest.fixture
def told(store: EmbeddedStore, minter: Minter) -> EmbeddedStore:
    """A store in which two texts say that Ada works for Acme, and one denies it."""
    rows = (
        evidence("1", "Ada", ACME, confidence=0.6),
        evidence("2", "Ada", ACME, confidence=0.7),
        evidence("3", "Ada", ACME, status="denied", confidence=0.6),
    )
    said = [
        replace(one, document=replace(document(row.document), read_content=row.document))
        for row in rows
        for one in [projection(row.document, row)]
    ]
    store.apply([Statements(minter).graphs(one) for one in said])
    return store


def confidences(store: EmbeddedStore, minter: Minter, condition: str = "") -> list[dict[str, str]]:
    return select(
        store,
        f"""PREFIX kg: <{minter.vocabulary}>
        SELECT ?sure {{ ?s <{WORKS_FOR}> ?o
            BIND(kg:confidenceOf(?s, <{WORKS_FOR}>, ?o) AS ?sure) {condition} }}""",
    )


def test_a_query_gives_what_all_evidence_comes_to_and_filters_by_it(
    told: EmbeddedStore, minter: Minter
) -> None:
    (found,) = confidences(told, minter)
    sure = float(found["sure"])

    assert sure == round(weigh([0.6, 0.7], [0.6]), 3)
    assert confidences(told, minter, f"FILTER(?sure >= {sure})") == [found]
    assert confidences(told, minter, f"FILTER(?sure > {sure})") == []


def test_what_no_document_states_has_no_confidence(told: EmbeddedStore, minter: Minter) -> None:
    told.update(f"INSERT DATA {{ <urn:a> <{WORKS_FOR}> <urn:b> }}")

    assert sorted(map(len, confidences(told, minter))) == [0, 1]


@pytest.mark.parametrize("wrong", ["1", "?s, 1, ?o", '"a", ?p, ?o', "?s, ?p"])
def test_a_call_that_makes_no_sense_is_an_error_of_the_expression_alone(
    told: EmbeddedStore, minter: Minter, wrong: str
) -> None:
    query = f"""PREFIX kg: <{minter.vocabulary}>
        SELECT ?sure {{ ?s ?p ?o FILTER(?p = <{WORKS_FOR}>)
            BIND(kg:confidenceOf({wrong}) AS ?sure) }}"""

    assert select(told, query) == [{}]
