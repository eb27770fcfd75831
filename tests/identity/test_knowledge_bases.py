"""Knowledge bases: loaded whole or not at all, linked with documents, told apart from what is new."""

import gzip

import pytest
from pyoxigraph import Quad, RdfFormat, parse, serialize

from kg.errors import Conflict, InputError, NotFound, UnsupportedFormat
from kg.identity.base_formats import base_file
from kg.identity.comparing import compared
from kg.identity.records import Ref
from tests.catalog.given import MINTER

PREFIXES = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix schema: <http://schema.org/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix : <http://base.example/> .
"""
BASE = f"""{PREFIXES}
:ada a foaf:Person ; foaf:name "Ada Lovelace" ; wdt:P19 :london ; wdt:P108 :acme .
:bob a foaf:Person ; rdfs:label "Robert Stone" ; skos:altLabel "Bob Stone" ; wdt:P19 :rome .
:london a schema:City ; skos:prefLabel "London"@en, "Londres"@fr .
:rome a schema:City ; rdfs:label "Rome" .
:paris a schema:City ; rdfs:label "Paris" .
:paris-texas a schema:City ; rdfs:label "Paris" ; wdt:P131 :texas .
:texas a schema:State ; rdfs:label "Texas" .
:acme a schema:Organization ; rdfs:label "Acme Corporation" ; schema:alternateName "ACME" .
"""
DOCUMENTS = (
    "Ada Lovelace was born in London. Ada Lovelace works for Acme.",
    "Bob Stone was born in London. Carl Quux works for Acme Corporation.",
)
NAMESAKES = ("paris", "hilton", "club")
FORMATS = {
    ".nt": RdfFormat.N_TRIPLES,
    ".ttl": RdfFormat.TURTLE,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
}


def only(service, standing: str) -> set[str]:
    """The facts of one standing, as their ends' short names."""
    found = compared(service.catalog, MINTER, standing)
    return {
        " ".join(
            str(part).strip("<>").rpartition("/")[2] for part in (t.subject, t.predicate, t.object)
        )
        for t in found
        if "/prop/direct/" in t.predicate.value
    }


def test_documents_come_out_in_the_bases_own_iris(service):
    service.ingest(*DOCUMENTS)
    base = service.load(BASE)
    service.settle()

    assert (base.status, base.entities) == ("ready", 8)
    assert service.facts() == {
        "ada P19 london", "ada P108 acme", "bob P19 london", "carl_quux P108 acme",
    }  # fmt: skip
    assert {("acme", "acme"), ("acme", "acme_corporation")} <= service.same()


def test_statements_are_known_new_or_conflicting(service):
    service.load(BASE)
    service.ingest(*DOCUMENTS)

    assert only(service, "known") == {"ada P19 london", "ada P108 acme"}
    assert only(service, "new") == {"carl_quux P108 acme"}
    assert only(service, "conflicting") == {"bob P19 london"}
    rows = service.catalog.findings.about("http://base.example/bob").items
    assert [row.standing for row in rows] == ["conflicting"]


def test_what_is_new_says_what_new_things_are_called(service):
    service.load(BASE)
    service.ingest(*DOCUMENTS)

    labels = {
        t.subject.value: t.object.value
        for t in compared(service.catalog, MINTER, "new")
        if t.predicate.value.endswith("label")
    }

    assert labels == {MINTER.entity("Carl Quux", "person"): "Carl Quux"}


def test_what_is_new_is_known_once_it_is_loaded(service):
    service.load(BASE)
    service.ingest(*DOCUMENTS)
    lines = serialize(compared(service.catalog, MINTER, "new"), format=RdfFormat.N_TRIPLES)

    service.load(lines.decode(), "more", ".nt")
    service.settle()

    assert only(service, "new") == set()
    assert "carl_quux P108 acme" in only(service, "known")


def test_a_known_statement_may_be_said_from_the_other_side_or_less_precisely(service):
    service.load(
        f"""{PREFIXES}
        :ada rdfs:label "Ada Lovelace" ; a foaf:Person . :bob rdfs:label "Bob Stone" ; a foaf:Person .
        :bob wdt:P26 :ada .
        """
    )
    service.ingest("Ada Lovelace is married to Bob Stone.")

    assert only(service, "known") == {"ada P26 bob"}


def test_a_class_of_the_bases_own_is_what_its_ontology_says(service):
    service.load(
        f"""{PREFIXES}
        @prefix wd: <http://www.wikidata.org/entity/> .
        :paris rdfs:label "Paris" ; a :Capital . :hilton rdfs:label "Paris" ; a :Socialite .
        :club rdfs:label "Paris" ; wdt:P31 wd:Q476028 . wd:Q476028 wdt:P279 wd:Q43229 .
        :Socialite rdfs:subClassOf :Celebrity . :Celebrity rdfs:subClassOf foaf:Person, :Celebrity .
        :Capital rdfs:subClassOf schema:City .
        """
    )

    known = service.catalog.bases.entities([f"http://base.example/{n}" for n in NAMESAKES])

    assert {iri.rpartition("/")[2]: one.labels for iri, one in known.items()} == {
        "paris": {"place"},
        "hilton": {"person"},
        "club": {"organisation"},
    }


def test_an_english_name_is_kept_among_hundreds_of_others(service):
    others = ", ".join(f'"Alemania {n}"@x{chr(97 + n % 26)}' for n in range(300))
    service.load(
        f'{PREFIXES} :de rdfs:label {others}, "Germany"@en ; skos:altLabel "Deutschland"@en-GB .'
    )

    (found,) = service.catalog.bases.entities(["http://base.example/de"]).values()

    assert found.names[:2] == ("Germany", "Deutschland")


def test_neighbours_in_the_document_say_which_of_two_is_meant(service):
    service.load(BASE)
    service.ingest("Paris is located in Texas.")

    assert service.facts() == {"paris-texas P131 texas"}


def test_an_ambiguous_name_is_asked_about_and_stays_as_it_was(service):
    service.load(BASE)
    service.ingest("Paris is located in Texas.", "Zed Young was born in Paris.")

    assert "zed_young P19 paris" in service.facts()
    assert MINTER.entity("Paris", "place") in {
        doubt.left.iri for doubt in service.catalog.identities.reviews().items
    }
    doubt = next(
        one for one in service.catalog.identities.reviews().items if "base" in one.right.iri
    )
    left, right = service.catalog.identities.sides(doubt)
    assert (left.names, right.names) == (("Paris",), ("Paris",))


def test_people_may_say_what_is_meant_and_that_it_is_not(service):
    service.load(BASE)
    service.ingest("Zed Young was born in Paris.")
    paris, known = MINTER.entity("Paris", "place"), "http://base.example/paris-texas"

    service.deciding.merge([paris, known])
    service.settle()
    assert service.facts() == {"zed_young P19 paris-texas"}

    service.deciding.split(known, [Ref(paris)])
    service.settle()
    assert "paris-texas" not in "".join(service.facts())


def test_unloading_brings_minted_iris_back(service):
    service.ingest(*DOCUMENTS)
    before = service.facts(), service.same()
    base = service.load(BASE)
    service.settle()
    assert service.facts() != before[0]

    service.clock.turn(1)
    service.loader.unload("base")
    service.settle()

    assert (service.facts(), service.same()) == before
    assert not service.store.has_graph(base.graph)
    assert {
        row.standing
        for row in service.catalog.findings.about(MINTER.entity("Acme", "organisation")).items
    } == {None}
    with pytest.raises(Conflict, match="No knowledge base is loaded"):
        compared(service.catalog, MINTER, "new")


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("ending", FORMATS)
def test_every_format_is_read(service, ending, packed):
    if packed and ending != ".nt":
        pytest.skip("one packed format stands for all")
    quads = (Quad(*quad.triple) for quad in parse(BASE, RdfFormat.TURTLE))
    data = serialize(quads, format=FORMATS[ending])
    file = service.folder / f"base{ending}{'.gz' if packed else ''}"
    file.write_bytes(gzip.compress(data) if packed else data)

    base = service.loader.load(service.loader.begin("base", file.name), file)

    assert (base.triples, base.entities) == (23, 8)
    assert service.catalog.bases.has("http://base.example/paris-texas")
    assert service.store.has_graph(base.graph)


@pytest.mark.parametrize(
    ("ending", "text", "complaint"),
    [
        (".nt", "<urn:a> <urn:b> 'x' .\n", "line 1"),
        (".nt", '<urn:a> <urn:b> "x" .\n<urn:a> <urn:b> oops .\n', "line 2"),
        (".ttl", BASE + "\n:this :is :not", "line"),
        (".jsonld", '{"@id": "urn:a", "urn:p": ', "line"),
        (".rdf", "<!DOCTYPE x [<!ENTITY a 'b'>]><rdf/>", "DOCTYPE"),
        (".nt.gz", "not packed", "gzip"),
    ],
)
def test_a_file_that_is_not_well_formed_is_refused_whole_and_says_where(
    service, ending, text, complaint
):
    with pytest.raises(InputError, match=complaint) as refused:
        service.load(text, ending=ending)

    assert "Nothing of it was loaded" in str(refused.value)
    assert service.catalog.bases.get("base").status == "failed"
    assert not service.catalog.bases.has("http://base.example/ada")
    assert service.load(BASE).status == "ready"  # the name is free again


def test_a_base_has_one_name(service):
    service.load(BASE)

    with pytest.raises(Conflict, match="kg unload base"):
        service.load(BASE)
    with pytest.raises(NotFound):
        service.loader.unload("another")


def test_what_was_interrupted_does_not_count(service):
    base = service.loader.begin("base", "base.ttl")

    service.loader.clear_interrupted()

    assert service.catalog.bases.get("base").status == "failed"
    assert "interrupted" in service.catalog.bases.get("base").error
    assert not service.store.has_graph(base.graph)


def test_a_file_without_an_ending_of_rdf_is_refused():
    with pytest.raises(UnsupportedFormat, match="Rename it"):
        base_file("base.csv.gz")
    assert base_file("BASE.TTL.GZ").gzipped


def test_what_a_base_calls_different_is_never_one(service):
    service.ingest("Ada Stone works for Globex Inc.", "Bob Stone works for Globex.")
    globex = [MINTER.entity(name, "organisation") for name in ("Globex Inc", "Globex")]
    assert len(service.same()) == 1

    service.load(f"{PREFIXES} <{globex[0]}> owl:differentFrom <{globex[1]}> .")
    service.settle()

    assert service.same() == set()
    with pytest.raises(Conflict, match="different from"):
        service.deciding.merge(globex)


def test_blank_nodes_stay_one_node_however_a_file_is_cut(service, monkeypatch):
    monkeypatch.setattr("kg.graph.rdf_files._PIECE_BYTES", 1)

    base = service.load('_:x <urn:p> "1" .\n_:x <urn:p> "2" .\n', ending=".nt")

    lines = b"".join(service.store.dump("nquads", graph=base.graph)).decode().splitlines()
    assert len({line.split(" ")[0] for line in lines}) == 1
