import torch

from kg.extraction.boundaries import ENOUGH, Observed
from kg.extraction.fitting import RARE, fitted_shift, least_shift
from kg.extraction.stopping import best_stop


def observed(others: list[float], marked: int = 1) -> Observed:
    """Pairs that may have one property: some that an example marks, others with these margins."""
    count = marked + len(others)
    return Observed(
        vectors=torch.zeros(count, 4),
        plain=torch.tensor([[9.0]] * marked + [[margin] for margin in others]),
        beside=torch.zeros(count, 1),
        allowed=torch.ones(count, 1, dtype=torch.bool),
        marked=torch.arange(count)[:, None] < marked,
        side=torch.zeros(count, dtype=torch.long),
    )


def shift(count: int, marked: float, other: float) -> float:
    return float(fitted_shift(observed([other] * count), [[marked] * count])[0])


def test_the_threshold_lies_where_marked_pairs_are_told_from_others():
    assert 3.0 < shift(ENOUGH, marked=5.0, other=3.0) <= 5.0


def test_a_threshold_may_have_to_be_lower_than_that_of_training():
    assert -4.0 < shift(ENOUGH, marked=-2.0, other=-4.0) <= -2.0


def test_few_examples_leave_the_threshold_alone():
    assert shift(ENOUGH - 1, marked=5.0, other=3.0) == 0.0


def test_examples_whose_ends_no_reader_finds_count_all_the_same():
    (bar,) = fitted_shift(observed([9.0] * 3, marked=0), [[2.0] * ENOUGH])

    assert 1.9 < float(bar) <= 2.0


def test_a_relation_with_few_examples_is_not_found_all_over_their_sentences():
    near = observed([2.0] * (RARE + 1))
    assert float(least_shift(near, [1])[0]) == 2.0

    few = observed([2.0] * RARE)
    assert float(least_shift(few, [1])[0]) == float("-inf")


def test_pairs_that_domain_and_range_forbid_say_nothing_of_a_threshold():
    seen = observed([2.0] * (RARE + 1))
    seen.allowed[1:] = False

    assert float(least_shift(seen, [1])[0]) == float("-inf")


def test_nothing_stops_between_pairs_of_the_same_value():
    assert best_stop([3.0, 1.0], [1.0] * 100) > 1.0
