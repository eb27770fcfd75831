"""Backups of a running service, put back into the same one and into another, over another store."""

import tarfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import httpx2
import pytest
from serving import ServeProcess
from stores import running
from test_one_story_on_every_store import BASE, DOCUMENTS, TURTLE, count, export, finished, put
from typer.testing import CliRunner

from api import restoring
from api.cli.app import app
from kg.graph.embedded import EmbeddedStore

Serve = Callable[..., ServeProcess]
LONDON = f"<{BASE}entity/place/london>"
GZIP = {"Content-Type": "application/gzip"}


def fill(client: httpx2.Client) -> None:
    """Three documents, a fact that a user stated first, one that he stated as well, and a graph of his own."""
    said = f"INSERT DATA {{ <{BASE}entity/person/mary> <http://www.wikidata.org/prop/direct/P19> {LONDON} }}"
    client.post("/sparql", data={"update": said}).raise_for_status()
    for id in ("1", "2", "4"):
        put(client, id, DOCUMENTS[id])
    put(client, "5", "Mary was born in London.")
    finished(client)
    claim = {"subject": f"{BASE}entity/person/mary", "object": f"{BASE}entity/place/paris"}
    claim |= {"predicate": "http://www.wikidata.org/prop/direct/P20", "verdict": "accepted"}
    client.put("/suggestions", json=claim).raise_for_status()
    finished(client)
    mine = b"<http://me.example/a> <http://me.example/p> [ <http://me.example/q> 'x'@en ] ."
    client.put("/store?graph=http://me.example/g", content=mine, headers=TURTLE).raise_for_status()


@pytest.mark.parametrize("kind", [None, "oxigraph"])
def test_a_service_is_put_back_to_what_it_was(
    kind: str | None, tmp_path: Path, serve: Serve
) -> None:
    one = serve(tmp_path / "one", base_iri=BASE)
    file = tmp_path / "saved.tar.gz"
    with httpx2.Client(base_url=one.address, timeout=60) as client:
        fill(client)
        before = export(client)
        saved = CliRunner().invoke(app, ["backup", str(file), "--server", one.address])
        assert saved.exit_code == 0, saved.output
        put(client, "1", "Nobody was born in Nowhere.")
        client.delete("/documents/2")
        put(client, "3", DOCUMENTS["3"])
        client.put(
            "/store?graph=http://me.example/later", content=b"<u:a> <u:p> 1 .", headers=TURTLE
        )
        finished(client)
        assert export(client) != before

    if kind is None:
        restored(file, one.address)
        with httpx2.Client(base_url=one.address, timeout=60) as client:
            assert export(client) == before
            assert client.get("/documents/1/text").text == DOCUMENTS["1"]
            check_it_goes_on(client)
    else:
        with running(kind, tmp_path / kind) as server:
            two = serve(tmp_path / "two", base_iri=BASE, **server.environment())
            restored(file, two.address)
            with httpx2.Client(base_url=two.address, timeout=60) as client:
                assert export(client) == before
                check_it_goes_on(client)
            two.stop()
    one.stop()


def restored(file: Path, address: str) -> None:
    done = CliRunner().invoke(app, ["restore", str(file), "--yes", "--server", address])
    assert done.exit_code == 0, done.output
    assert "Restored 5 documents" in done.output


def check_it_goes_on(client: httpx2.Client) -> None:
    """What the user stated outlives the document that stated it too, and new documents are read."""
    client.delete("/documents/5")
    put(client, "3", DOCUMENTS["3"])
    finished(client)
    assert count(client, f"<{BASE}entity/person/mary> ?born {LONDON}") == 1
    assert count(client, f"<{BASE}entity/person/alan_turing> ?born {LONDON}") == 1


def test_a_backup_holds_models_and_can_be_made_while_documents_are_read(
    tmp_path: Path, serve: Serve
) -> None:
    data = tmp_path / "data"
    (data / "models" / "mine").mkdir(parents=True)
    (data / "models" / "mine" / "config.json").write_text("{}")
    service = serve(data, base_iri=BASE)
    with httpx2.Client(base_url=service.address, timeout=60) as client:
        for number in range(60):
            put(client, str(number), f"Person{number} was born in London.")

        backup = client.get("/backup").raise_for_status().content
        finished(client)
        whole = export(client)
        answer = client.post("/restore", content=backup, headers=GZIP)
        assert answer.is_success, answer.text
        finished(client)

        with tarfile.open(fileobj=BytesIO(backup)) as archive:
            assert "models/mine/config.json" in archive.getnames()
        assert export(client) == whole
        assert not list(data.glob("kg-*"))
    service.stop()


def test_what_is_no_backup_or_another_services_is_refused_and_nothing_is_touched(
    tmp_path: Path, serve: Serve
) -> None:
    one = serve(tmp_path / "one", base_iri=BASE)
    two = serve(tmp_path / "two", base_iri="http://other.example/")
    with (
        httpx2.Client(base_url=one.address, timeout=60) as client,
        httpx2.Client(base_url=two.address, timeout=60) as other,
    ):
        fill(client)
        before = export(client)
        foreign = other.get("/backup").content

        nonsense = client.post("/restore", content=b"nonsense", headers=GZIP)
        strange = client.post("/restore", content=foreign, headers=GZIP)

        assert (nonsense.status_code, strange.status_code) == (422, 422)
        assert "no backup" in nonsense.json()["detail"]
        assert "KG_BASE_IRI=http://other.example/" in strange.json()["detail"]
        assert export(client) == before
    one.stop()
    two.stop()


def test_users_triples_are_put_back_in_pieces(
    store: EmbeddedStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Knowledge bases are among them: millions of triples do not fit into one upload."""
    monkeypatch.setattr(restoring, "_LINES", 2)
    own = tmp_path / "own.nq"
    lines = [f'_:b <http://p.example/p> "{n}\\n" <http://g.example/g> .\n' for n in range(7)]
    own.write_text("".join(lines) + "<u:a> <u:p> _:b .\n")

    restoring.put_back(store, own)

    left = b"".join(store.dump("own")).decode().splitlines()
    assert len(left) == 8
    assert len({line.split()[0] for line in left}) == 2
