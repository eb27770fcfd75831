"""RDF in files that are too large to be held: read whole before anything is stored, then stored in pieces."""

import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx2
import pytest
from asking import BASE, Make, graph, number, states, triples, true
from stores import running
from test_backups import Serve

from kg.errors import Conflict, QueryRejected, StoreUnavailable, TransientError, UnsupportedFormat
from kg.graph.embedded import EmbeddedStore
from kg.graph.loading import FileLoader
from kg.graph.store import GraphStore

G = "http://g.example/g"
NT = {"Content-Type": "application/n-triples"}
LINES, TURTLE, QUADS = "application/n-triples", "text/turtle", "application/n-quads"


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.graph.rdf_files._PIECE_BYTES", 1)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file"


def loader(store: GraphStore) -> FileLoader:
    return FileLoader(store, BASE, 1_000_000_000)


class Away:
    """A store that goes away after some pieces."""

    def __init__(self, store: EmbeddedStore, after: int) -> None:
        self._store, self._left = store, after

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def post_graph(self, *arguments: Any) -> bool:
        if self._left == 0:
            raise StoreUnavailable("here", "it went away.")
        self._left -= 1
        return self._store.post_graph(*arguments)


def test_a_file_goes_into_its_graph(store: EmbeddedStore, file: Path) -> None:
    file.write_text("<a> <p> 1 , 2 .")

    assert loader(store).post_graph(G, file, TURTLE, base=BASE) is True
    assert loader(store).post_graph(G, file, TURTLE, base=BASE) is False
    assert loader(store).post_graph(None, file, "text/turtle; charset=utf-8", base=BASE) is False

    assert graph(store, G) == graph(store, None) == triples("<a> <p> 1 , 2 .")


def test_an_empty_file_makes_an_empty_graph(store: EmbeddedStore, file: Path) -> None:
    file.write_text("# nothing")

    assert loader(store).post_graph(G, file, TURTLE) is True

    assert store.has_graph(G)


def test_blank_nodes_of_one_file_are_one_and_those_of_two_are_two(
    store: EmbeddedStore, file: Path
) -> None:
    file.write_text('_:b <p:p> "1" .\n_:b <p:p> "2" .\n')

    for _ in range(2):
        loader(store).post_graph(G, file, LINES)

    assert len(graph(store, G)) == 4
    assert number(store, f"SELECT (COUNT(DISTINCT ?b) AS ?n) {{ GRAPH <{G}> {{ ?b ?p ?o }} }}") == 2


def test_quads_go_where_they_say(store: EmbeddedStore, file: Path) -> None:
    file.write_text(f"<a:a> <p:p> <b:b> .\n<a:a> <p:p> <c:c> <{G}> .\n")

    assert loader(store).load(file, QUADS) == 2

    assert graph(store, None) == triples("<a:a> <p:p> <b:b> .")
    assert graph(store, G) == triples("<a:a> <p:p> <c:c> .")


def test_what_documents_state_outlives_them_once_it_is_loaded(
    store: EmbeddedStore, file: Path
) -> None:
    store.apply([states("1", "<a> <p> <b> .")])
    file.write_text(f"<{BASE}a> <{BASE}p> <{BASE}b> .\n")

    loader(store).post_graph(None, file, LINES)
    store.apply([states("1", "")])

    assert graph(store, None) == triples("<a> <p> <b> .")


@pytest.mark.parametrize(
    ("media_type", "end", "why"),
    [
        (LINES, "<a:a> <p:p> .\n", "line 1001 column 13"),
        (TURTLE, "<a:a> <p:p> ", "line 1001"),
        (LINES, "<a:a> <p:p> <b:b> <g:g> .\n", "line 1001"),
        (QUADS, "<a:a> <p:p> <b:b> <g:g> .\n", "graphs of its own"),
    ],
)
def test_nothing_is_loaded_of_a_file_that_goes_wrong_in_its_last_line(
    store: EmbeddedStore, file: Path, media_type: str, end: str, why: str
) -> None:
    file.write_text("".join(f"<a:a> <p:p> <b:{n}> .\n" for n in range(1000)) + end)

    with pytest.raises(QueryRejected, match=rf"{why}.*Nothing of it was loaded") as refused:
        loader(store).post_graph(G, file, media_type)

    assert ".." not in str(refused.value)
    assert not store.has_graph(G)


@pytest.mark.parametrize("name", [f"<{BASE}document/1>", "_:g"])
def test_nothing_is_loaded_if_one_quad_names_a_graph_that_is_not_for_users(
    store: EmbeddedStore, file: Path, name: str
) -> None:
    file.write_text(f"<a:a> <p:p> <b:b> <{G}> .\n<a:a> <p:p> <b:b> {name} .\n")

    with pytest.raises((Conflict, QueryRejected), match=r"/documents|blank node"):
        loader(store).load(file, QUADS)

    assert not store.has_graph(G)


def test_a_documents_graph_takes_no_file(store: EmbeddedStore, file: Path) -> None:
    file.write_text("")

    with pytest.raises(Conflict, match="/documents"):
        loader(store).post_graph(f"{BASE}document/1", file, TURTLE)
    with pytest.raises(UnsupportedFormat, match="text/turtle"):
        loader(store).post_graph(G, file, "image/png")


def test_what_breaks_off_says_how_far_it_is_and_is_whole_when_it_is_loaded_again(
    store: EmbeddedStore, file: Path
) -> None:
    file.write_text("".join(f"<a:a> <p:p> <b:{n}> .\n" for n in range(5)))

    with pytest.raises(TransientError, match=r"went away.*first 2 of 5 triples.*same again"):
        loader(Away(store, 2)).post_graph(G, file, LINES)  # type: ignore[arg-type]
    half = len(graph(store, G))
    loader(store).post_graph(G, file, LINES)

    assert half == 2
    assert len(graph(store, G)) == 5


def test_a_restore_in_the_midst_of_a_load_is_told(store: EmbeddedStore, file: Path) -> None:
    file.write_text("".join(f"<a:a> <p:p> <b:{n}> .\n" for n in range(5)))
    times = iter([0, 0, 1])
    loading = FileLoader(store, BASE, 1_000_000_000, lambda: next(times))

    with pytest.raises(TransientError, match=r"^A backup was put back meanwhile.*again\.$"):
        loading.post_graph(G, file, LINES)


def test_a_file_that_nests_without_end_is_refused(make_store: Make, file: Path) -> None:
    store = make_store()
    file.write_bytes(
        b"<a:a> <a:p> " + b"<<( <a:a> <a:b> " * 200_000 + b"1" + b" )>>" * 200_000 + b" ."
    )

    with pytest.raises(QueryRejected, match="Nothing of it was loaded"):
        loader(store).post_graph(G, file, TURTLE)

    assert true(store, "")


@pytest.mark.slow
def test_a_large_body_reaches_a_server_in_pieces_and_none_of_it_if_its_last_line_is_wrong(
    tmp_path: Path, serve: Serve
) -> None:
    lines = b"".join(b"<a:a> <p:p> <b:%d> .\n" % n for n in range(60_000))
    with running("oxigraph", tmp_path / "oxigraph") as server:
        service = serve(tmp_path / "data", base_iri=BASE, **server.environment())
        with httpx2.Client(base_url=service.address, timeout=120) as client:
            wrong = client.post(f"/store?graph={G}", content=lines + b"<a:a>", headers=NT)
            absent = client.get(f"/store?graph={G}")
            right = client.post(f"/store?graph={G}", content=lines, headers=NT)
            found = client.get(f"/store?graph={G}", headers={"Accept": LINES})

        assert wrong.status_code == 400
        assert "line 60001" in wrong.text
        assert (absent.status_code, right.status_code) == (404, 201)
        assert found.content.count(b"\n") == 60_000
        service.stop()


@pytest.mark.slow
def test_a_load_that_a_crash_broke_off_is_whole_when_it_is_sent_again(
    tmp_path: Path, serve: Serve
) -> None:
    lines = b"".join(b"<a:a> <p:p> <b:%d> .\n" % n for n in range(250_000))
    one = serve(tmp_path / "data", base_iri=BASE)

    def send() -> None:
        with suppress(httpx2.TransportError):
            httpx2.post(f"{one.address}/store?default", content=lines, headers=NT, timeout=120)

    sending = threading.Thread(target=send)
    sending.start()
    deadline = time.monotonic() + 60
    while not counted(one.address):
        assert time.monotonic() < deadline, "nothing was stored"
    one.kill()
    sending.join()
    two = serve(tmp_path / "data", base_iri=BASE)
    half = counted(two.address)
    again = httpx2.post(f"{two.address}/store?default", content=lines, headers=NT, timeout=120)

    assert 0 < half < 250_000
    assert again.status_code == 204
    assert counted(two.address) == 250_000
    two.stop()


def counted(address: str) -> int:
    """How many triples of the file a service has."""
    query = {"query": "SELECT (COUNT(*) AS ?n) { <a:a> <p:p> ?o }"}
    headers = {"Accept": "text/csv"}
    answer = httpx2.get(f"{address}/sparql", params=query, headers=headers, timeout=60)
    return int(answer.raise_for_status().text.split()[1])
