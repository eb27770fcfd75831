"""The project's own terms are described at the address that their IRIs have."""

import json
from importlib.resources import files
from pathlib import Path
from typing import get_args

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from api.app import create_app
from api.service import open_service
from kg.graph.described import described
from kg.graph.vocabulary import RDFS_COMMENT, RDFS_LABEL, Vocabulary
from kg.iris import Minter
from kg.records import AssertionStatus
from kg.settings import Settings

MINTER = Minter("https://graph.example/")


def test_every_term_that_is_written_is_described_and_no_other():
    terms = Vocabulary(MINTER)
    config = json.loads(files("kg.model").joinpath("shipped/config.json").read_text("utf-8"))
    written = {MINTER.entity_class(label) for label in config["labels"]}
    written |= {terms.status_of(status).value for status in get_args(AssertionStatus)}
    written |= {
        value.value
        for name, value in vars(terms).items()
        if isinstance(value, NamedNode) and not name.startswith("_") and "#" in value.value
    }

    said = {
        triple.subject.value for triple in described(MINTER) if triple.predicate == RDFS_COMMENT
    }

    assert written <= said
    own = {MINTER.vocabulary + "Status", MINTER.vocabulary.rstrip("#")}
    assert said - written == own


def test_every_term_has_a_label():
    labelled = {one.subject for one in described(MINTER) if one.predicate == RDFS_LABEL}

    assert labelled == {one.subject for one in described(MINTER)}


@pytest.fixture
def client(tmp_path: Path):
    settings = Settings(
        data=tmp_path, extractor="scripted", examples=False, base_iri="https://graph.example/"
    )
    with TestClient(create_app(settings, open=open_service)) as found:
        yield found


@pytest.mark.parametrize(
    ("accept", "format"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/rdf+xml", RdfFormat.RDF_XML),
        ("application/ld+json", RdfFormat.JSON_LD),
        ("*/*", RdfFormat.TURTLE),
    ],
)
def test_the_vocabulary_is_served_in_the_form_that_is_asked_for(client, accept, format):
    answer = client.get("/vocabulary", headers={"Accept": accept})

    served: set[Triple] = {quad.triple for quad in parse(answer.content, format)}
    assert served == set(described(MINTER))


def test_a_browser_gets_a_page_with_an_anchor_for_each_term(client):
    answer = client.get("/vocabulary", headers={"Accept": "text/html,*/*;q=0.8"})

    assert answer.headers["content-type"].startswith("text/html")
    assert '<tr id="confidence">' in answer.text
    assert "https://graph.example/vocabulary#" in answer.text


def test_what_cannot_be_written_is_refused(client):
    assert client.get("/vocabulary", headers={"Accept": "image/png"}).status_code == 406
