"""Real worker processes on a real PostgreSQL, killed: nothing is lost, nothing done twice."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from kg.catalog import Catalog
from kg.catalog.rows import NewDocument
from tests.services import PostgreSQL, Redis, free_port
from tests.workers.processes import WorkerProcess, wait_until
from workers.client import CeleryWaker

StartWorker = Callable[..., WorkerProcess]

SLOW = "tests.workers.extractors:slow"
MURDEROUS = "tests.workers.extractors:murderous"


@pytest.fixture
def url(postgresql: PostgreSQL) -> str:
    return postgresql.new_database()


@pytest.fixture
def shared(url: str) -> Iterator[Catalog]:
    """The catalog that the worker processes share."""
    opened = Catalog.open(url)
    yield opened
    opened.close()


def post(catalog: Catalog, *texts: str) -> list[str]:
    receipts = catalog.documents.add(
        [NewDocument(text) for text in texts], job=catalog.jobs.create("test")
    )
    return [receipt.id for receipt in receipts]


def people(n: int) -> list[str]:
    return [f"Person N{i} was born in Paris. Person N{i} works for Acme." for i in range(n)]


def extracted(catalog: Catalog) -> int:
    return catalog.documents.counts().get("extracted", 0)


def pieces_of_evidence(url: str) -> list[int]:
    """Return how many pieces of evidence each document has that has any."""
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        counted = connection.exec_driver_sql("SELECT count(*) FROM evidence GROUP BY document")
        found: list[int] = list(counted.scalars())
    engine.dispose()
    return found


def two_slow_workers(
    start_worker: StartWorker, url: str, redis: Redis, **settings: str
) -> list[WorkerProcess]:
    usual = {"extractor": SLOW, "batch_characters": "600"}
    given = {"database_url": url, "redis_url": redis.url} | usual | settings
    return [start_worker(**given) for _ in range(2)]


def test_one_of_two_celery_workers_is_killed_and_every_document_is_read_once(
    shared: Catalog, url: str, redis_in_private: Redis, start_worker: StartWorker
):
    workers = two_slow_workers(start_worker, url, redis_in_private, lease_s="2", sweep_s="0.5")
    wait_until(lambda: len(shared.workers.alive(60)) == 2)
    waker = CeleryWaker(redis_in_private.url)
    ids = post(shared, *people(300))
    waker.wake()
    wait_until(lambda: extracted(shared) >= 60)

    by_worker = {worker.process: worker for worker in shared.workers.alive(60)}
    assert by_worker[workers[0].pid].state == by_worker[workers[1].pid].state == "reading"
    workers[0].kill()
    assert extracted(shared) < 290
    wait_until(lambda: extracted(shared) == 300)
    waker.close()

    rows = shared.documents.page(limit=1000).items
    assert {row.id for row in rows} == set(ids)
    assert {row.attempt for row in rows} <= {1, 2}
    assert pieces_of_evidence(url) == [2] * 300
    assert workers[1].stop() == 0
    assert {worker.process for worker in shared.workers.alive(60)} == {workers[0].pid}


def test_a_celery_worker_that_is_woken_reads_at_once(
    shared: Catalog, url: str, redis_in_private: Redis, start_worker: StartWorker
):
    waker = CeleryWaker(redis_in_private.url)
    start_worker(
        database_url=url, redis_url=redis_in_private.url, extractor="scripted", sweep_s="600"
    )
    wait_until(lambda: [worker.state for worker in shared.workers.alive(60)] == ["idle"])

    for n in range(1, 4):
        post(shared, f"Ada was born in Rome {n} times.")
        waker.wake()
        wait_until(lambda: extracted(shared) == n, 5)  # noqa: B023
    waker.close()


def test_documents_are_read_although_redis_was_away_when_they_were_posted(
    shared: Catalog, url: str, redis_in_private: Redis, start_worker: StartWorker
):
    redis_in_private.stop()
    waker = CeleryWaker(redis_in_private.url)
    start_worker(
        database_url=url, redis_url=redis_in_private.url, extractor="scripted", sweep_s="0.2"
    )

    post(shared, *people(10))
    waker.wake()

    wait_until(lambda: extracted(shared) == 10)
    redis_in_private.start()
    post(shared, "Ada was born in Rome.")
    waker.wake()
    wait_until(lambda: extracted(shared) == 11)
    waker.close()


def test_a_document_that_kills_its_workers_ends_in_quarantine_while_the_rest_goes_on(
    tmp_path: Path, start_worker: StartWorker
):
    catalog = Catalog.open(f"sqlite:///{tmp_path / 'catalog.sqlite'}")
    settings = {"data": str(tmp_path), "extractor": MURDEROUS, "lease_s": "0.5", "sweep_s": "0.1"}
    texts = people(40)
    ids = post(catalog, *texts[:20], "murder", *texts[20:])

    exits = [start_worker(**settings).wait() for _ in range(3)]
    start_worker(**settings)
    wait_until(lambda: catalog.documents.counts() == {"extracted": 40, "failed": 1})

    assert exits == [9, 9, 9]
    killer = catalog.documents.get(ids[20])
    assert (killer.status, killer.attempt) == ("failed", 3)
    assert "3 of 3 attempts" in (killer.error or "")
    catalog.close()


@pytest.mark.parametrize("celery", [True, False], ids=["celery", "alone"])
def test_a_worker_told_to_stop_finishes_its_batch(
    shared: Catalog,
    url: str,
    request: pytest.FixtureRequest,
    start_worker: StartWorker,
    celery: bool,
):
    settings = {"database_url": url, "extractor": SLOW, "batch_characters": "1000"}
    if celery:
        settings["redis_url"] = request.getfixturevalue("redis_in_private").url
    post(shared, *people(200))
    worker = start_worker(**settings)
    wait_until(lambda: extracted(shared) > 0)

    assert worker.stop() == 0

    counts = shared.documents.counts()
    assert set(counts) == {"extracted", "queued"}
    assert {row.attempt for row in shared.documents.page(status="queued", limit=1000).items} == {0}
    assert shared.workers.alive(60) == []


def test_a_batch_that_takes_too_long_is_handed_back_on_sigterm(
    shared: Catalog, url: str, redis_in_private: Redis, start_worker: StartWorker
):
    post(shared, *people(5))
    worker = start_worker(
        database_url=url,
        redis_url=redis_in_private.url,
        extractor="tests.workers.extractors:very_slow",
    )
    wait_until(lambda: shared.documents.counts() == {"running": 5})

    worker.stop()

    assert {row.attempt for row in shared.documents.page(status="queued").items} == {0}
    assert shared.documents.counts() == {"queued": 5}


def test_a_worker_whose_model_cannot_be_loaded_ends_with_an_error(
    shared: Catalog, url: str, start_worker: StartWorker
):
    redis_url = f"redis://127.0.0.1:{free_port()}/0"

    with_celery = start_worker(
        anew=True, database_url=url, redis_url=redis_url, extractor="nonsense"
    )
    alone = start_worker(anew=True, database_url=url, extractor="nonsense")

    assert with_celery.wait() == 1
    assert alone.wait() == 1


def test_a_worker_process_that_is_stuck_ends_itself_and_its_document_is_quarantined(
    tmp_path: Path, start_worker: StartWorker
):
    catalog = Catalog.open(f"sqlite:///{tmp_path / 'catalog.sqlite'}")
    settings = {"data": str(tmp_path), "extractor": "tests.workers.extractors:stuck"}
    settings |= {"sweep_s": "0.1", "document_timeout_s": "1"}
    ids = post(catalog, "stuck", *people(10))

    exits = [start_worker(**settings).wait() for _ in range(3)]
    start_worker(**settings)
    wait_until(lambda: catalog.documents.counts() == {"extracted": 10, "failed": 1})

    assert exits == [75, 75, 75]
    assert "3 of 3 attempts" in (catalog.documents.get(ids[0]).error or "")
    catalog.close()


def test_one_wake_up_has_both_of_two_workers_read_when_there_is_enough_for_both(
    shared: Catalog, url: str, redis_in_private: Redis, start_worker: StartWorker
):
    # neither looks by itself as long as the test lasts
    two_slow_workers(start_worker, url, redis_in_private, sweep_s="600")
    wait_until(lambda: [one.state for one in shared.workers.alive(60)] == ["idle", "idle"])
    waker = CeleryWaker(redis_in_private.url)
    post(shared, *people(300))
    waker.wake()

    wait_until(lambda: [one.state for one in shared.workers.alive(60)] == ["reading", "reading"])
    waker.close()
