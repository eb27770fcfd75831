"""The component in a real spaCy pipeline."""

import pytest

spacy = pytest.importorskip("spacy")

from kg.extraction.scripted import ScriptedExtractor  # noqa: E402
from kg.iris import WIKIDATA_DIRECT, Minter  # noqa: E402
from kg.spacy import Component  # noqa: E402

TEXT = "𝔸 note. Ada Lovelace was born in London, and Bob Reed works for Acme."
BORN = WIKIDATA_DIRECT + "P19"


@pytest.fixture
def read():
    """A blank English pipeline, followed by the component over an extractor without a model."""
    nlp = spacy.blank("en")
    component = Component(ScriptedExtractor(Minter("http://localhost:8000/")), {BORN: "born in"})
    return lambda text: component(nlp(text))


def test_mentions_are_spans_of_the_doc_with_their_types(read):
    found = {(span.text, span.label_) for span in read(TEXT).spans["kg"]}

    assert {("Ada Lovelace", "person"), ("London", "place"), ("Acme", "organisation")} <= found


def test_relations_join_spans_and_say_what_they_are_called(read):
    first, second = read(TEXT)._.kg_relations

    assert (first.subject.text, first.label, first.object.text) == (
        "Ada Lovelace",
        "born in",
        "London",
    )
    assert (first.confidence, first.status) == (0.9, "asserted")
    assert second.label == WIKIDATA_DIRECT + "P108"


def test_a_text_without_findings_has_none(read):
    doc = read("Nothing here.")

    assert list(doc.spans["kg"]) == []
    assert doc._.kg_relations == ()


@pytest.mark.slow
def test_the_component_is_added_by_name_and_reads_with_the_shipped_model():
    nlp = spacy.blank("en")
    nlp.add_pipe("kg")

    doc = nlp("Marie Curie was born in Warsaw on 7 November 1867.")

    assert "Warsaw" in {one.object.text for one in doc._.kg_relations}
