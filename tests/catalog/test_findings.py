"""What was found, by document, by statement and by thing."""

import pytest

from kg.catalog import Catalog
from kg.errors import InputError, NotFound
from kg.iris import evidence_id, statement_id
from kg.records import (
    Entity,
    Evidence,
    Extraction,
    Iri,
    Literal,
    Mention,
    ModelVersion,
    Span,
    Statement,
)
from tests.catalog.given import ADA, BOB, MINTER, claim, post, read

WORKS_FOR = "http://www.wikidata.org/prop/direct/P108"
BORN = "http://www.wikidata.org/prop/direct/P569"
DATE = "http://www.w3.org/2001/XMLSchema#date"
MODEL = ModelVersion("fake", "7")


def finish(
    catalog: Catalog,
    *evidence: Evidence,
    entities: tuple[Entity, ...] = (),
    mentions: tuple[Mention, ...] = (),
) -> str:
    """Read the only document that waits, with these findings; returns its id."""
    [taken] = claim(catalog)
    found = Extraction(taken.document.id, MODEL, mentions, entities, evidence, 10)
    assert catalog.queue.finish("worker", [(taken, found)]) == 1
    return taken.document.id


def said(
    statement: Statement, confidence: float = 0.9, at: int = 0, sentence: Span | None = None
) -> Evidence:
    return Evidence(
        statement, confidence, Span(at, at + 3), Span(at + 4, at + 7), sentence or Span(at, at + 9)
    )


def test_evidence_says_which_words_support_which_statement(catalog: Catalog):
    id = post(catalog, f"😀 {ADA}")[0].id
    read(catalog)

    [row] = catalog.findings.of_document(id)

    ada, acme = MINTER.entity("Ada Lovelace", "person"), MINTER.entity("Acme Corp", "organisation")
    text = catalog.documents.text(id)
    assert row.statement == Statement(ada, WORKS_FOR, Iri(acme))
    assert (row.subject.of(text), row.object.of(text)) == ("Ada Lovelace", "Acme Corp")
    assert (row.quote, row.sentence.of(text)) == (ADA[:-1], ADA[:-1])
    assert (row.subject_name, row.subject_label) == ("Ada Lovelace", "person")
    assert (row.object_name, row.object_label) == ("Acme Corp", "organisation")
    assert (row.document, row.model, row.version) == (id, "scripted", "1")
    assert row.statement_id == statement_id(row.statement)
    assert row.id == evidence_id(id, row.statement_id, row.subject, row.object)


def test_a_literal_comes_back_with_its_datatype(catalog: Catalog):
    post(catalog, "Ada 815 was born.")
    birth = Statement("urn:ada", BORN, Literal("1815-12-10", DATE))

    id = finish(catalog, said(birth))

    [row] = catalog.findings.of_document(id)
    assert row.statement == birth
    assert row.object_name == "815"


def test_evidence_comes_in_the_order_of_reading(catalog: Catalog):
    post(catalog, "x" * 100)
    late, early = (
        Statement("urn:a", "urn:p", Iri("urn:b")),
        Statement("urn:c", "urn:p", Iri("urn:d")),
    )

    id = finish(catalog, said(late, at=50), said(early, at=10))

    assert [row.statement for row in catalog.findings.of_document(id)] == [early, late]


def test_the_same_place_found_twice_counts_once_at_its_surest(catalog: Catalog):
    post(catalog, "x" * 100)
    fact = Statement("urn:a", "urn:p", Iri("urn:b"))

    id = finish(catalog, said(fact, 0.6), said(fact, 0.8, sentence=Span(0, 50)), said(fact, 0.7))

    assert [row.confidence for row in catalog.findings.of_document(id)] == [0.8]


def test_weak_evidence_can_be_left_out(catalog: Catalog):
    post(catalog, "x" * 100)
    fact = Statement("urn:a", "urn:p", Iri("urn:b"))

    id = finish(catalog, said(fact, 0.6), said(fact, 0.9, at=20))

    sure = catalog.findings.of_document(id, min_confidence=0.9)
    assert [row.confidence for row in sure] == [0.9]


def test_findings_of_an_unknown_document_are_not_found(catalog: Catalog):
    for look in (catalog.findings.of_document, catalog.findings.mentions):
        with pytest.raises(NotFound):
            look("nobody")


def test_mentions_name_things_and_values(catalog: Catalog):
    post(catalog, "Ada was born in 1815.")
    finish(
        catalog,
        entities=(
            Entity(Iri("urn:ada"), "Ada Lovelace", "person"),
            Entity(Literal("1815", DATE), "1815", "date"),
        ),
        mentions=(Mention(Span(0, 3), "person", 0.9, 0), Mention(Span(16, 20), "date", 0.8, 1)),
    )
    id = catalog.documents.page().items[0].id

    ada, year = catalog.findings.mentions(id)

    assert (ada.span, ada.text, ada.name, ada.iri) == (Span(0, 3), "Ada", "Ada Lovelace", "urn:ada")
    assert (year.text, year.label, year.score, year.iri) == ("1815", "date", 0.8, None)


def test_a_statement_is_supported_by_every_document_that_says_it(catalog: Catalog):
    ids = [receipt.id for receipt in post(catalog, ADA, f"Yes, {ADA}", BOB)]
    read(catalog)
    fact = catalog.findings.of_document(ids[0])[0].statement_id

    assert [row.document for row in catalog.findings.evidence(fact).items] == ids[:2]
    assert catalog.findings.statement(fact).documents == 2
    assert catalog.findings.evidence("no such statement").items == ()
    with pytest.raises(NotFound, match="statement"):
        catalog.findings.statement(fact, "elsewhere")


def test_names_that_begin_with_the_query_come_before_those_that_hold_it(catalog: Catalog):
    post(
        catalog,
        "Paris Hilton works for Acme Corp. Vitor Paris works for Acme Corp. "
        "Bob was born in Paris. Zoe was born in Rome.",
    )
    read(catalog)

    found = catalog.findings.entities("  PARIS ").items

    assert [row.name for row in found] == ["Paris", "Paris Hilton", "Vitor Paris"]


def test_things_count_their_documents_and_mentions(catalog: Catalog):
    post(catalog, f"{ADA} {ADA}", f"So: {ADA}", BOB)
    read(catalog)

    [ada] = catalog.findings.entities("ada").items

    assert (ada.documents, ada.mentions, ada.label) == (2, 3, "person")
    assert catalog.findings.entity(ada.iri) == ada
    assert catalog.findings.entities("ada", "elsewhere").items == ()


@pytest.mark.parametrize("query", ["", "person", "on n"])
def test_the_pages_of_a_search_show_everything_once(catalog: Catalog, query: str):
    text = " ".join(f"Person N{n:02} works for Non Person N{n:02}." for n in range(15))
    post(catalog, text)
    read(catalog)
    names: list[str] = []
    after = None

    while True:
        page = catalog.findings.entities(query, limit=4, after=after)
        names += [row.name for row in page.items]
        after = page.next
        if after is None:
            break

    assert len(names) == len(set(names)) == 30


def test_wildcards_of_sql_mean_themselves(catalog: Catalog):
    post(catalog, "x" * 50)
    names = ["100% Pure", "100 Pure", "a_b", "a/b"]
    finish(catalog, entities=tuple(Entity(Iri(f"urn:{n}"), n, "thing") for n in names))

    found = {query: catalog.findings.entities(query).items for query in ("0%", "_", "/", "%")}

    assert {query: [row.name for row in rows] for query, rows in found.items()} == {
        "0%": ["100% Pure"],
        "_": ["a_b"],
        "/": ["a/b"],
        "%": ["100% Pure"],
    }


def test_a_very_long_name_and_iri_can_be_kept_and_found(catalog: Catalog):
    post(catalog, "x" * 50)
    name = "長" * 5000
    iri = MINTER.entity(name, "person")
    entity = Entity(Iri(iri), name, "person")

    finish(catalog, said(Statement(iri, WORKS_FOR, Iri(iri))), entities=(entity,))

    assert catalog.findings.entities("長長").items[0].iri == iri
    assert len(catalog.findings.about(iri).items) == 1


def test_an_unknown_thing_is_not_found(catalog: Catalog):
    with pytest.raises(NotFound, match="entity"):
        catalog.findings.entity("urn:nobody")
    assert catalog.findings.about("urn:nobody").items == ()


def test_what_is_said_about_a_thing_has_it_at_either_end(catalog: Catalog):
    post(
        catalog,
        "Ada works for Acme. Bob works for Acme.",
        "Acme was founded by Eve. Ada works for Bolt.",
    )
    read(catalog)
    acme = MINTER.entity("Acme", "organisation")
    quotes: list[str] = []
    after = None

    while True:
        page = catalog.findings.about(acme, limit=1, after=after)
        quotes += [row.quote for row in page.items]
        after = page.next
        if after is None:
            break

    assert quotes == ["Ada works for Acme", "Bob works for Acme", "Acme was founded by Eve"]


@pytest.mark.parametrize("cursor", ["W10", "WzEsMl0", "WyJhIiwgImIiLCAiYyJd"])
def test_a_search_refuses_a_foreign_cursor(catalog: Catalog, cursor: str):
    with pytest.raises(InputError, match="cursor"):
        catalog.findings.entities("a", after=cursor)
