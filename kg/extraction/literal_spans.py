"""Where values stand in a text, by their form alone: dates, years, amounts of money, numbers.

Fills a property with a literal range although the tagger marked nothing there. What is found here reads
as a value with `typed_literal`, but need not be meant as one: "Boeing 747" holds a number.
"""

import re
from typing import Literal as OneOf

from kg.extraction.chinese_spans import chinese_spans
from kg.extraction.dates import MONTHS, SPELT_DAY, read_date
from kg.extraction.numbers import DIGITS
from kg.records import Span

ValueKind = OneOf["date", "year", "money", "percentage", "measure", "number"]

_MONTH = rf"(?:{'|'.join(sorted((m.capitalize() for m in MONTHS), key=len, reverse=True))})\.?"
_YEAR = r"(?:1\d|20)\d{2}"
_NUMBER = rf"(?:{DIGITS})"
_SCALE = r"(?: (?:thousand|million|billion|trillion)| ?(?:[mbt]n|k|m|b))"
_UNIT = (
    "km/h|mph|km²|km2|m²|m2|km|cm|mm|kg|ft|mi|ha|kW|MW|°C|°F|lbs?|m|g|t|"
    "(?:square )?(?:kilometres|kilometers|metres|meters|miles)|feet|hectares|kilograms|tonnes"
)
_VALUE = re.compile(
    rf"""
    (?<![\w.,$€£¥/-])(?:
        (?P<date>\d{{1,2}}(?:st|nd|rd|th)?\ (?:of\ )?{_MONTH},?\ \d{{4}}
            | (?i:{SPELT_DAY})\ of\ {_MONTH},?\ \d{{4}}
            | {_MONTH}\ (?:the\ )?\d{{1,2}}(?:st|nd|rd|th)?,?\ \d{{4}}
            | {_MONTH},?\ (?:of\ )?\d{{4}}
            | (?P<digits>{_YEAR}-\d{{2}}-\d{{2}} | \d{{2}}-\d{{2}}-{_YEAR}
                | {_YEAR}/\d{{1,2}}/\d{{1,2}} | \d{{1,2}}/\d{{1,2}}/{_YEAR})(?![.,/-]\w) )
      | (?P<money>(?:US\$|[AC]\$|[$€£¥₹])\ ?{_NUMBER}{_SCALE.replace(" ", "[ ]")}?
            | (?:USD|EUR|GBP|CHF|JPY)\ {_NUMBER}{_SCALE.replace(" ", "[ ]")}?
            | {_NUMBER}(?:\ (?:million|billion|trillion))?\ (?:dollars|euros|yen|rupees|USD|EUR|GBP|CHF|JPY) )
      | (?P<percentage>{_NUMBER}\ ?(?:%|percent\b|per\ cent\b))
      | (?P<measure>{_NUMBER}\ ?(?:{_UNIT.replace(" ", "[ ]")})(?!\w))
      | (?P<year>{_YEAR})(?![\w%]|[.,/-]\d)
      | (?P<number>[-−]?{_NUMBER}(?:\ (?:thousand|million|billion|trillion))?)(?![\w%]|[.,/-]\d)
    )(?!\w)
    """,
    re.VERBOSE,
)


def literal_spans(text: str) -> list[tuple[Span, ValueKind]]:
    """Return the values in `text` in their order, none inside another.

    A "year" is a whole number from 1000 to 2099 that stands alone, and may be meant as a number.
    """
    chinese = chinese_spans(text)
    taken = {place for span, _ in chinese for place in range(span.start, span.end)}
    found = [
        (Span(match.start(), match.end()), match.lastgroup)
        for match in _VALUE.finditer(text)
        if (
            not match["digits"] or read_date(match["digits"])
        )  # a day that may be two is left to the tagger
        if not taken or taken.isdisjoint(range(match.start(), match.end()))
    ]
    return sorted([*found, *chinese])  # type: ignore[list-item]
