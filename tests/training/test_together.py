"""Texts put together: what belongs to which, and of what nothing is known."""

import pytest

from kg.records import Span
from kg.training.corpora.records import LabelledMention, LabelledText
from kg.training.together import put_together

SPOUSE = "http://www.wikidata.org/prop/direct/P26"


def labelled(id, text, names, relations=(), **more):
    mentions = tuple(
        LabelledMention(Span(text.index(name), text.index(name) + len(name)), label, entity)
        for entity, (name, label) in enumerate(names)
    )
    return LabelledText(id, text, mentions, frozenset(relations), frozenset({SPOUSE}), **more)


ANN = labelled("ann", "Ann married Bob in Rome.", [("Ann", "person"), ("Bob", "person"), ("Rome", "place")], [(0, SPOUSE, 1)])  # fmt: skip
EVE = labelled("eve", "Eve left Rome for Pisa.", [("Eve", "person"), ("Rome", "place"), ("Pisa", "place")])  # fmt: skip
HE = labelled("he", "He met Dan.", [("He", "person"), ("Dan", "person")])


@pytest.fixture(scope="module")
def joined():
    (one,) = put_together([ANN, EVE], 2, seed=1)
    return one


def named(text):
    return {m.span.of(text.text): m.entity for m in text.mentions}


def test_names_stay_where_they_are_and_relations_between_whom_they_were(joined):
    number = named(joined)

    assert set(number) == {"Ann", "Bob", "Rome", "Eve", "Pisa"}
    assert joined.relations == {(number["Ann"], SPOUSE, number["Bob"])}


def test_things_of_one_name_are_one_thing(joined):
    assert len({m.entity for m in joined.mentions if m.span.of(joined.text) == "Rome"}) == 1
    assert len({m.entity for m in joined.mentions}) == 5


def test_people_of_different_texts_are_looked_at_and_unrelated(joined):
    number = named(joined)

    assert (number["Ann"], number["Eve"]) in joined.pairs
    assert (number["Eve"], number["Bob"]) in joined.pairs


def test_of_places_in_different_texts_nothing_is_said():
    one = labelled("one", "Paris is large.", [("Paris", "place")])
    other = labelled("other", "France won.", [("France", "place")])

    (joined,) = put_together([one, other], 2, seed=1)

    assert joined.pairs == ()


def test_what_begins_with_a_pronoun_comes_after_nothing():
    texts = put_together([ANN, HE], 2, seed=1) + put_together([HE, ANN], 2, seed=2)

    assert all(not text.text.endswith(HE.text) or text.text == HE.text for text in texts)


def test_texts_of_which_less_is_known_stay_among_themselves():
    texts = put_together([ANN, labelled("x", "Ian ran.", [("Ian", "person")], exhaustive=True)], 2, 1)  # fmt: skip

    assert len(texts) == 2


def test_nothing_grows_longer_than_a_window():
    long = [labelled(str(n), f"Ann{n} ran. " + "So it was. " * 120, [(f"Ann{n}", "person")]) for n in range(4)]  # fmt: skip

    assert len(put_together(long, 4, seed=1)) == 4
