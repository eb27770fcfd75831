import pytest

from kg.extraction.literals import number_literal, time_literal
from kg.iris import XSD
from kg.records import Literal


@pytest.mark.parametrize(
    ("text", "value", "type"),
    [
        ("13 March 1963", "1963-03-13", "date"),
        ("March 13, 1963", "1963-03-13", "date"),
        ("Sept. 3rd, 2001", "2001-09-03", "date"),
        ("the 4th of July 1776", "1776-07-04", "date"),
        ("2024-02-29", "2024-02-29", "date"),
        ("May 1945", "1945-05", "gYearMonth"),
        ("1867", "1867", "gYear"),
        ("874", "0874", "gYear"),
    ],
)
def test_a_date_becomes_a_typed_literal(text, value, type):
    assert time_literal(text) == Literal(value, XSD + type)


@pytest.mark.parametrize(
    "text", ["the 1990s", "31 February 2001", "29 February 1900", "summer", "99"]
)
def test_what_is_no_exact_date_stays_a_string(text):
    assert time_literal(text) == Literal(text)


@pytest.mark.parametrize(
    ("text", "value", "type"),
    [
        ("1,234,567", "1234567", "integer"),
        ("42", "42", "integer"),
        ("-3.50", "-3.50", "decimal"),
        ("−7", "-7", "integer"),
    ],
)
def test_a_number_becomes_a_typed_literal(text, value, type):
    assert number_literal(text) == Literal(value, XSD + type)


@pytest.mark.parametrize("text", ["twelve", "1,23", "3 million", ""])
def test_what_is_no_plain_number_stays_a_string(text):
    assert number_literal(text) == Literal(text)
