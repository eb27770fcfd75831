"""Yes and no about where somebody was born or died, as far as the graph knows what lies in what."""

import pytest

from bench.answers import open_asker


@pytest.fixture(scope="module")
def asker():
    with open_asker(None) as opened:
        yield opened


def test_who_was_born_in_a_village_was_born_in_its_country_and_in_no_other(asker):
    inside = asker.ask("Was Nikola Tesla born in Croatia?")
    outside = asker.ask("Was Nikola Tesla born in Serbia?")

    assert inside.answer == "Yes"
    assert {fact.object for fact in inside.answers[0].facts} == {"Smiljan", "Croatia"}
    assert outside.answer == "No"


def test_no_is_not_said_where_the_graph_does_not_know_what_a_place_lies_in(asker):
    unknown = asker.ask("Was Marie Curie born in London?")
    town = asker.ask("Was Marie Curie born in Paris?")

    assert unknown.abstained
    assert "whether that lies in" in unknown.reason
    assert town.answer == "No"
