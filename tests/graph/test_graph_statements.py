"""Findings in RDF."""

import logging
from collections.abc import Iterable
from dataclasses import replace

import pyoxigraph as ox
import pytest
from fakes import BASE, BORN, MINTER, WORKS_FOR, document, evidence, projection, thing

from kg.catalog.rows import EvidenceRow
from kg.graph import vocabulary as terms
from kg.graph.ontology import ontology_triples
from kg.graph.statements import Statements
from kg.graph.store import DocumentGraphs
from kg.graph.vocabulary import Vocabulary
from kg.ontology.records import Property
from kg.records import AssertionStatus, Entity, Iri, Literal, Qualifier, Statement

ACME = thing("Acme", "organisation")
VOCABULARY = Vocabulary(MINTER)
PREFIXES = "".join(f"PREFIX {name}: <{iri}> " for name, iri in VOCABULARY.prefixes.items())


def written(id: str, *rows: EvidenceRow, **options: bool) -> DocumentGraphs:
    return Statements(MINTER).graphs(projection(id, *rows, **options))


def ask(triples: Iterable[ox.Triple], query: str) -> list[dict[str, str]]:
    store = ox.Store()
    store.extend(ox.Quad(one.subject, one.predicate, one.object) for one in triples)
    found = store.query(PREFIXES + query)
    assert isinstance(found, ox.QuerySolutions)
    return [{name.value: row[name].value for name in found.variables} for row in found]


def test_a_fact_graph_holds_statements_and_what_things_are_called() -> None:
    graphs = written("7", evidence("7", "Ada", ACME))

    ada = ox.NamedNode(thing("Ada").value)
    assert graphs.facts == BASE + "document/7"
    assert graphs.evidence == BASE + "document/7/evidence"
    assert graphs.triples == {
        ox.Triple(ada, ox.NamedNode(WORKS_FOR), ox.NamedNode(ACME.value)),
        ox.Triple(ada, terms.RDF_TYPE, ox.NamedNode(BASE + "vocabulary#Person")),
        ox.Triple(ada, terms.RDFS_LABEL, ox.Literal("Ada")),
    }


def test_evidence_leads_from_the_fact_to_the_sentence() -> None:
    graphs = written("7", evidence("7", "Ada", ACME, at=120))

    (row,) = ask(
        graphs.evidence_triples,
        f"""SELECT ?c ?q ?start ?end ?model {{
            ?e rdf:reifies <<( <{thing("Ada").value}> <{WORKS_FOR}> <{ACME.value}> )>> ;
               kg:confidence ?c ; prov:wasDerivedFrom <{BASE}document/7#char=120,160> ;
               prov:wasGeneratedBy [ a prov:Activity ; kg:model ?model ; kg:modelVersion "1" ] ;
               oa:hasTarget/oa:hasSelector [ oa:exact ?q ; oa:end 160 ] ;
               kg:subjectSelector/oa:start ?start ; kg:objectSelector/oa:end ?end .
            <{BASE}document/7#char=120,160> oa:hasSource <{BASE}document/7> }}""",
    )
    assert row == {
        "c": "0.93",
        "q": evidence("7", "Ada", ACME, at=120).quote,
        "start": "120",
        "end": "160",
        "model": "scripted",
    }


def test_each_piece_of_evidence_is_told_apart() -> None:
    graphs = written("7", *(evidence("7", "Ada", ACME, at=at) for at in (0, 50, 100)))

    assert len(ask(graphs.evidence_triples, "SELECT ?e { ?e rdf:reifies ?fact }")) == 3
    assert len([t for t in graphs.triples if t.predicate.value == WORKS_FOR]) == 1


@pytest.mark.parametrize("status", ["denied", "hedged", "reported"])
def test_what_is_not_asserted_is_evidence_without_being_a_fact(status: AssertionStatus) -> None:
    graphs = written("7", evidence("7", "Ada", ACME, status=status))

    assert [t for t in graphs.triples if t.predicate.value == WORKS_FOR] == []
    (row,) = ask(
        graphs.evidence_triples,
        "SELECT ?s ?status { ?e rdf:reifies <<( ?s ?p ?o )>> ; kg:status ?status }",
    )
    assert row == {"s": thing("Ada").value, "status": f"{BASE}vocabulary#{status}"}


def test_evidence_says_when_it_was_read_and_what_qualifies_it() -> None:
    since = Qualifier("http://p.example/since", Literal("1998", terms.XSD + "gYear"))

    graphs = written("7", evidence("7", "Ada", ACME, qualifiers=(since,)))

    (row,) = ask(
        graphs.evidence_triples,
        "SELECT ?year ?time { ?e <http://p.example/since> ?year ; prov:generatedAtTime ?time }",
    )
    assert row == {"year": "1998", "time": "2023-11-14T22:13:20Z"}


@pytest.mark.parametrize(
    ("confidence", "text"), [(0.93, "0.93"), (1.0, "1"), (0.5, "0.5"), (0.0, "0"), (0.9996, "1")]
)
def test_confidence_is_a_decimal_of_three_places(confidence: float, text: str) -> None:
    graphs = written("7", evidence("7", "Ada", ACME, confidence=confidence))

    (value,) = (t.object for t in graphs.evidence_triples if t.predicate == VOCABULARY.confidence)
    assert value == ox.Literal(text, datatype=terms.XSD_DECIMAL)


def test_values_keep_their_datatype() -> None:
    year = Literal("1912", terms.XSD + "gYear")

    graphs = written("7", evidence("7", "Ada", year, predicate=BORN))

    (value,) = (t.object for t in graphs.triples if t.predicate.value == BORN)
    assert value == ox.Literal("1912", datatype=ox.NamedNode(terms.XSD + "gYear"))


def test_a_document_says_where_it_comes_from() -> None:
    graphs = written("7")

    (row,) = ask(
        graphs.evidence_triples,
        f"SELECT ?title ?source {{ <{BASE}document/7> a prov:Entity ; dcterms:title ?title ; dcterms:source ?source }}",
    )
    assert row == {"title": "About 7", "source": "http://news.example/7"}
    assert graphs.triples == frozenset()


def test_an_address_that_is_no_iri_is_kept_as_text() -> None:
    odd = replace(
        projection("7"), document=document("7", uri="my file.txt", title=None, language=None)
    )

    graphs = Statements(MINTER).graphs(odd)

    (source,) = (t.object for t in graphs.evidence_triples if t.predicate == terms.DCTERMS_SOURCE)
    assert source == ox.Literal("my file.txt")


def test_a_document_that_is_gone_says_nothing() -> None:
    graphs = written("7", evidence("7", "Ada", ACME), gone=True)

    assert not graphs.triples
    assert not graphs.evidence_triples


def test_the_same_findings_give_the_same_triples() -> None:
    rows = [evidence("7", "Ada", ACME, at=0), evidence("7", "Bob", ACME, at=50)]

    assert written("7", *rows) == written("7", *reversed(rows))


def test_ids_with_slashes_do_not_leave_their_folder() -> None:
    graphs = written("a/evidence", evidence("a/evidence", "Ada", ACME))

    assert VOCABULARY.holds_facts(graphs.facts)
    assert not VOCABULARY.holds_facts(graphs.evidence)
    assert VOCABULARY.document_of(graphs.evidence) == graphs.facts


def test_a_finding_that_rdf_cannot_hold_is_left_out_alone(caplog: pytest.LogCaptureFixture) -> None:
    bad = replace(evidence("7", "Ada", ACME), statement=Statement("no iri", WORKS_FOR, ACME))
    nameless = Entity(Iri("not an iri either"), "x", "person")
    findings = projection("7", bad, evidence("7", "Bob", ACME))
    findings = replace(findings, entities=(nameless, *findings.entities))

    with caplog.at_level(logging.WARNING):
        graphs = Statements(MINTER).graphs(findings)

    assert len([t for t in graphs.triples if t.predicate.value == WORKS_FOR]) == 1
    assert caplog.text.count("left out") == 2


def test_the_ontology_says_what_properties_are_called() -> None:
    employer = Property(WORKS_FOR, "employer", "who pays", ("person",), ("organisation",))
    born = Property(BORN, "date of birth", range=("time",))

    triples = set(ontology_triples([employer, born]))

    node, value = ox.NamedNode(WORKS_FOR), ox.NamedNode(BORN)
    assert triples == {
        ox.Triple(node, terms.RDF_TYPE, terms.OWL_OBJECT_PROPERTY),
        ox.Triple(node, terms.RDFS_LABEL, ox.Literal("employer", language="en")),
        ox.Triple(node, terms.RDFS_COMMENT, ox.Literal("who pays", language="en")),
        ox.Triple(value, terms.RDF_TYPE, terms.OWL_DATATYPE_PROPERTY),
        ox.Triple(value, terms.RDFS_LABEL, ox.Literal("date of birth", language="en")),
    }


def test_a_property_with_a_datatype_is_one_of_values_whatever_stands_there():
    motto = Property("http://example.org/motto", "motto", datatype=str(terms.XSD_STRING.value))

    kinds = {triple.object for triple in ontology_triples([motto])}

    assert terms.OWL_DATATYPE_PROPERTY in kinds
