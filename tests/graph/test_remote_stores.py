"""Stores in other servers: the same calls as for the embedded store, and the same graph in the end."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from asking import BASE, graph, number, states, triples, true
from fakes import MINTER, WORKS_FOR, CatalogInMemory, evidence, projection, thing
from stores import KINDS, SparqlServer, running

from kg.errors import (
    Conflict,
    NotFound,
    QueryRejected,
    QueryTooExpensive,
    StoreRefused,
    StoreUnavailable,
)
from kg.graph.embedded import EmbeddedStore
from kg.graph.limits import QueryLimits
from kg.graph.projector import Projector
from kg.graph.remote.endpoint import Address
from kg.graph.remote.store import RemoteStore
from kg.graph.store import DocumentGraphs, GraphStore, Upload
from kg.ontology.records import Property
from kg.settings import Settings

ONE, TWO = f"{BASE}document/1", f"{BASE}document/2"
REIFIES = "http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies"
ACME = thing("Acme", "organisation")


@pytest.fixture(scope="module", params=KINDS)
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SparqlServer]:
    with running(request.param, tmp_path_factory.mktemp(request.param)) as server:
        yield server


def opened(server: SparqlServer, **limits: float) -> RemoteStore:
    settings = Settings(_env_file=None, base_iri=BASE, **server.settings)
    return RemoteStore(Address.of(settings), MINTER, QueryLimits(**limits))


@pytest.fixture(scope="module")
def connected(server: SparqlServer) -> Iterator[RemoteStore]:
    store = opened(server)
    yield store
    store.close()


@pytest.fixture
def remote(connected: RemoteStore) -> RemoteStore:
    """A store without anything in it."""
    connected.clear_documents()
    for quad in quads(connected):
        name = None if quad.graph_name == ox.DefaultGraph() else quad.graph_name.value
        if connected.has_graph(name):
            connected.delete_graph(name)
    return connected


def quads(store: GraphStore) -> set[ox.Quad]:
    return set(ox.parse(b"".join(store.dump("nquads")), ox.RdfFormat.N_QUADS))


def canonical(store: GraphStore) -> ox.Dataset:
    dataset = ox.Dataset(quads(store))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def test_what_documents_say_is_what_the_embedded_store_would_hold(
    remote: RemoteStore, store: EmbeddedStore
) -> None:
    documents = [
        projection("1", evidence("1", "Ada", ACME), evidence("1", "Bob", ACME, at=50)),
        projection("2", evidence("2", "Ada", ACME, confidence=0.7)),
    ]
    for one in (remote, store):
        catalog = CatalogInMemory(*documents)
        Projector(catalog, one, MINTER, [Property(WORKS_FOR, "employer", "who pays")]).step()
        one.update(
            "INSERT DATA { <u:a> <u:p> <u:b> , 'é\\n\"' . GRAPH <u:g> { <u:a> <u:p> 'x'@en } }"
        )
        one.put_graph("u:h", [Upload(b"<u:a> <u:p> [ <u:p> <u:c> ] .", "text/turtle")])

    assert canonical(remote) == canonical(store)


def test_any_history_leaves_the_graph_that_the_embedded_store_has(
    remote: RemoteStore, store: EmbeddedStore
) -> None:
    chance = random.Random(7)
    for _ in range(12):
        change = _anything(chance)
        for one in (remote, store):
            change(one)

    assert quads(remote) == quads(store)


def _anything(chance: random.Random) -> Callable[[GraphStore], object]:
    facts = [f"<{s}> <p> <{o}> ." for s in "ab" for o in "cd"]
    some = " ".join(chance.sample(facts, chance.randrange(4)))
    document = chance.choice("123")
    said = f"<e{document}> <{REIFIES}> <<( <a> <p> <c> )>> ; <q> 0.5 ." if some else ""
    match chance.randrange(6):
        case 0:
            return lambda store: store.update(f"INSERT DATA {{ {some} }}", base=BASE)
        case 1:
            upload = [Upload(some.encode(), "text/turtle")]
            return lambda store: store.post_graph(None, upload, base=BASE)
        case 2:
            return lambda store: store.update(f"DELETE DATA {{ {some} }}", base=BASE)
        case _:
            return lambda store: store.apply([states(document, some, said)])


def test_a_fact_goes_with_the_last_document_that_states_it(remote: RemoteStore) -> None:
    remote.apply([states("1", "<a> <p> <b> ."), states("2", "<a> <p> <b> , <c> .")])
    assert graph(remote, None) == triples("<a> <p> <b> , <c> .")
    assert number(remote, "SELECT (COUNT(*) AS ?n) { ?s ?p <http://kg.example/b> }") == 1

    remote.apply([states("2", "")])
    assert graph(remote, None) == triples("<a> <p> <b> .")
    assert not remote.has_graph(TWO)

    remote.apply([states("1", "")])
    assert graph(remote, None) == set()


def test_a_large_document_is_written_whole_and_retracted_whole(remote: RemoteStore) -> None:
    many = " ".join(f"<s{n}> <p> <o{n}> ." for n in range(1200))

    remote.apply([states("1", many)])
    assert remote.statistics().facts == 1200
    assert len(graph(remote, ONE)) == 1200

    assert remote.clear_documents() == 1
    assert quads(remote) == set()


def test_values_come_back_as_they_were_sent(remote: RemoteStore) -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    said = [
        r'"a \"quote\", a \\ and a \n"',
        '"🎉 \\t é"',
        '""',
        f'"1912-03-04"^^<{xsd}date>',
        f'"1912"^^<{xsd}gYear>',
        "42",
        "0.875",
        '"x"@en',
        "<http://é.example/ü?a=1&b=%20#char=1,2>",
    ]
    wanted = triples(" ".join(f"<a> <p> {one} ." for one in said))

    remote.apply([DocumentGraphs(ONE, f"{ONE}/evidence", wanted, frozenset())])

    assert graph(remote, ONE) == graph(remote, None) == wanted


def test_a_text_that_looks_like_an_update_stays_a_text(remote: RemoteStore) -> None:
    remote.apply([states("1", "<a> <p> <b> .")])
    evil = ox.Literal('" } } ; DROP ALL ; INSERT DATA { GRAPH <u:x> { <u:x> <u:x> "\'\\')
    said = frozenset({ox.Triple(ox.NamedNode("u:a"), ox.NamedNode("u:p"), evil)})

    remote.apply([DocumentGraphs(TWO, f"{TWO}/evidence", said, frozenset())])

    assert graph(remote, ONE) == triples("<a> <p> <b> .")
    assert {triple.object for triple in graph(remote, TWO)} == {evil}
    assert not remote.has_graph("u:x")


def test_updates_without_a_graph_are_about_the_default_graph(remote: RemoteStore) -> None:
    remote.apply([states("1", "<u:a> <u:p> <u:b> .")])

    remote.update(
        "INSERT DATA { <u:x> <u:p> <u:y> . GRAPH <u:g> { <u:g> <u:p> 1 } <u:x> <u:p> <u:z> }"
    )
    remote.update("DELETE { ?s <u:p> <u:z> } INSERT { ?s <u:q> 2 } WHERE { ?s <u:p> <u:z> }")
    remote.update("INSERT { ?s <u:r> 3 } WHERE { GRAPH <u:g> { ?s <u:p> 1 } }")
    remote.update("DELETE WHERE { <u:x> <u:p> ?what }")

    held = {(t.subject.value, t.predicate.value) for t in graph(remote, None)}
    assert held == {("u:a", "u:p"), ("u:x", "u:q"), ("u:g", "u:r")}
    assert len(graph(remote, "u:g")) == 1
    assert true(remote, "<u:x> <u:q> 2 GRAPH <u:g> { <u:g> <u:p> 1 }")
    assert not true(remote, "<u:g> <u:p> 1")

    remote.update("CLEAR DEFAULT")
    assert graph(remote, None) == set()
    assert remote.has_graph("u:g")


def test_graphs_of_documents_are_not_written_by_hand(remote: RemoteStore) -> None:
    with pytest.raises(Conflict):
        remote.put_graph(ONE, [Upload(b"", "text/turtle")])
    with pytest.raises(Conflict):
        remote.delete_graph(f"{ONE}/evidence")
    with pytest.raises(NotFound):
        remote.graph("u:nowhere")
    with pytest.raises(NotFound):
        remote.delete_graph("u:nowhere")


def test_what_is_no_sparql_or_would_leave_the_machine_is_refused(remote: RemoteStore) -> None:
    with pytest.raises(QueryRejected):
        remote.query("SELECT {")
    with pytest.raises(QueryRejected):
        remote.update("INSERT {")
    with pytest.raises(QueryRejected, match="SERVICE"):
        remote.query("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    with pytest.raises(QueryRejected, match="LOAD"):
        remote.update("LOAD <http://127.0.0.1:9/>")


@pytest.mark.parametrize("accept", ["text/csv", "application/sparql-results+xml"])
def test_results_are_written_in_the_format_that_is_asked_for(
    remote: RemoteStore, accept: str
) -> None:
    found = remote.query("SELECT (1 AS ?one) {}", accept=accept)

    assert found.media_type == accept
    assert b"one" in found.body


def test_relative_names_mean_what_the_base_says(remote: RemoteStore) -> None:
    remote.update("INSERT DATA { <a> <p> <b> }", base=BASE)

    assert graph(remote, None) == triples("<a> <p> <b> .")
    found = remote.query("CONSTRUCT WHERE { <a> ?p ?o }", base=BASE, accept="text/turtle")
    assert set(ox.parse(found.body, ox.RdfFormat.TURTLE))


def test_an_answer_of_too_many_rows_is_refused(server: SparqlServer, remote: RemoteStore) -> None:
    remote.apply([states("1", "<a> <p> 1 , 2 , 3 .")])
    strict = opened(server, max_rows=2)

    with pytest.raises(QueryTooExpensive, match="more than 2 rows"):
        strict.query("SELECT * { ?s ?p ?o }")
    with pytest.raises(QueryTooExpensive, match="more than 2 rows"):
        strict.query("CONSTRUCT WHERE { ?s ?p ?o }")
    strict.close()


def test_a_server_that_does_not_answer_is_unavailable_and_found_again(
    tmp_path: Path, server: SparqlServer
) -> None:
    kind = "virtuoso" if "virtuoso" in server.command[0] else "oxigraph"
    with running(kind, tmp_path / "other") as other:
        store = opened(other, timeout_s=3.0)
        store.apply([states("1", "<a> <p> <b> .")])
        other.pause()
        with pytest.raises(QueryTooExpensive):
            store.query("ASK {}")
        other.resume()
        other.stop()
        with pytest.raises(StoreUnavailable):
            store.ping()
        with pytest.raises(StoreUnavailable):
            store.apply([states("2", "<a> <p> <b> .")])

        other.start()
        store.apply([states("2", "<a> <p> <b> .")])

        assert graph(store, TWO) == triples("<a> <p> <b> .")
        store.close()
        with pytest.raises(StoreUnavailable):
            store.ping()


def test_wrong_credentials_and_addresses_say_what_to_do(server: SparqlServer) -> None:
    wrong = {**server.settings, "store": server.url.rpartition("/")[0] + "/nowhere"}
    with pytest.raises(StoreRefused, match="KG_STORE"):
        RemoteStore.open(Settings(_env_file=None, **wrong))
    if "store_password" in server.settings:
        wrong = {**server.settings, "store_password": "wrong"}
        with pytest.raises(StoreRefused, match="KG_STORE_PASSWORD"):
            RemoteStore.open(Settings(_env_file=None, **wrong))
    with pytest.raises(StoreRefused, match="KG_STORE_USER"):
        Address.of(Settings(_env_file=None, store="http://me:secret@host/sparql"))
    with pytest.raises(StoreRefused, match="http://"):
        Address.of(Settings(_env_file=None, store="ftp://host/"))
