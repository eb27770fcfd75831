import pytest
import torch

from kg.extraction.fragments import put_together
from kg.extraction.said_to_be import said_to_be
from tests.extraction.windowed import LABELS, marked, window


def together(text: str, *names: tuple[str, str]) -> list[tuple[str, str]]:
    typed = torch.zeros(len(window(text).tokens), len(LABELS))
    typed[:, LABELS.index("thing")] = 0.9
    found = put_together(marked(text, *names), typed, window(text), text, LABELS)
    return [(mention.span.of(text), mention.label) for mention in found]


@pytest.mark.parametrize(
    ("text", "pieces", "name"),
    [
        ("They climbed Momhil Sar.", (("Momhil", "place"), ("Sar", "place")), "Momhil Sar"),
        ("Seen from Konkoly Observatory.", (("Konkoly", "place"), ("Observatory", "thing")),
         "Konkoly Observatory"),
        ("He flew on Soyuz 17.", (("Soyuz", "thing"), ("17", "number")), "Soyuz 17"),
        ("After World War II, he left.", (("World", "thing"), ("War", "thing"), ("II", "number")),
         "World War II"),
        ("She joined Expedition 26 in space.", (("Expedition", "place"), ("26", "time")), "Expedition 26"),
        ("She joined Expedition 26 in space.", (("Expedition", "time"), ("26", "time")), "Expedition 26"),
        ("She joined Expedition 26 in space.", (("Expedition", "organisation"), ("26", "time")),
         "Expedition 26"),
        ("The flight of STS-110 was long.", (("STS", "thing"), ("110", "number")), "STS-110"),
        ("Then H. M. Dattu spoke.", (("H", "person"), ("M", "person"), ("Dattu", "person")), "H. M. Dattu"),
        ("Douglas R. Oberhelman spoke.", (("Douglas R", "person"), ("Oberhelman", "person")),
         "Douglas R. Oberhelman"),
        ("Agremiação Sportiva Arapiraquense has members.",
         (("Agremiação", "organisation"), ("Sportiva Arapiraquense", "person")), "Agremiação Sportiva Arapiraquense"),
        ("He starred in the film Super Capers.", (("Super", "thing"), ("Capers", "person")), "Super Capers"),
    ],
)  # fmt: skip
def test_pieces_of_a_name_side_by_side_are_one(text, pieces, name):
    assert [found for found, _ in together(text, *pieces)] == [name]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("The American Elliot See died.", (("American", "place"), ("Elliot See", "person"))),
        ("So General Tadamichi Kuribayashi fell.",
         (("General", "person"), ("Tadamichi Kuribayashi", "person"))),
        ("In Boston 38 people came.", (("Boston", "place"), ("38", "number"))),
        ("On the Enterprise 38 people came.", (("Enterprise", "thing"), ("38", "number"))),
        ("It opened on May 17, he said.", (("May", "time"), ("17", "time"))),
        ("It was seen at Rome 2010.", (("Rome", "place"), ("2010", "time"))),
        ("He met Ann, Ben came too.", (("Ann", "person"), ("Ben", "person"))),
        ("In London Peter spoke.", (("London", "place"), ("Peter", "person"))),
        ("It was seen in Plan B. Mary spoke.", (("Plan B", "thing"), ("Mary", "person"))),
        ("It opened in Rome May 2001.", (("Rome", "place"), ("May 2001", "time"))),
    ],
)  # fmt: skip
def test_neighbours_that_are_two_stay_two(text, pieces):
    assert together(text, *pieces) == list(pieces)


def test_a_place_that_is_counted_is_a_thing():
    pieces = (("Expedition", "place"), ("26", "time"))

    assert together("She joined Expedition 26 in space.", *pieces) == [("Expedition 26", "thing")]


def test_what_a_hyphen_ties_to_a_name_belongs_to_it():
    assert together("He sailed on A-Rosa Luna.", ("Rosa Luna", "thing")) == [
        ("A-Rosa Luna", "thing")
    ]
    assert together("A London-based firm.", ("London", "place")) == [("London", "place")]


def test_the_full_stop_of_an_initial_belongs_to_the_name():
    assert together("He plays for Torino F.C. now.", ("Torino F.C", "organisation")) == [
        ("Torino F.C.", "organisation")
    ]


def kinds(text: str) -> list[str]:
    return [span.of(text) for span in said_to_be(text, 0, len(text))]


def test_what_something_is_said_to_be_is_a_noun_with_what_tells_its_kind():
    assert kinds("She is a retired Italian shot putter who won twice.") == ["shot putter"]
    assert kinds("It was an IFBB bodybuilding competition held in Brussels.") == [
        "bodybuilding competition"
    ]
    assert kinds("It is a 2007 documentary film about rain.") == ["documentary film"]
    assert kinds("He was the Chairman of the board.") == []
    assert kinds("It is raining.") == []
