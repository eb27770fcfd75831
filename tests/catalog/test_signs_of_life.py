"""Workers sign the catalog."""

from kg.catalog import Catalog
from tests.catalog.given import Clock


def beat(catalog: Catalog, id: str, state: str = "idle") -> None:
    catalog.workers.beat(id, host="here", process=42, model="fake 1", state=state)


def test_a_worker_is_alive_for_a_while_after_its_last_sign(catalog: Catalog, clock: Clock):
    beat(catalog, "a")
    clock.turn(10)
    beat(catalog, "b", "reading")

    alive = catalog.workers.alive(15)
    clock.turn(10)

    assert [worker.id for worker in alive] == ["a", "b"]
    assert (alive[1].host, alive[1].process, alive[1].model) == ("here", 42, "fake 1")
    assert (alive[1].state, alive[1].seen_at) == ("reading", clock.now - 10_000)
    assert [worker.id for worker in catalog.workers.alive(15)] == ["b"]


def test_a_worker_that_signed_off_is_not_alive(catalog: Catalog):
    beat(catalog, "a")

    catalog.workers.forget("a")
    catalog.workers.forget("nobody")

    assert catalog.workers.alive(60) == []


def test_workers_silent_for_a_day_are_struck_off(catalog: Catalog, clock: Clock):
    beat(catalog, "crashed")
    clock.turn(25 * 3600)

    beat(catalog, "a")

    assert [worker.id for worker in catalog.workers.alive(10**6)] == ["a"]
