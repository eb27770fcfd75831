"""LocalWorker: the drain loop in a thread."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from kg.catalog import Catalog
from kg.catalog.rows import NewDocument
from kg.errors import CatalogUnavailable
from kg.settings import Settings
from tests.workers.extractors import Fake
from tests.workers.processes import wait_until
from workers.local import LocalWorker


@contextmanager
def running(
    catalog: Catalog, settings: Settings, extractor: Fake | None = None
) -> Iterator[LocalWorker]:
    worker = LocalWorker(catalog, settings, (lambda: extractor) if extractor else None)
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()


def post(catalog: Catalog, *texts: str) -> None:
    catalog.documents.add([NewDocument(text) for text in texts], job=catalog.jobs.create("test"))


def test_what_waited_before_the_start_is_read(catalog: Catalog, settings: Settings):
    post(catalog, "Ada was born in Paris.")

    with running(catalog, settings):
        wait_until(lambda: catalog.documents.counts() == {"extracted": 1})


def test_a_woken_worker_reads_at_once(catalog: Catalog, settings: Settings):
    with running(catalog, settings.model_copy(update={"sweep_s": 600})) as worker:
        assert worker.rest(10)
        post(catalog, "Ada was born in Paris.")

        worker.wake()

        assert worker.rest(10)
        assert catalog.documents.counts() == {"extracted": 1}


def test_whoever_wants_to_know_is_told_when_findings_have_been_kept(
    catalog: Catalog, settings: Settings
):
    seen: list[dict[str, int]] = []
    with running(catalog, settings.model_copy(update={"sweep_s": 600})) as worker:
        end = worker.tell(lambda: seen.append(dict(catalog.documents.counts())))
        post(catalog, "Ada was born in Paris.")
        worker.wake()
        assert worker.rest(10)
        assert seen == [{"extracted": 1}]

        end()
        post(catalog, "Bob was born in Rome.")
        worker.wake()
        assert worker.rest(10)

    assert len(seen) == 1


def test_a_worker_that_nobody_wakes_looks_by_itself(catalog: Catalog, settings: Settings):
    with running(catalog, settings) as worker:
        assert worker.rest(10)
        post(catalog, "Ada was born in Paris.")

        wait_until(lambda: catalog.documents.counts() == {"extracted": 1}, 10)


def test_it_signs_what_it_does_and_signs_off(catalog: Catalog, settings: Settings):
    go_on = threading.Event()
    with running(catalog, settings, Fake(lambda _: go_on.wait(10))) as worker:
        assert worker.rest(10)
        [idle] = catalog.workers.alive(60)
        post(catalog, "Ada was born in Paris.")
        wait_until(lambda: catalog.workers.alive(60)[0].state == "reading")
        go_on.set()

    assert (idle.state, idle.model) == ("idle", "fake 1")
    assert catalog.workers.alive(60) == []


def test_a_stopping_worker_finishes_its_batch(catalog: Catalog, settings: Settings):
    begun = threading.Event()
    post(catalog, "Ada was born in Paris.")

    def read(_: object) -> None:
        begun.set()
        time.sleep(0.3)

    with running(catalog, settings, Fake(read)):
        assert begun.wait(10)

    assert catalog.documents.counts() == {"extracted": 1}


def test_a_batch_that_takes_too_long_is_handed_back_when_the_worker_stops(
    catalog: Catalog, settings: Settings
):
    begun, go_on = threading.Event(), threading.Event()
    post(catalog, "Ada was born in Paris.")

    def read(_: object) -> None:
        begun.set()
        go_on.wait(10)

    worker = LocalWorker(catalog, settings, lambda: Fake(read))
    worker.start()
    assert begun.wait(10)

    worker.stop(timeout=0.2)

    [row] = catalog.documents.page().items
    assert (row.status, row.attempt) == ("queued", 0)
    go_on.set()
    worker.join(10)
    assert catalog.documents.counts() == {"queued": 1}


def test_a_worker_without_a_model_says_why_and_leaves_the_documents(
    catalog: Catalog, settings: Settings
):
    post(catalog, "Ada was born in Paris.")

    with running(catalog, settings.model_copy(update={"extractor": "nonsense"})) as worker:
        assert worker.rest(10)

        assert "KG_EXTRACTOR" in str(worker.failure)
    assert catalog.documents.counts() == {"queued": 1}


def test_a_worker_outlives_a_database_that_is_away(catalog: Catalog, settings: Settings):
    away = iter([True] * 3)
    due = catalog.queue.due

    def fail_at_first() -> bool:
        if next(away, False):
            raise CatalogUnavailable("away")
        return due()

    catalog.queue.due = fail_at_first  # type: ignore[method-assign]
    post(catalog, "Ada was born in Paris.")

    with running(catalog, settings):
        wait_until(lambda: catalog.documents.counts() == {"extracted": 1})


def test_a_worker_that_never_started_can_be_stopped(catalog: Catalog, settings: Settings):
    LocalWorker(catalog, settings).stop()
