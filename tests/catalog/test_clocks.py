"""Clocks that are set while documents wait: the queue goes on, and nobody loses what he holds."""

import pytest

from kg.catalog import Catalog
from kg.catalog.clock import ServerClock, now_ms
from kg.errors import CatalogUnavailable
from tests.catalog.given import Clock, claim, extractions, ids, post

HOUR = 3600.0


def test_a_new_document_does_not_wait_for_a_clock_that_was_set_back(catalog: Catalog, clock: Clock):
    id = post(catalog, "a")[0].id
    clock.turn(-60)

    assert catalog.queue.due()
    assert ids(claim(catalog)) == [id]


def test_a_lease_and_a_wait_made_before_the_clock_was_set_back_by_hours_are_over(
    catalog: Catalog, clock: Clock
):
    held, waits = (receipt.id for receipt in post(catalog, "a", "b"))
    claims = claim(catalog, "dead", lease_s=HOUR)
    catalog.queue.fail("dead", claims[1], "Busy.", retry_in_s=100)
    assert not catalog.queue.due()
    clock.turn(-2 * HOUR)

    assert catalog.queue.due()
    assert {*ids(claim(catalog)), *ids(claim(catalog))} == {held, waits}


def test_a_worker_that_lives_keeps_its_batch_when_the_clock_is_set_back(
    catalog: Catalog, clock: Clock
):
    post(catalog, "a", "b")
    claims = claim(catalog, "alive")
    clock.turn(-2 * HOUR)
    assert len(catalog.queue.renew("alive", claims, 60)) == 2

    assert claim(catalog, "thief") == []
    assert catalog.queue.finish("alive", extractions(claims)) == 2


def test_a_clock_that_jumps_ahead_costs_one_more_reading_and_nothing_else(
    catalog: Catalog, clock: Clock
):
    post(catalog, "a", "b")
    before = claim(catalog, "slow")
    clock.turn(2 * HOUR)

    again = [*claim(catalog, "quick"), *claim(catalog, "quick")]

    assert catalog.queue.finish("slow", extractions(before)) == 0
    assert catalog.queue.finish("quick", extractions(again)) == 2
    assert catalog.documents.counts() == {"extracted": 2}


def test_the_server_clock_counts_on_by_itself_and_asks_now_and_then():
    steady, told = [100.0], iter([5_000, 9_000_000])
    clock = ServerClock(lambda: next(told), every_s=30, steady=lambda: steady[0])

    assert clock() == 5_000
    steady[0] += 29
    assert clock() == 34_000
    steady[0] += 1
    assert clock() == 9_000_000


def test_the_server_clock_does_without_a_server_that_is_away():
    steady = [100.0]
    answers = iter([5_000])

    def ask() -> int:
        try:
            return next(answers)
        except StopIteration:
            raise CatalogUnavailable("away") from None

    clock = ServerClock(ask, every_s=30, steady=lambda: steady[0])
    assert clock() == 5_000
    steady[0] += 60

    assert clock() == 65_000


def test_before_a_server_ever_answered_the_machine_tells_the_time():
    def ask() -> int:
        raise CatalogUnavailable("away")

    assert ServerClock(ask)() == pytest.approx(now_ms(), abs=5_000)


def test_on_postgresql_a_catalog_goes_by_the_clock_of_the_server(
    url: str, monkeypatch: pytest.MonkeyPatch
):
    opened = Catalog.open(url)
    job = opened.jobs.create("test")
    monkeypatch.setattr("kg.catalog.clock.now_ms", lambda: 0)  # a machine that thinks it is 1970

    created = opened.jobs.progress(job).created_at
    opened.close()

    assert created == pytest.approx(now_ms(), abs=60_000)
