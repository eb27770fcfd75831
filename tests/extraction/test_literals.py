import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.dates import MONTHS
from kg.extraction.literals import date_range, number_literal, time_literal, typed_literal
from kg.extraction.numbers import read_quantity
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


YEAR, MONTH, DAY = XSD + "gYear", XSD + "gYearMonth", XSD + "date"


@pytest.mark.parametrize(
    ("text", "datatype", "value"),
    [
        ("12 May 2001", "date", "2001-05-12"),
        ("Saturday, 12 May 2001", "date", "2001-05-12"),
        ("12.05.2001", "date", "2001-05-12"),
        ("13/05/2001", "date", "2001-05-13"),
        ("05/13/2001", "date", "2001-05-13"),
        ("08-16-1920", "date", "1920-08-16"),
        ("01-01-1913", "date", "1913-01-01"),
        ("2013/3/16", "date", "2013-03-16"),
        ("the First of January, 1913", "date", "1913-01-01"),
        ("twenty-first May 1920", "date", "1920-05-21"),
        ("March the 3rd, 2001", "date", "2001-03-03"),
        ("12 May 2001", "gYear", "2001"),
        ("12 May 2001", "gYearMonth", "2001-05"),
        ("44 BC", "gYear", "-0043"),
        ("AD 79", "gYear", "0079"),
        ("12 May 2001 at 14:30", "dateTime", "2001-05-12T14:30:00"),
        ("May 5, 2001, 2:30 pm", "dateTime", "2001-05-05T14:30:00"),
        ("2001-05-12T14:30:00Z", "dateTimeStamp", "2001-05-12T14:30:00Z"),
        ("12:05 am", "time", "00:05:00"),
        ("1,234", "integer", "1234"),
        ("3.0", "integer", "3"),
        ("$3.5 million", "integer", "3500000"),
        ("$3.5 million", "decimal", "3500000"),
        ("€2.5bn", "decimal", "2500000000"),
        ("USD 12.50", "decimal", "12.50"),
        ("5 million euros", "decimal", "5000000"),
        ("12.5%", "decimal", "12.5"),
        ("828 m", "decimal", "828"),
        ("600 students", "nonNegativeInteger", "600"),
        ("twenty-five", "integer", "25"),
        ("one hundred and twenty", "integer", "120"),
        ("two million", "integer", "2000000"),
        ("−7.5", "double", "-7.5"),
        ("Yes", "boolean", "true"),
        ("false", "boolean", "false"),
        ("https://example.org/a", "anyURI", "https://example.org/a"),
        ("90 minutes", "duration", "PT90M"),
        ("2 years and 6 months", "duration", "P2Y6M"),
        ("two weeks", "dayTimeDuration", "P14D"),
        ("1 h 30 min", "dayTimeDuration", "PT1H30M"),
        ("Carpe  diem", "string", "Carpe diem"),
    ],
)
def test_a_value_is_read_as_its_property_declares_it(text, datatype, value):
    assert typed_literal(text, XSD + datatype) == Literal(value, XSD + datatype)


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("2001", "date"),
        ("May 2001", "date"),
        ("2001", "gYearMonth"),
        ("the 1990s", "gYear"),
        ("19th century", "gYear"),
        ("c. 1850", "gYear"),
        ("12/05/2001", "date"),
        ("12-05-2001", "date"),
        ("2013-03/16", "date"),
        ("30 February 2001", "date"),
        ("1998–2003", "gYear"),
        ("12 May 2001", "dateTime"),
        ("12 May 2001 at 25:00", "dateTime"),
        ("12 May 2001 at 14:30", "dateTimeStamp"),
        ("13:00 pm", "time"),
        ("3.5", "integer"),
        ("-1", "nonNegativeInteger"),
        ("0", "positiveInteger"),
        ("128", "byte"),
        ("-1", "unsignedInt"),
        ("12,5", "decimal"),
        ("1.234.567", "decimal"),
        ("over 500", "integer"),
        ("10–20", "integer"),
        ("3rd", "integer"),
        ("two or three", "integer"),
        ("three dozen", "integer"),
        ("Paris", "decimal"),
        ("maybe", "boolean"),
        ("example.org", "anyURI"),
        ("a while", "duration"),
        ("2 years", "dayTimeDuration"),
        ("3 hours", "yearMonthDuration"),
        ("Paris", "hexBinary"),
        (" ", "string"),
    ],
)
def test_a_value_that_cannot_be_of_its_datatype_is_none(text, datatype):
    assert typed_literal(text, XSD + datatype) is None


@pytest.mark.parametrize(
    ("text", "datatype", "literal"),
    [
        ("2001", "https://schema.org/Date", Literal("2001", YEAR)),
        ("May 2001", "https://schema.org/Date", Literal("2001-05", MONTH)),
        ("12 May 2001", "https://schema.org/DateTime", Literal("2001-05-12", DAY)),
        ("2001", "https://schema.org/Number", Literal("2001", XSD + "integer")),
        ("2.50", "https://schema.org/Number", Literal("2.50", XSD + "decimal")),
        ("12 May 2001", "http://www.w3.org/2000/01/rdf-schema#Literal", Literal("2001-05-12", DAY)),
        ("2001", "http://www.w3.org/2000/01/rdf-schema#Literal", Literal("2001", XSD + "integer")),
        ("Paris", "http://www.w3.org/2000/01/rdf-schema#Literal", Literal("Paris")),
    ],
)
def test_where_precision_is_open_the_literal_has_what_the_text_says(text, datatype, literal):
    assert typed_literal(text, datatype) == literal


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        *[("$3.5 million", "USD"), ("£20", "GBP"), ("5 million euros", "EUR"), ("CHF 3", "CHF")],
        *[
            ("12.5 per cent", "%"),
            ("828 metres", "m"),
            ("5 sq km", "km2"),
            ("600 students", "students"),
        ],
        *[("3 bn", ""), ("3.5m", "m"), ("$3.5m", "USD")],
    ],
)
def test_a_quantity_keeps_what_it_counts(text, unit):
    assert read_quantity(text).unit == unit


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("1998–2003", Literal("1998", YEAR), Literal("2003", YEAR)),
        ("1998-99", Literal("1998", YEAR), Literal("1999", YEAR)),
        ("1999 to 2004", Literal("1999", YEAR), Literal("2004", YEAR)),
        ("May–June 2004", Literal("2004-05", MONTH), Literal("2004-06", MONTH)),
        ("3–5 May 2010", Literal("2010-05-03", DAY), Literal("2010-05-05", DAY)),
        ("28 May – 2 June 2010", Literal("2010-05-28", DAY), Literal("2010-06-02", DAY)),
    ],
)
def test_a_range_of_dates_has_two_ends(text, begin, end):
    assert date_range(text) == (begin, end)


@pytest.mark.parametrize(
    "text", ["2001-05-12", "1998-05", "2003–1998", "1998", "Paris–Roubaix", "²–5 May 2010"]
)
def test_what_is_no_range_of_dates_has_none(text):
    assert date_range(text) is None


DATES = st.dates(min_value=date(1000, 1, 1))
NAMES = {number: name.capitalize() for name, number in reversed(MONTHS.items())}
LEXICAL = {
    "date": r"-?\d{4}-\d\d-\d\d",
    "gYear": r"-?\d{4}",
    "gYearMonth": r"-?\d{4}-\d\d",
    "dateTime": r"-?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?",
    "time": r"\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?",
    "integer": r"-?\d+",
    "positiveInteger": r"\d*[1-9]\d*",
    "byte": r"-?\d{1,3}",
    "decimal": r"-?\d+(?:\.\d+)?",
    "double": r"-?\d+(?:\.\d+)?",
    "boolean": "true|false",
    "duration": r"P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?",
}
PIECES = st.sampled_from(
    "12 May 2001 2001 1998 3.5 1,234 $ € million m % - – / : . , at pm BC AD and two hundred twenty hours "
    "minutes weeks yes ² ٣ + Z T 14:30 31 February 99 a the of +02:00 0".split(" ")
)
TEXTS = (
    st.text(max_size=30)
    | st.lists(PIECES, max_size=6).map(" ".join)
    | st.lists(PIECES).map("".join)
)


@given(
    DATES,
    st.sampled_from(["{d} {m} {y}", "{m} {d}, {y}", "the {d} of {m} {y}", "{y}-{n:02}-{d:02}"]),
)
def test_a_day_that_is_written_out_is_read_back(day, pattern):
    text = pattern.format(d=day.day, m=NAMES[day.month], n=day.month, y=day.year)

    assert typed_literal(text, DAY) == Literal(day.isoformat(), DAY)


@given(DATES, DATES)
def test_a_range_is_read_where_it_runs_forward(one, other):
    found = date_range(f"{one.isoformat()} – {other.isoformat()}")

    if one <= other:
        assert found == (Literal(one.isoformat(), DAY), Literal(other.isoformat(), DAY))
    else:
        assert found is None


@given(st.integers(-(10**30), 10**30))
def test_a_whole_number_is_read_back_with_and_without_separators(number):
    for text in (str(number), f"{number:,}", f"{number} "):
        assert typed_literal(text, XSD + "integer") == Literal(str(number), XSD + "integer")


@given(st.integers(0, 99_999), st.integers(0, 9), st.sampled_from(["million", "bn"]))
def test_millions_are_multiplied_out_exactly(whole, tenth, scale):
    zeros = 6 if scale == "million" else 9

    found = typed_literal(f"${whole}.{tenth} {scale}", XSD + "decimal")

    assert int(found.value) == (whole * 10 + tenth) * 10 ** (zeros - 1)


@given(TEXTS, st.sampled_from(sorted(LEXICAL)))
def test_every_literal_is_in_the_lexical_space_of_its_datatype(text, name):
    literal = typed_literal(text, XSD + name)

    if literal is not None:
        assert literal.datatype == XSD + name
        assert re.fullmatch(LEXICAL[name], literal.value, re.ASCII), literal


@given(TEXTS)
def test_what_is_declared_as_text_is_kept_but_for_its_spaces(text):
    literal = typed_literal(text, XSD + "string")

    assert literal == (Literal(" ".join(text.split())) if text.strip() else None)


@given(TEXTS)
def test_dropping_precision_agrees_with_the_whole_date(text):
    day, year = typed_literal(text, DAY), typed_literal(text, YEAR)

    if day is not None:
        assert year is not None
        assert day.value.startswith(year.value)
