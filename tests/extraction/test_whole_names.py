import pytest
import torch

from kg.extraction.examples import TeachingExample
from kg.extraction.given_names import Given, GivenNames, given_by
from kg.extraction.schema import Shown
from kg.extraction.whole_names import made_whole
from kg.records import Span
from tests.extraction.windowed import LABELS, marked, window


def whole(text: str, *names: tuple[str, str], likely: str = "thing") -> list[tuple[str, str]]:
    typed = torch.zeros(len(window(text).tokens), len(LABELS))
    typed[:, LABELS.index(likely)] = 0.9
    mentions = made_whole(marked(text, *names), typed, window(text), text, LABELS)
    return [(m.span.of(text), m.label) for m in mentions]


def test_a_title_with_a_colon_is_one_name():
    text = "He liked Bleach: Hell Verse very much."

    assert whole(text, ("Bleach", "thing"), (": Hell Verse", "thing")) == [
        ("Bleach: Hell Verse", "thing")
    ]


def test_what_is_said_to_be_a_film_is_a_thing_with_all_its_words():
    text = "Looney Tunes: Back in Action is a 2003 comedy film directed by Joe Dante."
    names = ("Looney Tunes: Back", "person"), ("Action", "concept"), ("Joe Dante", "person")

    assert whole(text, *names, likely="person") == [
        ("Looney Tunes: Back in Action", "thing"),
        ("Joe Dante", "person"),
    ]


def test_a_name_of_common_nouns_is_whole_without_its_article():
    text = "The sacred kingfisher (Todiramphus sanctus) is a woodland kingfisher."

    assert whole(text, ("kingfisher", "concept"), likely="concept")[0] == (
        "sacred kingfisher",
        "concept",
    )


def test_people_and_places_keep_their_names():
    text = "Eleanor of Aquitaine was a queen of France."
    names = ("Eleanor", "person"), ("Aquitaine", "place"), ("France", "place")

    assert whole(text, *names, likely="person") == list(names)


def test_a_possessive_ending_is_no_part_of_a_name():
    text = "We saw Keyboard Cat's original form."

    assert whole(text, ("Keyboard Cat's", "thing")) == [("Keyboard Cat", "thing")]


@pytest.mark.parametrize(
    ("name", "label", "expected"),
    [
        ("4949 Akasofu", "number", "thing"),
        ("17 November", "time", "time"),
        ("12 million", "number", "number"),
        ("250 BC", "time", "time"),
        ("Apollo 11", "time", "thing"),
        ("NGC 1365", "time", "thing"),
        ("May 17", "time", "time"),
        ("Easter 1916", "time", "time"),
        ("AD 33", "time", "time"),
    ],
)
def test_a_numbered_name_is_no_number(name, label, expected):
    assert whole(f"They saw {name} there.", (name, label)) == [(name, expected)]


def given(text: str, known: dict[str, str], *names: tuple[str, str]) -> list[tuple[str, str]]:
    mentions = GivenNames(Given(known), LABELS).added(marked(text, *names), window(text), text)
    return [(m.span.of(text), m.label) for m in mentions]


def test_a_date_that_was_cut_in_two_is_one():
    text = "Born on 17 November 1986 in Kent."

    assert given(text, {}, ("17", "number"), ("November 1986", "time"), ("Kent", "place")) == [
        ("17 November 1986", "time"),
        ("Kent", "place"),
    ]


def test_a_name_that_an_example_shows_is_found_elsewhere_whatever_its_case():
    text = "She is a Tennis player from Kent."

    assert given(text, {"tennis player": "concept"}, ("Tennis", "thing")) == [
        ("Tennis player", "concept")
    ]


def test_two_known_nouns_side_by_side_name_a_third_thing_beside_the_first():
    text = "It is served with a bacon sandwich and ketchup."

    assert given(text, {"bacon": "concept", "sandwich": "concept", "ketchup": "concept"}) == [
        ("bacon sandwich", "concept"),
        ("bacon", "concept"),
        ("ketchup", "concept"),
    ]


def test_a_longer_name_is_not_cut_for_a_known_one():
    text = "The Mercedes Petronas team won."

    assert given(text, {"Mercedes": "thing"}, ("Mercedes Petronas", "thing")) == [
        ("Mercedes Petronas", "thing")
    ]


def test_examples_give_the_names_of_their_ends_but_no_values():
    text = "Ann, a painter, was born in 1950."
    painter = TeachingExample(text, Span(0, 3), "urn:work", Span(7, 14), 1)
    year = TeachingExample(text, Span(0, 3), "urn:born", Span(28, 32), 2)
    shown = [
        Shown(text, "urn:work", torch.zeros(1), "person", "thing"),
        Shown(text, "urn:born", torch.zeros(1), "person", "time"),
    ]

    assert given_by([painter, year], shown).names == {"Ann": "person", "painter": "concept"}


def test_a_pronoun_that_an_example_has_for_its_subject_is_no_name():
    text = "She is a painter."
    she = TeachingExample(text, Span(0, 3), "urn:work", Span(9, 16), 1)
    shown = [Shown(text, "urn:work", torch.zeros(1), "person", "concept")]

    assert given_by([she], shown).names == {"painter": "concept"}


@pytest.mark.parametrize("text", ["-".join("A" * 60) + " x.", ": ".join("A" * 60) + " x."])
def test_a_long_row_of_joints_is_soon_done_with(text):
    assert whole(text, ("A", "thing")) == [("A", "thing")]  # at the time limit, if it is not


@pytest.mark.parametrize("quotes", ['""', "“”"])
def test_a_title_in_quotation_marks_is_whole(quotes):
    title = "Mary Berry's Baking Bible"
    text = f"She wrote {quotes[0]}{title}{quotes[1]} in Bath."
    pieces = ("Mary Berry", "person"), ("Baking Bible", "thing"), ("Bath", "place")

    assert whole(text, *pieces) == [(title, "thing"), ("Bath", "place")]


def test_what_somebody_says_is_no_title():
    text = 'He said: "Mary Berry came by," and left.'

    assert whole(text, ("Mary Berry", "person")) == [("Mary Berry", "person")]


def test_a_hyphenated_title_is_whole():
    text = "Spider-Man: Far From Home was released in June."

    assert whole(text, ("Spider", "thing"), ("Home", "thing"))[0] == (
        "Spider-Man: Far From Home",
        "thing",
    )


@pytest.mark.parametrize("text", ["In İstanbul we met.", "In ISTANBUL we met."])
def test_a_known_name_is_found_whatever_its_letters_do_in_other_cases(text):
    name = text.split()[1]

    assert given(text, {"İstanbul": "place", "istanbul": "place"}) == [(name, "place")]


def test_a_name_of_a_type_that_the_tagger_lacks_is_left_out():
    assert given("She is a painter.", {"painter": "profession"}) == []


def test_a_name_within_one_that_was_found_is_not_found_again():
    known = {"beach volleyball player": "concept", "volleyball player": "concept"}

    assert given("A beach volleyball player.", known) == [("beach volleyball player", "concept")]


@pytest.mark.parametrize(
    ("found", "name"),
    [
        ("Jared Tallent OAM", "Jared Tallent"),
        ("Martin Edward Dempsey KBE FRS", "Martin Edward Dempsey"),
        ("Ivan Vasilyevich IV", "Ivan Vasilyevich IV"),
        ("Jean-Luc PICARD", "Jean-Luc PICARD"),
        ("Ann Lee", "Ann Lee"),
    ],
)
def test_letters_behind_a_persons_name_are_no_part_of_it(found, name):
    text = f"Yesterday {found} won."

    assert whole(text, (found, "person"), likely="person") == [(name, "person")]


def test_a_long_row_of_words_in_capitals_takes_no_time():
    text = "Yesterday " + "Aa " * 3000 + "WON"

    assert len(whole(text, (text[10:], "person"), likely="person")) == 1
