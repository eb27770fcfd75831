"""How sure the graph is of its facts."""

from dataclasses import replace

import pyoxigraph as ox
import pytest
from fakes import MINTER, WORKS_FOR, document, evidence, projection, thing

from kg.catalog.rows import EvidenceRow
from kg.confidence import weigh
from kg.graph.confidences import Confidences
from kg.graph.statements import Statements
from kg.graph.vocabulary import Vocabulary

ACME = thing("Acme", "organisation")
FACT = ox.Triple(
    ox.NamedNode(thing("Ada").value), ox.NamedNode(WORKS_FOR), ox.NamedNode(ACME.value)
)


def confidence(*rows: EvidenceRow, texts: dict[str, str]) -> float:
    """Of the fact, in a graph of these pieces of evidence; `texts` gives the hash of each document's text."""
    store = ox.Store()
    for id, text in texts.items():
        said = projection(id, *(row for row in rows if row.document == id))
        said = replace(said, document=replace(document(id), read_content=text))
        graphs = Statements(MINTER).graphs(said)
        name = ox.NamedNode(graphs.evidence)
        store.extend(ox.Quad(*triple, name) for triple in graphs.evidence_triples)
    belief = Confidences(store, Vocabulary(MINTER)).of(FACT)
    assert belief is not None
    return belief.confidence


@pytest.mark.parametrize(
    ("texts", "asserted"),
    [({"1": "x", "2": "y"}, [0.6, 0.7]), ({"1": "x", "2": "x"}, [0.7])],
    ids=["two texts", "one text under two ids"],
)
def test_each_text_counts_once(texts: dict[str, str], asserted: list[float]) -> None:
    rows = evidence("1", "Ada", ACME, confidence=0.6), evidence("2", "Ada", ACME, confidence=0.7)

    assert confidence(*rows, texts=texts) == round(weigh(asserted), 3)


def test_a_denial_counts_against() -> None:
    rows = evidence("1", "Ada", ACME), evidence("2", "Ada", ACME, status="denied", confidence=0.6)

    assert confidence(*rows, texts={"1": "x", "2": "y"}) == round(weigh([0.93], [0.6]), 3)


def test_a_triple_without_evidence_has_no_confidence() -> None:
    assert Confidences(ox.Store(), Vocabulary(MINTER)).of(FACT) is None
