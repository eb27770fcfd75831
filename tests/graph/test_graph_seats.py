"""The pool that query processes wait in."""

import threading
import time

import pytest

from kg.graph.seats import Seats


def test_what_was_put_back_last_is_taken_next() -> None:
    seats = Seats(["a", "b"])
    taken = [seats.take(0), seats.take(0)]

    seats.put("cold")
    seats.put("warm")

    assert sorted(taken) == ["a", "b"]
    assert seats.take(0) == "warm"


def test_an_empty_pool_times_out() -> None:
    seats = Seats[str]([])

    with pytest.raises(TimeoutError):
        seats.take(0.01)

    seats.put("late")
    assert seats.take(0) == "late"


def test_who_waits_longest_is_served_before_who_comes_back() -> None:
    seats = Seats(["one"])
    held = seats.take(0)
    served: list[str] = []

    def wait() -> None:
        item = seats.take(5)
        served.append("waiter")
        seats.put(item)

    waiter = threading.Thread(target=wait)
    waiter.start()
    time.sleep(0.1)  # long enough to be waiting
    seats.put(held)
    again = seats.take(5)
    served.append("comer")
    waiter.join()

    assert again == "one"
    assert served == ["waiter", "comer"]
