"""What merging and linking must not fall below on KnowledgeNet's folds 2 and 3, on which nothing was chosen."""

import os
from pathlib import Path

import pytest

from bench.knowledgenet import FILE, read_gold
from bench.linking import base_for, judged, link_f1, link_scores, linked_facts, predicted_links
from bench.merging import merge_scores
from kg.iris import WIKIDATA_DIRECT
from kg.records import (
    Document,
    Entity,
    Evidence,
    Extraction,
    Iri,
    Mention,
    ModelVersion,
    Span,
    Statement,
)

SHARED = Path(os.environ.get("KG_SHARED", "nowhere"))
pytestmark = pytest.mark.skipif(not (SHARED / FILE).exists(), reason="KG_SHARED names no data")


@pytest.mark.parametrize("fold", [2, 3])
def test_pairs_of_documents_are_judged_well(fold):
    scores = merge_scores(SHARED, fold)

    assert scores.everything.precision >= 0.94
    assert scores.everything.recall >= 0.96
    assert scores.labelled.precision >= 0.87
    assert scores.labelled.recall >= 0.92


@pytest.mark.parametrize("fold", [2, 3])
def test_marked_mentions_are_linked_well(fold):
    scores = link_scores(judged(SHARED, fold))

    assert scores.accuracy >= 0.96
    assert scores.links.precision >= 0.94
    assert scores.links.recall >= 0.85
    assert scores.nil.precision >= 0.96
    assert scores.nil.recall >= 0.98


def test_marked_facts_are_linked_well_when_the_base_names_everything():
    gold = read_gold(SHARED, [2])

    scores = link_f1(linked_facts(gold, judged(SHARED, 2, inventory=(1, 2, 3))), gold)

    assert scores.f1 >= 0.84


def test_predicted_facts_come_with_their_links():
    text = "Sundar Pichai is the chief of Google in the United States."
    names = (("Google", "organisation"), ("United States", "place"))
    things = [Entity(Iri(f"urn:x:{name}"), name, label) for name, label in names]
    spans = [Span(text.index(name), text.index(name) + len(name)) for name, _ in names]
    seat = Statement(things[0].term.value, WIKIDATA_DIRECT + "P159", things[1].term)
    extraction = Extraction(
        "1:0",
        ModelVersion("by hand", "1"),
        tuple(
            Mention(s, t.label, 1.0, n) for n, (s, t) in enumerate(zip(spans, things, strict=True))
        ),
        tuple(things),
        (Evidence(seat, 0.9, *spans, Span(0, len(text))),),
        len(text),
    )

    (found,) = predicted_links([(Document("1:0", text), extraction)], base_for(SHARED, 1))

    assert found[0] == "1:0"
    assert found[2:] == (WIKIDATA_DIRECT + "P159", "http://www.wikidata.org/entity/Q30")
