"""A restore of which a crash or an outage leaves half: it is known of, nobody is answered from it, and it goes on."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fakes import MINTER
from serving import ServeProcess
from stores import running
from test_backups import GZIP, Serve, fill
from test_one_story_on_every_store import BASE, DOCUMENTS, TURTLE, export, finished, put

from api import restoring
from api.restoring import CATALOG, OWN, Restoring
from kg.catalog import Catalog
from kg.errors import RestoreUnfinished, StoreUnavailable
from kg.graph.embedded import EmbeddedStore
from kg.graph.projector import Projector
from kg.graph.store import GraphStore
from tests.catalog.given import ADA, BOB, claim, extractions, post

OWN_LINES = [f'<u:s> <u:p> "{number}" .\n' for number in range(7)]
WRITES = ("clear", "load", "flush", "apply", "clear_documents", "put_graph")


class BreaksOff:
    """A store that is away from its n-th write on."""

    def __init__(self, store: GraphStore, number: int) -> None:
        self._store = store
        self.left = number

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._store, name)
        return self._counted(found) if name in WRITES else found

    def _counted(self, write: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any) -> Any:
            if self.left == 0:
                raise StoreUnavailable("here", "it went away.")
            self.left -= 1
            return write(*arguments)

        return counted


def unpacked(folder: Path, catalog: Catalog) -> Path:
    """A backup as it lies there once it is unpacked."""
    folder.mkdir()
    catalog.save(folder / CATALOG)
    (folder / OWN).write_text("".join(OWN_LINES))
    return folder


def dumped(store: GraphStore) -> list[bytes]:
    lines = b"".join(store.dump("nquads")).splitlines()
    return sorted(line for line in lines if b"generatedAtTime" not in line)


def test_a_restore_that_breaks_off_at_any_write_is_finished_at_the_next_start(
    store: EmbeddedStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "_LINES", 2)
    catalog = Catalog.open(f"sqlite:///{tmp_path / 'catalog.sqlite'}")
    post(catalog, ADA, BOB)
    catalog.queue.finish("worker", extractions(claim(catalog)))
    whole: list[bytes] | None = None

    for number in range(40):
        saved = unpacked(tmp_path / "unpacked", catalog)
        away = BreaksOff(store, number)
        begun = Restoring(tmp_path, catalog, away, None)  # type: ignore[arg-type]
        broken = Projector(catalog, away, MINTER, [], restores=begun)  # type: ignore[arg-type]
        ended = True
        try:
            broken.rebuild_after(lambda begun=begun, saved=saved: begun.begin(saved))  # type: ignore[misc]
        except StoreUnavailable:
            ended = False
        found = Restoring(tmp_path, catalog, store, None)
        if found.unfinished():
            with pytest.raises(RestoreUnfinished, match="broke off"):
                found.check()
        following = Projector(catalog, store, MINTER, [], restores=found)
        while following.step():
            pass

        whole = whole or dumped(store)
        assert len([line for line in dumped(store) if line.startswith(b"<u:s>")]) == 7
        assert dumped(store) == whole, f"it broke off at write {number}"
        assert not found.unfinished()
        assert not list(tmp_path.glob("restor*"))
        if ended:
            break
    assert ended
    assert number > 6
    catalog.close()


def test_another_backup_takes_the_place_of_one_that_broke_off(
    store: EmbeddedStore, tmp_path: Path
) -> None:
    catalog = Catalog.open(f"sqlite:///{tmp_path / 'catalog.sqlite'}")
    away = BreaksOff(store, 1)
    begun = Restoring(tmp_path, catalog, away, None)  # type: ignore[arg-type]
    begun.begin(unpacked(tmp_path / "unpacked", catalog))
    with pytest.raises(StoreUnavailable):
        begun.put_back()
    other = unpacked(tmp_path / "other", catalog)
    (other / OWN).write_text('<u:other> <u:p> "1" .\n')

    begun.begin(other)
    away.left = -1
    begun.put_back()
    begun.finish()

    assert dumped(store) == [b'<u:other> <u:p> "1" .']
    catalog.close()


@pytest.mark.slow
def test_a_service_that_is_killed_in_a_restore_says_so_and_finishes_it_when_it_starts(
    tmp_path: Path, serve: Serve
) -> None:
    data = tmp_path / "data"
    one = serve(data, base_iri=BASE)
    with httpx2.Client(base_url=one.address, timeout=60) as client:
        fill(client)
        many = "".join(f'<u:s{number}> <u:p> "{number}" .\n' for number in range(60_000))
        client.post("/store?default", content=many.encode(), headers=TURTLE).raise_for_status()
        before = export(client)
        backup = client.get("/backup").raise_for_status().content
        put(client, "3", DOCUMENTS["3"])
        finished(client)

    kill_in_a_restore(one, backup, data / "restoring-1")
    two = serve(data, base_iri=BASE)

    with httpx2.Client(base_url=two.address, timeout=60) as client:
        assert any("restore broke off" in line for line in two.messages)
        wait_until_ready(client)
        finished(client)
        assert export(client) == before
        assert not list(data.glob("restor*"))
    two.stop()


def kill_in_a_restore(service: ServeProcess, backup: bytes, folder: Path) -> None:
    def restore() -> None:
        with pytest.raises(httpx2.TransportError):
            httpx2.post(f"{service.address}/restore", content=backup, headers=GZIP, timeout=60)

    asking = threading.Thread(target=restore)
    asking.start()
    deadline = time.monotonic() + 60
    while not (folder.exists() and not (folder / CATALOG).exists()):
        assert time.monotonic() < deadline, "the restore did not begin"
        time.sleep(0.005)
    service.kill()
    asking.join()
    assert folder.exists(), "it was killed too late"


@pytest.mark.slow
def test_nobody_is_answered_from_half_a_graph_and_the_restore_goes_on_when_the_server_is_back(
    tmp_path: Path, serve: Serve
) -> None:
    with running("oxigraph", tmp_path / "oxigraph") as server:
        service = serve(tmp_path / "data", base_iri=BASE, **server.environment())
        with httpx2.Client(base_url=service.address, timeout=120) as client:
            fill(client)
            before = export(client)
            backup = client.get("/backup").raise_for_status().content
            put(client, "3", DOCUMENTS["3"])
            finished(client)
            server.kill()

            broken = client.post("/restore", content=backup, headers=GZIP)
            asked = client.post("/sparql", data={"query": "ASK {}"})
            ready = client.get("/health/ready")
            saved = client.get("/backup")
            server.start()
            wait_until_ready(client)
            finished(client)

            assert [one.status_code for one in (broken, asked, ready, saved)] == [503] * 4
            assert "a restore broke off and goes on by itself" in asked.json()["detail"]
            assert "a restore broke off" in ready.json()["checks"]["store"]
            assert export(client) == before
        service.stop()


def wait_until_ready(client: httpx2.Client) -> None:
    deadline = time.monotonic() + 90
    while client.get("/health/ready").status_code != 200:
        assert time.monotonic() < deadline, "the restore did not go on"
        time.sleep(0.1)
