"""What is left of a load, and several workers."""

from kg.catalog import Catalog
from kg.catalog.sharing import ALIVE_MS, LEAST
from tests.catalog.given import Clock, claim, post

DOCUMENT = "a" * (LEAST // 2)


def beat(catalog: Catalog, *workers: str) -> None:
    for worker in workers:
        catalog.workers.beat(worker, host="here", process=42, model="fake 1", state="idle")


def test_two_workers_halve_what_is_left(catalog: Catalog):
    post(catalog, *(f"{number}{DOCUMENT}" for number in range(16)))
    beat(catalog, "a", "b")

    assert [len(claim(catalog)) for _ in range(2)] == [8, 4]


def test_one_worker_takes_all(catalog: Catalog):
    post(catalog, *(f"{number}{DOCUMENT}" for number in range(16)))
    beat(catalog, "a")

    assert len(claim(catalog)) == 16


def test_a_worker_that_fell_silent_has_no_share(catalog: Catalog, clock: Clock):
    post(catalog, *(f"{number}{DOCUMENT}" for number in range(16)))
    beat(catalog, "a", "b")
    clock.turn(ALIVE_MS / 1000 + 1)
    beat(catalog, "a")

    assert len(claim(catalog)) == 16


def test_as_long_as_more_waits_than_a_worker_takes_nothing_is_shared(catalog: Catalog):
    post(catalog, *(f"{number}{DOCUMENT}" for number in range(16)))
    beat(catalog, "a", "b", "c", "d")

    assert len(claim(catalog, limit=12)) == 12


def test_short_documents_are_not_shared_into_batches_of_one(catalog: Catalog):
    post(catalog, *(f"document {number}" for number in range(16)))
    beat(catalog, "a", "b", "c", "d")

    assert len(claim(catalog)) == 16
