"""The whole graph as a file."""

import csv
import io
import json
import threading
import xml.etree.ElementTree as ET
from itertools import islice
from pathlib import Path
from typing import Any

import networkx  # type: ignore[import-untyped]
import pyoxigraph as ox
import pytest
import rdflib
from asking import BASE, graph, select, states
from fakes import MINTER, WORKS_FOR, CatalogInMemory, evidence, projection, thing
from rdflib.compare import isomorphic

from kg.errors import NotFound, UnsupportedFormat
from kg.graph.embedded import EmbeddedStore
from kg.graph.export import FORMATS
from kg.graph.projector import Projector
from kg.graph.reification import without_triple_terms
from kg.graph.store import Upload
from kg.ontology.records import Property
from kg.records import Literal

pytestmark = pytest.mark.filterwarnings(
    "ignore:.*Dataset:DeprecationWarning"
)  # rdflib warns of itself

PACKED = {"neo4j", "parquet"}  # test_packed_exports.py has these
ACME = thing("Acme & Söhne", "organisation")


@pytest.fixture
def filled(store: EmbeddedStore) -> EmbeddedStore:
    """Two documents that state one fact, a user's triples, and the ontology."""
    one = projection(
        "1",
        evidence("1", "Ada", ACME, confidence=0.6),
        evidence("1", "Ada", ACME, confidence=0.875, at=50),
    )
    two = projection(
        "2",
        evidence("2", "Ada", ACME, confidence=0.7),
        evidence("2", "Bob", Literal("1912"), predicate="http://p.example/born"),
    )
    catalog = CatalogInMemory(one, two)
    Projector(catalog, store, MINTER, [Property(WORKS_FOR, "employer")]).step()
    store.update("INSERT DATA { <u:a> <u:p> <u:b> , _:x . GRAPH <u:g> { <u:a> <u:p> 'x'@en } }")
    return store


def dump(store: EmbeddedStore, format: str, **arguments: Any) -> bytes:
    return b"".join(store.dump(format, **arguments))


@pytest.mark.parametrize(
    ("format", "syntax"), [("nquads", ox.RdfFormat.N_QUADS), ("trig", ox.RdfFormat.TRIG)]
)
def test_an_export_of_every_graph_can_be_loaded_again(
    filled: EmbeddedStore, format: str, syntax: ox.RdfFormat
) -> None:
    names = [row["g"] for row in select(filled, "SELECT ?g { GRAPH ?g {} }")]

    loaded = set(ox.parse(dump(filled, format), syntax))

    assert len(names) == 6
    assert {quad.triple for quad in loaded if quad.graph_name == ox.DefaultGraph()} == graph(
        filled, None
    )
    for name in names:
        held = {quad.triple for quad in loaded if quad.graph_name == ox.NamedNode(name)}
        assert held == graph(filled, name)


def test_turtle_and_json_ld_hold_the_default_graph_for_other_tools(filled: EmbeddedStore) -> None:
    turtle = rdflib.Graph().parse(data=dump(filled, "turtle"), format="turtle")
    json_ld = rdflib.Dataset()
    json_ld.parse(data=dump(filled, "jsonld"), format="json-ld")

    assert len(turtle) == len(graph(filled, None))
    assert isomorphic(turtle, json_ld.default_graph)


def test_json_ld_holds_the_evidence_in_the_words_of_rdf_1_1(filled: EmbeddedStore) -> None:
    json_ld = rdflib.Dataset()
    json_ld.parse(data=dump(filled, "jsonld"), format="json-ld")

    about = json_ld.graph(rdflib.URIRef(MINTER.document_evidence("2")))
    statements = set(about.subjects(rdflib.RDF.type, rdflib.RDF.Statement))
    assert len(statements) == 2
    assert {str(about.value(one, rdflib.RDF.predicate)) for one in statements} == {
        WORKS_FOR,
        "http://p.example/born",
    }


@pytest.mark.parametrize("format", ["nquads", "trig", "turtle", "jsonld"])
def test_large_exports_are_made_of_pieces_that_fit_together(
    store: EmbeddedStore, format: str
) -> None:
    lines = " ".join(f"<http://a/{n}> <http://p> <http://b/{n}> , {n} ." for n in range(6000))
    store.update(f"INSERT DATA {{ {lines} }}")

    pieces = list(store.dump(format))

    assert len(pieces) > 2
    whole = b"".join(pieces)
    syntax = {"nquads": "nquads", "trig": "trig", "turtle": "turtle", "jsonld": "json-ld"}[format]
    dataset = rdflib.Dataset()
    dataset.parse(data=whole, format=syntax)
    assert len(dataset.default_graph) == 12_000
    assert whole.count(b"@prefix wdt:") <= 1


def test_graphml_has_things_as_nodes_and_facts_as_edges(filled: EmbeddedStore) -> None:
    network = networkx.parse_graphml(dump(filled, "graphml"))

    ada, acme = thing("Ada").value, ACME.value
    assert network.nodes[ada] == {"label": "Ada", "type": "Person"}
    assert network.nodes['"1912"'] == {"label": "1912", "type": "string"}
    assert acme in network
    (edge,) = network[ada][acme].values() if network.is_multigraph() else (network[ada][acme],)
    assert edge == {"label": "employer", "predicate": WORKS_FOR, "confidence": 0.916}


def test_graphml_declares_each_node_once_and_before_its_edges(filled: EmbeddedStore) -> None:
    filled.apply(
        [states("3", "<lonely> <http://www.w3.org/2000/01/rdf-schema#label> 'Lonely \x0b&<' .")]
    )
    space = "{http://graphml.graphdrawing.org/xmlns}"
    seen: list[str] = []
    for element in ET.fromstring(dump(filled, "graphml")).iter():
        if element.tag == space + "node":
            seen.append(element.attrib["id"])
        elif element.tag == space + "edge":
            assert {element.attrib["source"], element.attrib["target"]} <= set(seen)

    assert len(seen) == len(set(seen))
    assert BASE + "lonely" in seen


def test_the_table_has_a_row_for_each_fact_with_names_documents_and_confidence(
    filled: EmbeddedStore,
) -> None:
    rows = list(csv.DictReader(io.StringIO(dump(filled, "csv").decode())))

    assert len(rows) == 4
    (row,) = (row for row in rows if row["predicate"] == WORKS_FOR)
    assert row == {
        "subject": thing("Ada").value,
        "subject_label": "Ada",
        "predicate": WORKS_FOR,
        "predicate_label": "employer",
        "object": ACME.value,
        "object_label": "acme_%26_s%C3%B6hne",
        "documents": f"{MINTER.document('1')} {MINTER.document('2')}",
        "confidence": "0.916",
    }


@pytest.mark.parametrize("format", sorted(set(FORMATS) - PACKED))
def test_an_empty_store_exports_a_valid_file(store: EmbeddedStore, format: str) -> None:
    body = dump(store, format)

    match format:
        case "jsonld":
            assert json.loads(body) == []
        case "graphml":
            assert len(networkx.parse_graphml(body)) == 0
        case "csv":
            assert len(body.splitlines()) == 1
        case _:
            assert body == b""


@pytest.fixture
def doubtful(store: EmbeddedStore) -> EmbeddedStore:
    """A sure fact, one that is not, one that is denied more surely than asserted, and a user's triple."""
    Projector(
        CatalogInMemory(
            projection(
                "1",
                evidence("1", "Sure", ACME, confidence=0.9),
                evidence("1", "Unsure", ACME, confidence=0.6, at=50),
                evidence("1", "Refuted", ACME, confidence=0.9, at=100),
            ),
            projection("2", evidence("2", "Refuted", ACME, confidence=0.95, status="denied")),
        ),
        store,
        MINTER,
        [],
    ).step()
    store.update("INSERT DATA { <u:a> <u:p> <u:b> }")
    return store


@pytest.mark.parametrize(
    "format", sorted(set(FORMATS) - {"own"} - PACKED)
)  # what users put there has no confidence
def test_an_export_leaves_out_what_is_not_sure_enough(doubtful: EmbeddedStore, format: str) -> None:
    whole, sure = dump(doubtful, format), dump(doubtful, format, min_confidence=0.8)

    for name in (b"entity/person/sure", b"u:a"):
        assert name in whole
        assert name in sure
    for name in ("unsure", "refuted"):
        stated = thing(name).value
        assert stated in whole.decode()
    edges = {"graphml": b"<edge ", "csv": b"\n", "turtle": WORKS_FOR.encode()[-4:]}
    if format in edges:
        assert sure.count(edges[format]) == whole.count(edges[format]) - 2


def test_evidence_for_facts_that_are_left_out_is_left_out(doubtful: EmbeddedStore) -> None:
    quads = set(ox.parse(dump(doubtful, "nquads", min_confidence=0.8), ox.RdfFormat.N_QUADS))

    reified = {q.object.subject.value for q in quads if q.predicate.value.endswith("#reifies")}
    quotes = {q.object.value[:7] for q in quads if q.predicate.value.endswith("#exact")}
    assert reified == {thing("Sure").value}
    assert quotes == {"Sure sa"}


def test_a_circle_in_an_evidence_graph_ends_an_export_like_any_other(
    doubtful: EmbeddedStore,
) -> None:
    circle = "<u:a> <u:p> <u:b> . <u:b> <u:p> <u:a>"
    doubtful.update(f"INSERT DATA {{ GRAPH <{MINTER.document_evidence('1')}> {{ {circle} }} }}")

    assert b"/sure" in dump(doubtful, "nquads", min_confidence=0.8)


def test_one_graph_can_be_exported(filled: EmbeddedStore) -> None:
    lines = dump(filled, "turtle", graph=MINTER.document("1"))

    assert {quad.triple for quad in ox.parse(lines, ox.RdfFormat.TURTLE)} == graph(
        filled, MINTER.document("1")
    )
    assert dump(filled, "nquads", graph="u:g") == b'<u:a> <u:p> "x"@en <u:g> .\n'
    with pytest.raises(NotFound):
        filled.dump("nquads", graph="u:unknown")


def test_an_unknown_format_is_refused_at_once(store: EmbeddedStore) -> None:
    with pytest.raises(UnsupportedFormat, match="turtle"):
        store.dump("papyrus")


def test_an_export_shows_one_moment_while_writing_goes_on(store: EmbeddedStore) -> None:
    store.update(f"INSERT DATA {{ {' '.join(f'<s:{n}> <p:p> {n} .' for n in range(12_000))} }}")
    pieces = store.dump("nquads")
    first = next(pieces)

    store.update("DROP ALL")
    store.query("ASK {}")

    assert (first + b"".join(pieces)).count(b"\n") == 12_000


def test_an_export_that_nobody_finishes_lets_its_copy_go(
    store: EmbeddedStore, tmp_path: Path
) -> None:
    store.update(f"INSERT DATA {{ {' '.join(f'<s:{n}> <p:p> {n} .' for n in range(12_000))} }}")
    pieces = store.dump("nquads")
    list(islice(pieces, 2))
    del pieces

    store.update("DROP ALL")
    store.query("ASK {}")

    assert len(list((tmp_path / "graph" / "checkpoints").iterdir())) == 1


def test_exports_can_go_on_side_by_side(filled: EmbeddedStore) -> None:
    bodies: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: bodies.append(dump(filled, "nquads"))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(bodies) == 4
    assert len(set(bodies)) == 1


def test_no_statement_is_lost_on_the_way_through_rdflib_and_back(
    filled: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = ox.parse(dump(filled, "nquads"), ox.RdfFormat.N_QUADS)
    plain = ox.Dataset(
        ox.Quad(one.subject, one.predicate, one.object, quad.graph_name)
        for quad in held
        for one in without_triple_terms(quad.triple)
    )

    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)  # it would write moments its own way
    theirs = rdflib.Dataset()
    theirs.parse(data=dump(filled, "jsonld"), format="json-ld")
    back = ox.Dataset(ox.parse(theirs.serialize(format="nquads"), ox.RdfFormat.N_QUADS))

    for dataset in (plain, back):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    assert back == plain


def test_what_users_put_there_is_told_from_what_documents_state(filled: EmbeddedStore) -> None:
    fact = f"<{thing('Ada').value}> <{WORKS_FOR}> <{ACME.value}> ."
    filled.post_graph(None, [Upload(f"{fact} <u:c> <u:p> 1 .".encode(), "text/turtle")])

    own = list(ox.parse(dump(filled, "own"), ox.RdfFormat.N_QUADS))

    named = [quad for quad in own if quad.graph_name != ox.DefaultGraph()]
    assert [quad.graph_name.value for quad in named] == ["u:g"]
    assert {quad.subject.value for quad in own} == {"u:a", "u:c", thing("Ada").value}
    assert len(own) == 5
