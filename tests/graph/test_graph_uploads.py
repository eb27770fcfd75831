"""Whole graphs in and out."""

import gzip

import pytest
from asking import BASE, Make, graph, number, states, triples, true

from kg.errors import Conflict, NotFound, QueryRejected, QueryTooExpensive, UnsupportedFormat
from kg.graph.embedded import EmbeddedStore
from kg.graph.store import Upload

G = "http://g.example/g"


def turtle(text: str) -> list[Upload]:
    return [Upload(text.encode(), "text/turtle; charset=utf-8")]


def test_a_graph_is_put_posted_to_and_deleted(store: EmbeddedStore) -> None:
    assert store.put_graph(G, turtle("<a> <p> 1 ."), base=BASE) is True
    assert store.put_graph(G, turtle("<a> <p> 2 ."), base=BASE) is False
    assert store.post_graph(G, turtle("<a> <p> 3 ."), base=BASE) is False
    assert graph(store, G) == triples("<a> <p> 2 , 3 .")

    store.delete_graph(G)

    assert not store.has_graph(G)
    with pytest.raises(NotFound):
        store.delete_graph(G)
    with pytest.raises(NotFound):
        store.graph(G)


def test_an_empty_graph_exists(store: EmbeddedStore) -> None:
    store.put_graph(G, turtle("<a> <p> 1 ."), base=BASE)

    store.put_graph(G, turtle(""))

    assert store.has_graph(G)
    assert graph(store, G) == set()


def test_the_default_graph_can_be_replaced_and_emptied_but_not_removed(
    store: EmbeddedStore,
) -> None:
    store.put_graph(None, turtle("<a> <p> 1 ."), base=BASE)
    store.put_graph(None, turtle("<a> <p> [ <p> 2 ] ."), base=BASE)
    assert number(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == 2

    store.delete_graph(None)

    assert store.has_graph(None)
    assert graph(store, None) == set()


def test_several_uploads_are_one_change(store: EmbeddedStore) -> None:
    uploads = [*turtle("<a> <p> 1 ."), Upload(b"<a:a> <p:p> .", "application/n-triples")]

    with pytest.raises(QueryRejected):
        store.post_graph(G, uploads, base=BASE)

    assert not store.has_graph(G)


def test_blank_nodes_of_two_uploads_are_two(store: EmbeddedStore) -> None:
    for _ in range(2):
        store.post_graph(G, turtle("_:b <p:p> 1 ."))

    assert len(graph(store, G)) == 2


def test_pieces_of_one_graph_share_their_blank_nodes(store: EmbeddedStore) -> None:
    for line in ("_:b <p:p> 1 .", "_:b <p:p> 2 .", "_:c <p:p> _:b ."):
        store.post_graph(G, [Upload(line.encode(), "text/turtle", piece=True)])

    assert store.has_graph(G)
    assert (
        number(
            store, f"SELECT (COUNT(?b) AS ?n) {{ GRAPH <{G}> {{ ?c <p:p> ?b . ?b <p:p> 2, 1 }} }}"
        )
        == 1
    )


def test_pieces_are_written_over_what_is_there(store: EmbeddedStore) -> None:
    for line in ("<a:a> <p:p> 1 , 2 .", "<a:a> <p:p> 2 , 3 ."):
        store.load(Upload(f"{line}".encode(), "text/turtle", piece=True))

    assert graph(store, None) == triples("<a:a> <p:p> 1 , 2 , 3 .")


@pytest.mark.parametrize(
    ("media_type", "data"),
    [
        ("text/turtle", "<a:a> <p:p> 'é' ."),
        ("application/n-triples", '<a:a> <p:p> "é" .'),
        (
            "application/rdf+xml",
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:p="p:"><rdf:Description rdf:about="a:a"><p:p>é</p:p></rdf:Description></rdf:RDF>',
        ),
        ("application/ld+json", '{"@id": "a:a", "p:p": "é"}'),
    ],
)
def test_uploads_may_be_in_any_format(store: EmbeddedStore, media_type: str, data: str) -> None:
    store.put_graph(G, [Upload(data.encode(), media_type)])

    assert graph(store, G) == triples("<a:a> <p:p> 'é' .")


@pytest.mark.parametrize("media_type", ["", "image/png", "application/sparql-update"])
def test_what_is_not_rdf_is_refused(store: EmbeddedStore, media_type: str) -> None:
    with pytest.raises(UnsupportedFormat, match="text/turtle"):
        store.put_graph(G, [Upload(b"", media_type)])


@pytest.mark.parametrize("name", ["g", "", "http://a b/"])
def test_a_graph_is_named_by_an_iri(store: EmbeddedStore, name: str) -> None:
    with pytest.raises(QueryRejected, match="graph"):
        store.put_graph(name, turtle(""))


@pytest.mark.parametrize("doctype", ["<!DOCTYPE", "<!doctype"])
def test_rdf_xml_that_declares_entities_is_refused(store: EmbeddedStore, doctype: str) -> None:
    bomb = f'<?xml version="1.0"?>{doctype} r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><r>&b;</r>'

    with pytest.raises(QueryRejected, match="DOCTYPE"):
        store.put_graph(G, [Upload(bomb.encode(), "application/rdf+xml")])


@pytest.mark.parametrize(
    ("media_type", "data"),
    [
        ("application/ld+json", b'{"a:p":' * 30_000 + b"1" + b"}" * 30_000),
        (
            "text/turtle",
            b"<a:a> <a:p> " + b"<<( <a:a> <a:b> " * 200_000 + b"1" + b" )>>" * 200_000 + b" .",
        ),
    ],
)
def test_an_upload_that_nests_without_end_is_refused(
    make_store: Make, media_type: str, data: bytes
) -> None:
    store = make_store(timeout_s=1.0)

    with pytest.raises((QueryTooExpensive, QueryRejected)):
        store.put_graph(G, [Upload(data, media_type)])

    assert true(store, "")


def test_an_upload_that_takes_for_ever_is_stopped(make_store: Make) -> None:
    store = make_store(timeout_s=0.5)
    nested = b"<a:A><a:p>" * 100_000 + b"</a:p></a:A>" * 100_000
    data = (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="a:">'
        + nested
        + b"</rdf:RDF>"
    )

    with pytest.raises(QueryTooExpensive):
        store.put_graph(G, [Upload(data, "application/rdf+xml")])


@pytest.mark.parametrize("name", [f"{BASE}document/1", f"{BASE}document/1/evidence"])
def test_a_documents_graphs_follow_the_document_only(store: EmbeddedStore, name: str) -> None:
    store.apply([states("1", "<a> <p> <b> .", "<e> <p> 1 .")])
    before = graph(store, name)

    for change in (
        lambda: store.put_graph(name, turtle("")),
        lambda: store.post_graph(name, turtle("<x> <p> 1 ."), base=BASE),
        lambda: store.load(Upload(f"<a:a> <p:p> <b:b> <{name}> .".encode(), "application/n-quads")),
        lambda: store.delete_graph(name),
    ):
        with pytest.raises(Conflict, match="/documents"):
            change()

    assert graph(store, name) == before


def test_quads_go_where_they_say(store: EmbeddedStore) -> None:
    count = store.load(
        Upload(f"<a:a> <p:p> 1 . GRAPH <{G}> {{ <a:a> <p:p> 2 , 3 }}".encode(), "application/trig")
    )

    assert count == 3
    assert graph(store, None) == triples("<a:a> <p:p> 1 .")
    assert graph(store, G) == triples("<a:a> <p:p> 2 , 3 .")


def test_quads_cannot_be_put_into_one_graph(store: EmbeddedStore) -> None:
    with pytest.raises(QueryRejected, match="graphs of its own"):
        store.put_graph(G, [Upload(b"<a:a> <p:p> <b:b> <g:g> .", "application/n-quads")])


def test_a_graph_over_the_limit_of_rows_is_left_to_the_export(make_store: Make) -> None:
    store = make_store(max_rows=2)
    store.put_graph(G, turtle("<a:a> <p:p> 1 , 2 , 3 ."))

    with pytest.raises(QueryTooExpensive, match="/export"):
        store.graph(G)

    assert b"".join(store.dump("nquads")).count(b"\n") == 3


def test_compressed_uploads_are_not_opened(store: EmbeddedStore) -> None:
    with pytest.raises(QueryRejected):
        store.put_graph(G, [Upload(gzip.compress(b"<a:a> <p:p> 1 ."), "text/turtle")])
