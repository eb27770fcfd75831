from kg.extraction.examples import TeachingExample
from kg.extraction.habits import Habits, habits_of
from kg.records import Span
from tests.extraction.windowed import marked, window


def examples(*sentences: str) -> list[TeachingExample]:
    """Sentences with a subject in brackets and an object in angles."""
    found = []
    for line, sentence in enumerate(sentences, start=1):
        ends = []
        for left, right in ("[]", "<>"):
            start = sentence.index(left)
            end = sentence.index(right) - 1
            sentence = sentence.replace(left, "").replace(right, "")
            ends.append(Span(start, end))
        found.append(TeachingExample(sentence, ends[0], "urn:from", ends[1], line))
    return found


def cut(habits: Habits, text: str, *names: tuple[str, str]) -> list[str]:
    found = habits.applied(marked(text, *names), window(text), text)
    return [mention.span.of(text) for mention in found]


SAUCES = examples("[Arrabbiata sauce] is from <Rome>.", "[Amatriciana sauce] is from <Lazio>.")


def test_a_noun_that_ends_the_names_of_examples_ends_others():
    habits = habits_of(SAUCES)

    assert cut(habits, "Carbonara sauce is from Rome.", ("Carbonara", "thing")) == [
        "Carbonara sauce"
    ]
    assert cut(habits, "Carbonara dishes are old.", ("Carbonara", "thing")) == ["Carbonara"]


def test_a_noun_that_ends_names_makes_names_of_others_with_what_stands_before_it():
    habits = habits_of(
        examples("[Ann] plays <punk rock>.", "[Bo] plays <hard rock>.", "[Cy] plays <folk music>.")
    )

    def kinds(text: str) -> list[str]:
        return [span.of(text) for span in habits.kinds(text, 0, len(text))]

    assert kinds("She plays indie rock, and garage rock came of it.") == [
        "indie rock",
        "garage rock",
    ]
    assert kinds("He plays rock; his rock is loud, and moving rock is work.") == []
    assert kinds("They sing country music.") == []


def test_one_name_is_no_habit():
    assert habits_of(SAUCES[:1]) == Habits()


def test_a_noun_that_names_are_cut_off_from_is_none():
    cut_off = examples(
        "[Pesto] sauce is from <Genoa>.",
        "[Mornay] sauce is from <Paris>.",
        "[Aioli] sauce is of <Nice>.",
    )

    assert habits_of([*SAUCES, *cut_off]).tails == frozenset()


def test_regions_belong_to_places_where_examples_have_it_so():
    regional = examples("[Ann] is from <Newmarket, Ontario>.", "[Bo] is from <Jasper, Alabama>.")
    plain = examples("[Ann] is from <Newmarket>, Ontario.", "[Bo] is from <Jasper>, Alabama.")
    text = "Cy is from Peoria, Illinois."
    pieces = ("Peoria", "place"), ("Illinois", "place")

    assert cut(habits_of(regional), text, *pieces) == ["Peoria, Illinois"]
    assert cut(habits_of(plain), text, *pieces) == ["Peoria", "Illinois"]


def test_a_list_of_places_is_no_place_with_its_region():
    habits = Habits(with_region=True)
    text = "Offices in Lyon, Paris, Rome and Oslo."
    places = ["Lyon", "Paris", "Rome", "Oslo"]

    assert cut(habits, text, *((place, "place") for place in places)) == places
