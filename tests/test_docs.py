"""What the documentation says, held against the code."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store, parse

from api.app import create_app
from api.cli.app import app as cli
from kg.catalog.rows import DocumentRow, EvidenceRow, Projection
from kg.graph.canonical import stored_form
from kg.graph.statements import Statements
from kg.iris import WIKIDATA_DIRECT, Minter, content_hash, evidence_id, statement_id
from kg.records import Entity, Iri, Span, Statement
from kg.settings import Settings

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
TEXT = "Marie Curie was born in Warsaw."
READ_AT = 1_795_512_600_000
"""2026-11-24, 09:30 UTC."""


def block(page: str, language: str, place: int = 0) -> str:
    """Return one fenced block of a page, by its language and its place among those."""
    found = re.findall(rf"```{language}\n(.*?)```", (ROOT / page).read_text(), flags=re.DOTALL)
    return str(found[place])


def projection() -> Projection:
    """Return the document of docs/rdf.md as the catalog would hand it to the projector."""
    minter = Minter("http://localhost:8000/")
    marie, warsaw = minter.entity("Marie Curie", "person"), minter.entity("Warsaw", "place")
    born = Statement(marie, WIKIDATA_DIRECT + "P19", Iri(warsaw))
    subject, end = Span(0, 11), Span(24, 30)
    document = DocumentRow(
        id="7", workspace="main", status="extracted", title="Marie Curie",
        uri="https://example.org/7", language="en", metadata={}, characters=len(TEXT),
        characters_read=len(TEXT), revision=1, attempt=1, error=None, job="1",
        created_at=0, updated_at=0, model="minilm", model_version="1",
        read_at=READ_AT, read_content=content_hash(TEXT),
    )  # fmt: skip
    evidence = EvidenceRow(
        id=evidence_id("7", statement_id(born), subject, end), document="7",
        statement_id=statement_id(born), statement=born, confidence=0.93, subject=subject,
        object=end, sentence=Span(0, len(TEXT)), quote=TEXT, subject_label="person",
        object_label="place", subject_name="Marie Curie", object_name="Warsaw",
        model="minilm", version="1", source=content_hash(TEXT), read_at=READ_AT,
    )  # fmt: skip
    entities = (Entity(Iri(marie), "Marie Curie", "person"), Entity(Iri(warsaw), "Warsaw", "place"))
    return Projection(document, False, 1, entities, (evidence,))


def test_the_turtle_in_the_graph_page_is_what_the_projector_writes():
    shown = {quad.triple for quad in parse(block("docs/rdf.md", "turtle"), RdfFormat.TURTLE)}

    written = Statements(Minter("http://localhost:8000/")).graphs(projection())

    assert shown == {stored_form(one) for one in written.triples | written.evidence_triples}


def test_the_evidence_query_in_the_graph_page_finds_the_sentence():
    store = Store()
    data = block("docs/rdf.md", "turtle").encode()
    store.load(data, RdfFormat.TURTLE, to_graph=None)
    query = block("docs/rdf.md", "sparql", 2).replace("GRAPH ?graph", "")

    (found,) = store.query(query)

    assert found["quote"].value == TEXT


def test_every_route_that_the_pages_name_is_there():
    named = {
        (method.lower(), re.sub(r"\{\w+\}", "{}", path.partition("?")[0]))
        for page in PAGES
        for method, path in re.findall(r"`(GET|POST|PUT|DELETE) (/[^ `]*)`", page.read_text())
    }

    there = {
        (method, re.sub(r"\{\w+\}", "{}", path))
        for path, methods in create_app(Settings()).openapi()["paths"].items()
        for method in methods
    }

    examples = {("get", "/entities/person/ada_lovelace")}
    assert named - examples <= there


def test_the_command_line_page_names_every_command():
    named = set(re.findall(r"^\| `kg ([a-z]+)", (ROOT / "docs/cli.md").read_text(), re.MULTILINE))

    assert named == {str(one.name) for one in [*cli.registered_commands, *cli.registered_groups]}


def test_the_settings_page_says_what_the_settings_are():
    script = [sys.executable, "-m", "scripts.settings_page"]

    made = subprocess.run(script, cwd=ROOT, capture_output=True, text=True)

    assert made.stdout == (ROOT / "docs/settings.md").read_text(), made.stderr or "run `make docs`"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_within_the_repository_leads_somewhere(page):
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text())

    assert [link for link in links if not (page.parent / link).exists()] == []
