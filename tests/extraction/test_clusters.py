import re

from kg.extraction.clusters import Named, bare_name, cluster
from kg.records import Span

PEOPLE = r"Marie Curie|Pierre Curie|Curie|Marie|Irène|[Hh]e|[Ss]he|[Hh]er|Max"
PLACES = r"Warsaw|Paris"
FIRMS = r"European Space Agency|ESA|Toyota Motor Corporation|Toyota|First National Bank of Ohio|First National Bank of Utah"


def entities(text: str) -> list[int | None]:
    """Cluster the known names in a text."""
    labels = {"person": PEOPLE, "place": PLACES, "organisation": FIRMS}
    marked = sorted(
        (match.start(), match.end(), label)
        for label, pattern in labels.items()
        for match in re.finditer(rf"\b(?:{pattern})\b", text)
    )
    return cluster([Named(Span(s, e), text[s:e], label) for s, e, label in marked])


def test_the_same_name_is_the_same_entity():
    assert entities("Warsaw is old. Warsaw is large.") == [0, 0]


def test_a_last_name_alone_is_the_person_named_in_full():
    assert entities("Marie Curie came. Curie stayed.") == [0, 0]


def test_a_shared_last_name_goes_to_whoever_was_named_last():
    assert entities("Marie Curie met Pierre Curie. Curie smiled.") == [0, 1, 1]


def test_an_acronym_is_the_organisation_whose_capitals_it_has():
    assert entities("The European Space Agency met. ESA agreed.") == [0, 0]


def test_a_firm_may_drop_its_legal_form():
    assert entities("Toyota Motor Corporation grew. Toyota built cars.") == [0, 0]


def test_two_banks_of_nearly_one_name_stay_apart():
    assert entities("First National Bank of Ohio and First National Bank of Utah") == [0, 1]


def test_a_person_and_a_place_of_one_name_stay_apart():
    named = [
        Named(Span(0, 7), "Lincoln", "person"),
        Named(Span(10, 17), "Lincoln", "place"),
    ]

    assert cluster(named) == [0, 1]


def test_a_pronoun_is_the_person_most_spoken_of():
    assert entities("Marie Curie and Curie saw Max. She left.") == [0, 0, 1, 0]


def test_pronouns_of_two_genders_are_two_people():
    assert entities("Marie Curie. She read. Pierre Curie wrote. He slept. She woke.") == [
        0,
        0,
        1,
        1,
        0,
    ]


def test_a_pronoun_without_anybody_before_it_is_left_alone():
    assert entities("She was in Paris.") == [None, 0]


def test_a_pronoun_does_not_look_back_for_ever():
    assert entities("Max left." + " Nothing happened." * 60 + " He returned.") == [0, None]


def test_articles_titles_and_possessives_are_no_part_of_a_name():
    assert bare_name("The  Thames") == "thames"
    assert bare_name("Dr. Who's") == "who"
    assert bare_name("The") == "the"
