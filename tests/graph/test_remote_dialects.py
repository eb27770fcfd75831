"""What travels to SPARQL servers, and what their answers mean; no server is needed for most of it."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from asking import BASE, states
from fakes import MINTER
from hypothesis import given
from hypothesis import strategies as st
from stores import running

from kg.errors import QueryRejected, QueryTooExpensive, StoreRefused, StoreUnavailable
from kg.graph import syntax
from kg.graph.canonical import stored_form
from kg.graph.remote.default_graph import redirected
from kg.graph.remote.dialect import Dialect
from kg.graph.remote.endpoint import Address, Endpoint
from kg.graph.remote.engine import Engine, probe
from kg.graph.remote.link import Link, Links
from kg.graph.remote.reading import Reading
from kg.graph.remote.refusals import check
from kg.graph.remote.writer import RemoteWriter
from kg.graph.remote.writing import Writing
from kg.graph.vocabulary import Vocabulary

VOCABULARY = Vocabulary(MINTER)
STAND_IN = ox.NamedNode("urn:kg:default")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
LITERALS = st.one_of(
    st.builds(ox.Literal, TEXTS),
    st.builds(lambda text: ox.Literal(text, language="en"), TEXTS),
    st.builds(lambda text: ox.Literal(text, datatype=ox.NamedNode("u:type")), TEXTS),
)


def is_iri(text: str) -> bool:
    try:
        return bool(ox.NamedNode(text))
    except ValueError:
        return False


NODES = TEXTS.map("http://a.example/{}".format).filter(is_iri).map(ox.NamedNode)
TRIPLES = st.builds(ox.Triple, NODES, NODES, st.one_of(NODES, LITERALS))


@given(st.sets(TRIPLES, max_size=4))
def test_terms_written_into_an_update_are_the_terms_that_it_inserts(
    triples: set[ox.Triple],
) -> None:
    graph = ox.NamedNode("u:graph")
    store = ox.Store()

    store.update(f"INSERT DATA {{ {syntax.quad_data({graph: triples, syntax.DEFAULT: triples})} }}")

    for name in (graph, syntax.DEFAULT):
        held = {quad.triple for quad in store.quads_for_pattern(None, None, None, name)}
        assert held == {stored_form(triple) for triple in triples}


@given(st.lists(TRIPLES, min_size=1, max_size=4, unique=True))
def test_terms_written_into_values_are_the_terms_that_it_binds(triples: list[ox.Triple]) -> None:
    rows = ox.Store().query(f"SELECT ?s ?p ?o {{ {syntax.values('?s ?p ?o', triples)} }}")

    assert [ox.Triple(row["s"], row["p"], row["o"]) for row in rows] == triples


@given(LITERALS)
def test_another_parser_reads_the_same_text(literal: ox.Literal) -> None:
    triple = ox.Triple(ox.NamedNode("u:a"), ox.NamedNode("u:p"), literal)
    dataset = rdflib.Graph()

    dataset.update(f"INSERT DATA {{ {syntax.quad_data({syntax.DEFAULT: [triple]})} }}")

    ((found),) = dataset.objects()
    assert str(found) == literal.value


@given(st.sets(TRIPLES, max_size=3))
def test_evidence_taken_apart_for_old_engines_is_put_together_again(facts: set[ox.Triple]) -> None:
    reifies = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies")
    evidence = ox.NamedNode(f"{BASE}document/1/evidence")
    said = {
        ox.Triple(ox.NamedNode(f"u:e{n}"), predicate, end)
        for n, fact in enumerate(sorted(facts, key=str))
        for predicate, end in ((reifies, fact), (ox.NamedNode("u:sure"), ox.Literal("1")))
    }
    dialect = Dialect(Engine(rdf12=False), VOCABULARY)

    sent = list(dialect.outward(said))

    assert not any(isinstance(triple.object, ox.Triple) for triple in sent)
    assert set(dialect.inward(evidence, sent)) == said


@pytest.mark.parametrize(
    ("update", "meant"),
    [
        ("INSERT DATA { <u:a> <u:p> 1 }", "INSERT DATA { GRAPH <urn:kg:default> { <u:a> <u:p> 1 } }"),
        (
            "PREFIX : <u:> DELETE DATA { :a :p 1 . GRAPH :g { :a :p 2 } . :a :p 3 }",
            "PREFIX : <u:> DELETE DATA { GRAPH <urn:kg:default> { :a :p 1 . } GRAPH :g { :a :p 2 } . "
            "GRAPH <urn:kg:default> { :a :p 3 } }",
        ),
        ("INSERT DATA { GRAPH <u:g> { <u:a> <u:p> 1 } }", "INSERT DATA { GRAPH <u:g> { <u:a> <u:p> 1 } }"),
        ("CLEAR DEFAULT ; DROP SILENT DEFAULT", "CLEAR GRAPH <urn:kg:default> ; DROP SILENT GRAPH <urn:kg:default>"),
        ("COPY DEFAULT TO <u:g>", "COPY GRAPH <urn:kg:default> TO <u:g>"),
        ("WITH <u:g> DELETE { ?s ?p 1 } WHERE { ?s ?p 1 }", "WITH <u:g> DELETE { ?s ?p 1 } WHERE { ?s ?p 1 }"),
        (
            "DELETE { ?s ?p 1 } INSERT { ?s ?p 'DEFAULT } ;' } WHERE { ?s ?p 1 }",
            "DELETE { GRAPH <urn:kg:default> { ?s ?p 1 } } "
            "INSERT { GRAPH <urn:kg:default> { ?s ?p 'DEFAULT } ;' } } WHERE { ?s ?p 1 }",
        ),
        ("DELETE WHERE { ?s <u:p> [] }", "DELETE WHERE { GRAPH <urn:kg:default> { ?s <u:p> [] } }"),
        ("LOAD <u:x>", "LOAD <u:x> INTO GRAPH <urn:kg:default>"),
        ("INSERT {", "INSERT {"),
    ],
)  # fmt: skip
def test_an_update_of_the_default_graph_is_one_of_the_graph_that_stands_for_it(
    update: str, meant: str
) -> None:
    words = redirected(update, STAND_IN).split()

    assert words == meant.split()


@pytest.mark.parametrize(
    ("status", "headers", "body", "error"),
    [
        (401, {}, "", StoreRefused),
        (403, {}, "", StoreRefused),
        (404, {}, "<html>", StoreRefused),
        (302, {}, "", StoreRefused),
        (500, {}, "Virtuoso 42000 Error SR186: No permission to execute", StoreRefused),
        (400, {}, "Parse error", QueryRejected),
        (500, {}, "Virtuoso 22005 Error SR341: Invalid integer value", QueryRejected),
        (413, {}, "", QueryRejected),
        (500, {}, "Virtuoso S1T00 Error SR171: Transaction timed out", QueryTooExpensive),
        (200, {"x-sql-state": "S1TAT"}, "{}", QueryTooExpensive),
        (200, {"x-sparql-maxrows": "10000"}, "{}", QueryTooExpensive),
        (504, {}, "", QueryTooExpensive),
        (500, {}, "java.lang.NullPointerException", StoreUnavailable),
        (503, {}, "", StoreUnavailable),
    ],
)
def test_what_a_server_answers_is_told_as_what_it_means(
    status: int, headers: dict[str, str], body: str, error: type[Exception]
) -> None:
    with pytest.raises(error) as raised:
        check("http://store.example/sparql", status, headers, body.encode())

    assert type(raised.value) is error


class Breaking(Endpoint):
    """An endpoint whose updates fail once `left` of them have been run."""

    left = 1_000_000

    def update(self, text: str, **arguments: object) -> None:
        if not self.left:
            raise StoreUnavailable(self.url, "the line is cut.")
        self.left -= 1
        super().update(text)


class Met(Links):
    """A server that is taken to have no transactions."""

    def __init__(self, endpoint: Endpoint) -> None:
        dialect = Dialect(Engine(rdf12=False, atomic=False), VOCABULARY)
        self.link = Link(endpoint, dialect, Reading(endpoint, dialect), Writing(endpoint, dialect))

    def get(self) -> Link:
        return self.link


@pytest.fixture(scope="module")
def breaking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Breaking]:
    with running("oxigraph", tmp_path_factory.mktemp("oxigraph")) as server:
        address = Address(server.settings["store"], server.settings["store_update"])
        endpoint = Breaking(address, timeout_s=60, max_bytes=10_000_000)
        yield endpoint
        endpoint.close()


def test_a_write_cut_off_anywhere_is_made_whole_by_doing_it_again(breaking: Breaking) -> None:
    before = [states("1", "<a> <p> <b> , <c> .", "<e> <p> 1 ."), states("2", "<a> <p> <d> .")]
    after = [states("1", "<a> <p> <c> , <n> .", "<e> <p> 2 ."), states("2", "")]
    writer = RemoteWriter(Met(breaking), VOCABULARY)
    reading = Met(breaking).link.reading

    for cut in range(12):
        breaking.left = 1_000_000
        breaking.update(
            "DROP ALL ; INSERT DATA { <http://kg.example/a> <http://kg.example/p> <http://kg.example/mine> }"
        )
        writer.apply(before)
        breaking.left = cut
        try:
            writer.apply(after)
        except StoreUnavailable:
            breaking.left = 1_000_000
            writer.apply(after)

        said = {
            triple.object.value.rpartition("/")[2] for triple in reading.triples(syntax.DEFAULT)
        }
        assert said == {"c", "n", "mine"}, cut
        breaking.left = 1_000_000
        writer.clear_documents()
        left = {
            triple.object.value.rpartition("/")[2] for triple in reading.triples(syntax.DEFAULT)
        }
        assert left == {"mine"}, cut
        assert reading.names() == []


class OneAtATime(Endpoint):
    """An endpoint that refuses updates of several operations, as young servers do."""

    def update(self, text: str, **arguments: object) -> None:
        if " ; " in text:
            raise QueryRejected("One operation at a time.")
        super().update(text)


def test_a_server_that_takes_one_operation_at_a_time_is_sent_each_alone(tmp_path: Path) -> None:
    with running("oxigraph", tmp_path) as server:
        address = Address(server.settings["store"], server.settings["store_update"])
        whole, alone = (
            kind(address, timeout_s=60, max_bytes=10_000_000) for kind in (Endpoint, OneAtATime)
        )

        assert probe(whole).atomic
        assert not probe(alone).atomic
        assert not alone.holds("{ GRAPH ?g { ?s ?p ?o } }")
        whole.close()
        alone.close()


def test_what_a_server_cannot_hold_is_left_out_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with running("virtuoso", tmp_path) as server:
        address = Address(f"{server.url}-auth", f"{server.url}-auth", "digest", "dba", "dba")
        endpoint = Endpoint(address, timeout_s=60, max_bytes=10_000_000)
        links = Links(endpoint, VOCABULARY)
        huge = "<a> <p> 123456789012345678901234567890 , <b> , 7 ."

        RemoteWriter(links, VOCABULARY).apply([states("1", huge)])

        held = {triple.object.value for triple in links.get().reading.triples(syntax.DEFAULT)}
        assert held == {"7", f"{BASE}b"}
        assert "left out" in caplog.text
        endpoint.close()
