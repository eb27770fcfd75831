"""The bundled documents are what the first start, the documentation and other tests stand on."""

import re

import pytest

from kg.examples import ExampleDocument, example_documents

DOCUMENTS = example_documents()


def by_name(name: str) -> ExampleDocument:
    return next(document for document in DOCUMENTS if document.name == name)


def test_there_are_more_than_ten_with_names_and_titles_of_their_own():
    assert len(DOCUMENTS) > 10
    assert len({document.name for document in DOCUMENTS}) == len(DOCUMENTS)
    assert len({document.title for document in DOCUMENTS}) == len(DOCUMENTS)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_each_is_a_short_text_under_a_title(document):
    words = len(document.text.split())

    assert 120 <= words <= 350
    assert re.fullmatch(r"\w.{2,60}", document.title)
    assert not document.title.endswith(".")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_each_is_plain_text_without_markup(document):
    assert not re.search(r"[#*_`<>\[\]]", document.text)
    assert "\r" not in document.text
    assert "\n\n" in document.text


@pytest.mark.parametrize(
    ("name", "also"),
    [
        ("Pierre Curie", {"marie-curie", "pierre-curie"}),
        ("CERN", {"cern", "geneva"}),
        ("Tidewell Sensors", {"brackwater-instruments", "brackwater-denies-sale"}),
    ],
)
def test_some_things_are_spoken_of_in_two_documents(name, also):
    assert also <= {document.name for document in DOCUMENTS if name in document.text}


def test_one_document_denies_and_doubts_what_it_reports():
    text = by_name("brackwater-denies-sale").text

    assert "does not own" in text
    assert "perhaps" in text
