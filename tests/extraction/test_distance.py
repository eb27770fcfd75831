import pytest

from kg.extraction.decode import FoundMention
from kg.extraction.distance import APART, brought_near
from kg.extraction.found import FoundRelation
from kg.extraction.windows import Window
from kg.model.tokens import Tokens
from kg.records import Span

TWO_SENTENCES = Window(0, 0, 20, Tokens([], [], [], []), frozenset({0, 10}))


def mention(token: int, label: str) -> FoundMention:
    return FoundMention(token, token, Span(token, token + 1), label, 0.9)


def margin(*mentions: tuple[int, str], entity: tuple[int, ...] = (0, 1), fitted: str = "") -> float:
    (found,) = brought_near(
        [FoundRelation(0, "urn:r", 1, 3.0)],
        [mention(*one) for one in mentions],
        entity,
        TWO_SENTENCES,
        {fitted},
    )
    return found.margin


def test_two_people_of_different_sentences_are_less_surely_related():
    assert margin((2, "person"), (12, "person")) == 3.0 - APART
    assert margin((2, "person"), (6, "person")) == 3.0


@pytest.mark.parametrize("object_", ["place", "organisation", "thing"])
def test_a_person_and_a_thing_may_stand_apart(object_):
    assert margin((2, "person"), (12, object_)) == 3.0


def test_a_pronoun_brings_its_thing_into_the_sentence():
    assert margin((2, "person"), (11, ""), (12, "person"), entity=(0, 0, 1)) == 3.0


def test_a_relation_whose_examples_set_its_threshold_goes_by_that():
    assert margin((2, "person"), (12, "person"), fitted="urn:r") == 3.0
