"""Whether a knowledge base's value says what a text says, denies it, or is too vague for either."""

import pytest

from kg.identity.agreeing import denied, says
from kg.identity.rules import Rules
from kg.identity.standing import Standings
from kg.iris import WIKIDATA_DIRECT, XSD
from kg.records import Iri, Literal, Statement

BORN = WIKIDATA_DIRECT + "P569"


def moment(value: str) -> Literal:
    return Literal(value, XSD + "dateTime")


def day(value: str) -> Literal:
    return Literal(value, XSD + "date")


def year(value: str) -> Literal:
    return Literal(value, XSD + "gYear")


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (moment("1970-05-03T00:00:00Z"), day("1970-05-03")),  # as Wikidata writes it
        (moment("1970-05-03T00:00:00Z"), year("1970")),
        (moment("1970-05-03T14:30:00+02:00"), day("1970-05-03")),
        (moment("1970-01-01T00:00:00Z"), year("1970")),  # a year, as Wikidata writes it
        (moment("1970-01-01T00:00:00Z"), day("1970-01-01")),  # the year or the day: it cannot say
        (day("1970-05-03Z"), day("1970-05-03")),
        (day("1970-05-03"), Literal("1970-05", XSD + "gYearMonth")),
        (year("1970"), Literal("1970", XSD + "integer")),
        (Literal("10.0", XSD + "decimal"), Literal("10", XSD + "integer")),
        (Literal("Ada"), Literal("Ada")),
        (Iri("urn:a"), Iri("urn:a")),
    ],
)
def test_a_base_says_it_however_it_writes_it(held, said):
    assert says(held, said)
    assert not denied([held], said)


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (day("1970-05-03"), day("1970-05-04")),
        (moment("1970-05-03T00:00:00Z"), day("1970-05-04")),
        (moment("1970-05-01T00:00:00Z"), day("1970-06-04")),  # a month at most
        (moment("1970-01-01T09:00:00Z"), day("1970-05-04")),
        (year("1970"), day("1971-05-03")),
        (year("1970"), Literal("19700", XSD + "integer")),
        (Literal("Ada"), Literal("Ad")),
        (Iri("urn:a"), Iri("urn:b")),
    ],
)
def test_another_value_denies_it(held, said):
    assert not says(held, said)
    assert denied([held], said)


@pytest.mark.parametrize(
    "held", [year("1970"), moment("1970-01-01T00:00:00Z"), moment("1970-05-01T00:00:00Z")]
)
def test_a_vague_date_neither_says_nor_denies_a_day_in_it(held):
    said = day("1970-05-03")

    assert not says(held, said)
    assert not denied([held, day("1812-01-01")], said)


def test_no_value_denies_nothing():
    assert not denied([], year("1970"))


class Base:
    """Implements `BaseFacts`: one date of birth."""

    def __init__(self, born: Literal) -> None:
        self._born = born

    def about(self, iris):
        return {"urn:ada": {BORN: frozenset([self._born])}}


@pytest.mark.parametrize(
    ("held", "said", "standing"),
    [
        ("1815-12-10T00:00:00Z", day("1815-12-10"), "known"),
        ("1815-01-01T00:00:00Z", day("1815-12-10"), "new"),
        ("1816-01-01T00:00:00Z", day("1815-12-10"), "conflicting"),
        ("1815-01-01T00:00:00Z", year("1815"), "known"),
        ("1815-12-10T00:00:00Z", year("1815"), "known"),
        ("1816-01-01T00:00:00Z", year("1815"), "conflicting"),
    ],
)
def test_a_date_of_birth_stands_to_a_base_as_its_date_does(held, said, standing):
    rules = Rules(functional=frozenset([BORN]))
    born = Statement("urn:ada", BORN, said)

    found = Standings(Base(moment(held)), [], rules).of([born])

    assert found == {born: standing}
