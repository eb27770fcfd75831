"""Finding the one that spoils it for the others."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import CatalogUnavailable
from workers.splitting import each_half


@given(st.lists(st.booleans(), max_size=40))
def test_only_what_fails_alone_is_given_up_and_the_rest_is_done_once(bad: list[bool]):
    items = list(enumerate(bad))
    done: list[int] = []
    given_up: list[int] = []

    def work(part: Sequence[tuple[int, bool]]) -> None:
        if any(spoilt for _, spoilt in part):
            raise ValueError("spoilt")
        done.extend(number for number, _ in part)

    each_half(work, items, lambda item, _: given_up.append(item[0]))

    assert done == [number for number, spoilt in items if not spoilt]
    assert given_up == [number for number, spoilt in items if spoilt]


def test_one_bad_among_many_costs_few_calls():
    calls: list[int] = []

    def work(part: Sequence[int]) -> None:
        calls.append(len(part))
        if 77 in part:
            raise ValueError("spoilt")

    each_half(work, range(256), lambda *_: None)

    assert len(calls) == 17


def test_a_database_that_is_away_is_no_reason_to_split():
    calls: list[int] = []

    def work(part: Sequence[int]) -> None:
        calls.append(len(part))
        raise CatalogUnavailable("away")

    with pytest.raises(CatalogUnavailable):
        each_half(work, range(8), lambda *_: None)

    assert calls == [8]
