"""The rule by which pieces of evidence become one confidence."""

import math
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.confidence import Piece, believe, weigh

sure = st.integers(0, 1000).map(lambda n: n / 1000)
several = st.lists(sure, min_size=1, max_size=6)
correlation = st.sampled_from([0.0, 0.2, 0.5, 1.0])


@given(several, correlation)
def test_many_weak_sources_are_more_than_one_and_less_than_if_they_were_independent(found, alike):
    weighed = weigh(found, correlation=alike)

    noisy_or = 1 - math.prod(1 - min(one, 1 - 1e-4) for one in found)
    assert max(found) - 2e-4 <= weighed <= noisy_or + 1e-9


@given(several, sure, correlation)
def test_another_source_never_lowers_confidence(found, another, alike):
    assert weigh([*found, another], correlation=alike) >= weigh(found, correlation=alike) - 1e-9


@given(several, several, sure, correlation)
def test_another_denial_never_raises_confidence(found, denied, another, alike):
    before = weigh(found, denied, correlation=alike)

    assert weigh(found, [*denied, another], correlation=alike) <= before + 1e-9


@given(several, several, correlation)
def test_confidence_is_a_probability(found, denied, alike):
    assert 0 <= weigh(found, denied, correlation=alike) <= 1


@pytest.mark.parametrize("confidence", [0.0, 0.3, 0.93, 0.999, 1.0])
def test_one_source_is_taken_at_its_word(confidence):
    assert believe([Piece("a", "asserted", confidence)]).confidence == confidence


def test_the_numbers_in_the_documentation_are_right():
    shown = [
        weigh([0.6]), weigh([0.6] * 2), weigh([0.6] * 3), weigh([0.6] * 10), weigh([0.9, 0.6]),
        weigh([0.9], [0.6]), weigh([0.9], [0.9]), weigh([0.9] * 3, [0.9]), weigh([0.6], [0.9]),
    ]  # fmt: skip

    assert [round(one, 2) for one in shown] == [.6, .71, .75, .81, .93, .78, .47, .75, .13]  # fmt: skip


def test_sentences_of_one_text_are_one_source():
    once = believe([Piece("a", "asserted", 0.8)])
    thrice = believe([Piece("a", "asserted", each) for each in (0.6, 0.8, 0.7)])

    assert thrice == once


def test_the_order_of_evidence_does_not_matter():
    pieces = [
        Piece("a", "asserted", 0.7),
        Piece("b", "asserted", 0.9),
        Piece("c", "denied", 0.6),
        Piece("c", "hedged", 0.4),
    ]

    assert len({str(believe(order)) for order in permutations(pieces)}) == 1


def test_what_is_asserted_and_denied_stays_asserted_and_is_less_sure():
    belief = believe([Piece("a", "asserted", 0.9), Piece("b", "denied", 0.6)])

    assert belief.status == "asserted"
    assert belief.confidence == 0.783
    assert belief.support == {"asserted": 0.9, "denied": 0.6}


@pytest.mark.parametrize("status", ["hedged", "reported"])
def test_what_is_hedged_or_reported_neither_supports_nor_weakens(status):
    belief = believe([Piece("a", "asserted", 0.9), Piece("b", status, 0.9)])

    assert (belief.confidence, belief.sources) == (0.9, 1)


def test_what_nobody_asserts_is_as_sure_as_that_it_is_put_so():
    belief = believe([Piece("a", "denied", 0.6), Piece("b", "denied", 0.6)])

    assert (belief.status, belief.confidence, belief.sources) == ("denied", 0.705, 2)
