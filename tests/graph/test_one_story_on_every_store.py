"""One story told to the whole service, over each store: the graphs that come out are the same."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pyoxigraph as ox
import pytest
from serving import ServeProcess
from stores import SparqlServer, running, sparql_server

Serve = Callable[..., ServeProcess]

BASE = "http://story.example/"
MARRIED = "http://www.wikidata.org/prop/direct/P26"
TURTLE = {"Content-Type": "text/turtle"}
DOCUMENTS = {
    "1": "Ada Lovelace was born in London. Ada Lovelace is married to William King.",
    "2": "Ada Lovelace was born in London. London is located in England.",
    "3": "Alan Turing works for Bletchley Park. Alan Turing was born in London.",
    "4": "Paris is the capital of France.",
}


@pytest.fixture(scope="module")
def embedded_export(tmp_path_factory: pytest.TempPathFactory) -> ox.Dataset:
    service = ServeProcess(tmp_path_factory.mktemp("embedded") / "data", base_iri=BASE)
    try:
        with httpx2.Client(base_url=service.address, timeout=60) as client:
            return tell(client)
    finally:
        service.stop()


@pytest.fixture
def oxigraph(tmp_path: Path) -> Iterator[SparqlServer]:
    server = sparql_server("oxigraph", tmp_path / "oxigraph").start()
    yield server
    server.stop()


@pytest.mark.parametrize("kind", ["oxigraph", "virtuoso"])
def test_the_story_ends_in_the_same_graph_on_every_store(
    kind: str, tmp_path: Path, serve: Serve, embedded_export: ox.Dataset
) -> None:
    with running(kind, tmp_path / kind) as server:
        service = serve(tmp_path / "data", base_iri=BASE, **server.environment())
        with httpx2.Client(base_url=service.address, timeout=60) as client:
            assert tell(client) == embedded_export
        service.stop()


def tell(client: httpx2.Client) -> ox.Dataset:
    """Ingest, ask, replace, delete, rebuild, write graphs of one's own, and export."""
    rule = f"rule wed: ?x <{MARRIED}> ?y -> ?y <urn:p:spouse> ?x ."
    client.put("/rules", content=rule, headers={"Content-Type": "text/plain"}).raise_for_status()
    for id, text in DOCUMENTS.items():
        put(client, id, text)
    finished(client)
    assert count(client, f"<{BASE}entity/person/william_king> <urn:p:spouse> ?whom") == 1
    assert count(client, f"?who <{MARRIED}> ?whom") == 1
    assert (
        count(client, f"GRAPH <{BASE}document/2> {{ ?who ?born <{BASE}entity/place/london> }}") == 1
    )
    assert (
        client.get("/entities", params={"q": "ada"}).json()["entities"][0]["name"] == "Ada Lovelace"
    )

    put(client, "1", "Ada Lovelace is married to Lord King.")
    assert client.delete("/documents/3").json()["status"] in ("deleted", "deleting")
    finished(client)
    assert count(client, f"<{BASE}entity/person/lord_king> <urn:p:spouse> ?whom") == 1
    assert count(client, f"GRAPH <{BASE}graph/derived> {{ ?one <urn:p:spouse> ?other }}") == 1
    assert (
        count(client, "?alan ?works <http://story.example/entity/organisation/bletchley_park>") == 0
    )
    assert count(client, "?ada ?born <http://story.example/entity/place/london>") == 1

    claim = {"subject": f"{BASE}entity/place/paris", "object": f"{BASE}entity/place/france"}
    claim |= {"predicate": "http://www.wikidata.org/prop/direct/P131", "verdict": "accepted"}
    client.put("/suggestions", json=claim).raise_for_status()
    finished(client)
    assert count(client, f"<{claim['subject']}> <{claim['predicate']}> <{claim['object']}>") == 1

    mine = b"<http://me.example/a> <http://me.example/p> [ <http://me.example/q> 'x'@en ] ."
    client.put("/store?graph=http://me.example/g", content=mine, headers=TURTLE).raise_for_status()
    said = "INSERT DATA { <http://me.example/a> <http://me.example/p> 1 }"
    client.post("/sparql", data={"update": said}).raise_for_status()
    before = export(client)
    assert client.post("/rebuild").json() == {"documents": 4}
    after = export(client)
    assert after == before
    return after


def put(client: httpx2.Client, id: str, text: str) -> None:
    client.put(f"/documents/{id}", json={"text": text}).raise_for_status()


def finished(client: httpx2.Client, within_s: float = 60) -> None:
    """Wait until every document is in the graph, or out of it."""
    deadline = time.monotonic() + within_s
    while (left := statuses(client) - {"done"}) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not left


def statuses(client: httpx2.Client) -> set[str]:
    return {one["status"] for one in client.get("/documents").json()["documents"]}


def count(client: httpx2.Client, pattern: str) -> int:
    text = f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}"
    answer = client.post("/sparql", data={"query": text}).raise_for_status()
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


def export(client: httpx2.Client) -> ox.Dataset:
    body = client.get("/export", params={"format": "nquads"}).raise_for_status().content
    # when a document was read is the only thing in which two services differ
    body = b"\n".join(line for line in body.splitlines() if b"generatedAtTime" not in line)
    dataset = ox.Dataset(ox.parse(body, ox.RdfFormat.N_QUADS))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def test_an_outage_of_the_store_delays_the_graph_and_stops_nothing_else(
    tmp_path: Path, serve: Serve, oxigraph: SparqlServer
) -> None:
    service = serve(tmp_path / "data", base_iri=BASE, **oxigraph.environment())
    with httpx2.Client(base_url=service.address, timeout=60) as client:
        put(client, "1", DOCUMENTS["1"])
        finished(client)
        oxigraph.kill()

        for id in ("2", "3", "4"):
            put(client, id, DOCUMENTS[id])
        until(lambda: statuses(client) == {"done", "extracted"})
        until(lambda: len(statements(client, "3")) == 2)
        assert client.post("/sparql", data={"query": "ASK {}"}).status_code == 503
        ready = client.get("/health/ready")
        assert (ready.status_code, ready.json()["checks"]["catalog"]) == (503, "ok")
        assert client.get("/entities", params={"q": "alan"}).json()["entities"]

        oxigraph.start()
        finished(client)
        assert count(client, "?who ?born <http://story.example/entity/place/london>") == 2
    service.stop()


def test_a_service_starts_while_its_store_is_away(
    tmp_path: Path, serve: Serve, oxigraph: SparqlServer
) -> None:
    oxigraph.stop()
    service = serve(tmp_path / "data", base_iri=BASE, **oxigraph.environment())
    with httpx2.Client(base_url=service.address, timeout=60) as client:
        put(client, "4", DOCUMENTS["4"])
        until(lambda: statuses(client) == {"extracted"})

        oxigraph.start()

        finished(client)
    service.stop()


def test_two_services_share_a_store_and_when_one_dies_the_other_goes_on(
    tmp_path: Path, serve: Serve, oxigraph: SparqlServer
) -> None:
    one, two = (serve(tmp_path / "data", base_iri=BASE, **oxigraph.environment()) for _ in range(2))
    with (
        httpx2.Client(base_url=one.address, timeout=60) as first,
        httpx2.Client(base_url=two.address, timeout=60) as second,
    ):
        put(first, "1", DOCUMENTS["1"])
        put(second, "2", DOCUMENTS["2"])
        finished(second)
        assert count(first, "?ada ?born <http://story.example/entity/place/london>") == 1
        answers = [client.post("/rebuild").status_code for client in (first, second)]
        assert sorted(answers) == [200, 409]

        keeper, other, there = (one, second, two) if answers[0] == 200 else (two, first, one)
        keeper.stop()  # it hands its turn over; after a kill, the other waits for the lease to run out
        put(other, "3", DOCUMENTS["3"])
        finished(other)
        assert count(other, "?alan ?born <http://story.example/entity/place/london>") == 2
    there.stop()


def statements(client: httpx2.Client, id: str) -> list[Any]:
    answer: list[Any] = client.get(f"/documents/{id}/statements").json()["statements"]
    return answer


def until(condition: Callable[[], bool], within_s: float = 60) -> None:
    deadline = time.monotonic() + within_s
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert condition()
