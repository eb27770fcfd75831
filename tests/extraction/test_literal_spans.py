"""Values in a running text, by their form alone."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.literal_spans import literal_spans
from kg.extraction.literals import typed_literal
from kg.iris import XSD

READ_AS = {
    "date": "https://schema.org/Date",
    "year": XSD + "gYear",
    "money": XSD + "decimal",
    "percentage": XSD + "decimal",
    "measure": XSD + "decimal",
    "number": XSD + "decimal",
}


def values(text: str) -> list[tuple[str, str]]:
    return [(span.of(text), kind) for span, kind in literal_spans(text)]


def test_dates_years_money_and_numbers_are_found_in_order():
    text = (
        "On 12 May 2001 Acme, founded in 1998, paid $3.5 million (12.5%) for 1,200 seats and 828 m."
    )

    assert values(text) == [
        ("12 May 2001", "date"),
        ("1998", "year"),
        ("$3.5 million", "money"),
        ("12.5%", "percentage"),
        ("1,200", "number"),
        ("828 m", "measure"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "MP3",
        "A320",
        "version 1.2.3",
        "the 1990s",
        "12/05/2001",
        "12-05-2001",
        "555-12-1999",
        "2000-1-1.5",
        "1-13-1234-5",
        "2023-1-1-alpine",
        "0800-12-12",
        "4567-12-11",
        "v2",
        "1st",
        "+49-30-1234",
        "x-ray",
    ],
)
def test_what_only_holds_digits_is_no_value(text):
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *[("May 5, 2001", "date"), ("May 2001", "date"), ("2001-05-12", "date"), ("2024", "year")],
        *[("3/16/2013", "date"), ("08-16-1920", "date"), ("first of May 1920", "date")],
        *[("€5bn", "money"), ("3 dollars", "money"), ("USD 12", "money"), ("3.5 km", "measure")],
        *[
            ("8 per cent", "percentage"),
            ("3 million", "number"),
            ("−7", "number"),
            ("3000", "number"),
        ],
    ],
)
def test_each_value_has_its_kind(text, kind):
    assert values(f"It was {text}, then.") == [(text, kind)]


PIECES = "On in 12 May 2001 2001 $3.5 million (12.5%) 1,200 828 m 3 dollars km , . - – A320 1990s 31".split()


@given(st.lists(st.sampled_from(PIECES)).map(" ".join) | st.text())
def test_spans_are_apart_and_all_but_impossible_dates_can_be_read(text):
    found = literal_spans(text)

    assert all(one.end <= next_.start for (one, _), (next_, _) in pairwise(found))
    for span, kind in found:
        literal = typed_literal(span.of(text), READ_AS[kind])
        assert literal is not None or kind == "date"


@pytest.mark.parametrize("piece", ["1", "1,234", "1,", "12 May ", "$", "1 ", "1 million "])
def test_time_grows_with_the_length_and_not_with_its_square(piece):
    def seconds(text: str) -> float:
        best = float("inf")
        for _ in range(3):
            begin = time.process_time()
            literal_spans(text)
            best = min(best, time.process_time() - begin)
        return best

    assert seconds(piece * 16_000) < 60 * max(seconds(piece * 1_000), 1e-4)
