"""One worker for many workspaces: it goes round, and what ails one does not hold up the others."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from kg.catalog import Catalog
from kg.catalog.places import Places
from kg.catalog.rows import NewDocument
from kg.settings import Settings
from kg.workspaces import settings_within
from tests.workers.extractors import Fake
from tests.workers.processes import wait_until
from workers import local
from workers.local import LocalWorker
from workers.rounds import Rounds


def post(catalog: Catalog, *texts: str) -> None:
    catalog.documents.add([NewDocument(text) for text in texts], job=catalog.jobs.create("test"))


@pytest.fixture
def places(catalog: Catalog, settings: Settings) -> Iterator[Places]:
    opened = Places(settings, catalog)
    yield opened
    opened.close()


@contextmanager
def opened(places: Places, *names: str) -> Iterator[list[Catalog]]:
    """Make workspaces, and give their catalogs."""
    with ExitStack() as held:
        yield [held.enter_context(places.using(places.create(name)[0])) for name in names]


@contextmanager
def reading(places: Places, extractor: Fake, settings: Settings) -> Iterator[LocalWorker]:
    rounds = Rounds(places, lambda _, __: extractor)
    worker = LocalWorker(places.main, settings, lambda: extractor, rounds=rounds)
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()


def test_every_workspace_is_read_by_the_one_worker(places: Places, settings: Settings):
    with opened(places, "a", "b") as (a, b):
        for catalog in (places.main, a, b):
            post(catalog, "Ada was born in Paris.")

        with reading(places, Fake(lambda _: None), settings):
            for catalog in (places.main, a, b):
                wait_until(lambda catalog=catalog: catalog.documents.counts() == {"extracted": 1})


def test_a_bulk_load_in_one_workspace_lets_another_have_its_turn(
    places: Places, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(local, "_TURN_S", 0.05)
    order: list[str] = []

    def read(documents: object) -> None:
        order.extend(document.text[:4] for document in documents)  # type: ignore[attr-defined]
        threading.Event().wait(0.03)

    one_at_a_time = settings.model_copy(update={"batch_characters": 5})
    with opened(places, "bulk", "small") as (bulk, small):
        post(bulk, *(f"bulk {number:02}" for number in range(40)))
        post(small, "small 1", "small 2")
        with reading(places, Fake(read), one_at_a_time):
            wait_until(lambda: small.documents.counts() == {"extracted": 2}, 30)
            left = bulk.documents.counts().get("queued", 0)

    assert left > 20
    assert order.index("smal") < 10


def test_a_workspace_that_is_gone_in_the_middle_stops_no_other(places: Places, settings: Settings):
    begun, go_on = threading.Event(), threading.Event()

    def read(_: object) -> None:
        begun.set()
        go_on.wait(10)

    workspace, _ = places.create("doomed")
    with places.using(workspace) as doomed:
        post(doomed, "Ada was born in Paris.")
    with reading(places, Fake(read), settings), opened(places, "other") as (other,):
        assert begun.wait(20)
        places.main.workspaces.mark_deleted("doomed")
        places.drop(workspace)
        places.main.workspaces.forget(workspace.id)
        go_on.set()
        post(other, "Bob was born in Rome.")

        wait_until(lambda: other.documents.counts() == {"extracted": 1}, 30)

    assert not (settings.data / "workspaces" / workspace.place).exists()


def test_what_a_dead_worker_held_in_a_workspace_is_read_at_once(places: Places, settings: Settings):
    import socket
    import subprocess

    process = subprocess.Popen(["true"])
    process.wait()
    with opened(places, "a") as (a,):
        post(a, "Ada was born in Paris.")
        places.main.workers.beat("first", host=socket.gethostname(), process=process.pid, model="fake 1", state="reading")  # fmt: skip
        a.queue.claim(owner="first", characters=1000, limit=1, lease_s=600)

        with reading(places, Fake(lambda _: None), settings):
            wait_until(lambda: a.documents.counts() == {"extracted": 1}, 20)


def test_a_batch_in_a_workspace_goes_back_when_the_worker_stops(places: Places, settings: Settings):
    begun, go_on = threading.Event(), threading.Event()

    def read(_: object) -> None:
        begun.set()
        go_on.wait(10)

    with opened(places, "a") as (a,):
        post(a, "Ada was born in Paris.")
        rounds = Rounds(places, lambda _, __: Fake(read))
        worker = LocalWorker(places.main, settings, lambda: Fake(read), rounds=rounds)
        worker.start()
        assert begun.wait(20)

        worker.stop(timeout=0.2)

        assert a.documents.counts() == {"queued": 1}
        go_on.set()
        worker.join(10)


def test_a_workspace_whose_catalog_is_broken_stops_nobody(places: Places, settings: Settings):
    broken, _ = places.create("broken")
    file = sa.make_url(settings_within(settings, broken).catalog_url).database
    assert file is not None
    with places.using(broken):
        pass
    places.close()
    Path(file).write_bytes(b"no database at all" * 1000)
    post(places.main, "Ada was born in Paris.")

    with reading(places, Fake(lambda _: None), settings):
        wait_until(lambda: places.main.documents.counts() == {"extracted": 1})
