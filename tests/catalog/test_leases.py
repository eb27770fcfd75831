"""Names that one owner holds at a time."""

import time

from kg.catalog import Catalog
from kg.graph.sole import Sole
from tests.catalog.given import Clock


def test_one_owner_at_a_time_holds_a_lease(catalog: Catalog):
    assert catalog.leases.take("work", "a", 10)
    assert not catalog.leases.take("work", "b", 10)
    assert catalog.leases.take("work", "a", 10)
    assert catalog.leases.take("other", "b", 10)


def test_a_lease_that_ran_out_goes_to_whoever_asks_next(catalog: Catalog, clock: Clock):
    catalog.leases.take("work", "a", 10)
    clock.turn(10.5)

    assert catalog.leases.take("work", "b", 10)
    assert not catalog.leases.take("work", "a", 10)


def test_a_lease_given_back_is_free_and_nobody_gives_back_anothers(catalog: Catalog):
    catalog.leases.take("work", "a", 10)
    catalog.leases.give_back("work", "b")
    assert not catalog.leases.take("work", "b", 10)

    catalog.leases.give_back("work", "a")

    assert catalog.leases.take("work", "b", 10)


def test_a_turn_is_prolonged_while_its_process_lives_and_passes_on_when_it_stops(url: str):
    catalog = Catalog.open(url)
    one, two = (Sole(catalog.leases, lease_s=1.2) for _ in range(2))

    assert one.mine()
    assert not two.mine()
    time.sleep(2)
    assert one.mine()
    assert not two.mine()

    one.close()
    deadline = time.monotonic() + 10
    while not two.mine() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert two.mine()
    two.close()
    catalog.close()
