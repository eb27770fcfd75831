"""Dates and numbers as people write them, to typed literals (XML Schema 1.1 part 2)."""

import re

from kg.iris import XSD
from kg.records import Literal

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{3,4})"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:the )?{_DAY}(?: of)? {_MONTH},? {_YEAR}",
        rf"{_MONTH} {_DAY},? {_YEAR}",
        r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})",
        rf"{_MONTH},? (?:of )?{_YEAR}",
        _YEAR,
    )
)
_NUMBER = re.compile(r"[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")


def time_literal(text: str) -> Literal:
    """Return an xsd:date, xsd:gYearMonth or xsd:gYear; a plain string for any other wording."""
    for pattern in _DATES:
        if match := pattern.fullmatch(text.strip()):
            parts = match.groupdict()
            literal = _date(parts["year"], parts.get("month"), parts.get("day"))
            if literal is not None:
                return literal
    return Literal(text)


def _date(year: str, month: str | None, day: str | None) -> Literal | None:
    full = year.zfill(4)
    if month is None:
        return Literal(full, XSD + "gYear")
    number = _MONTHS.get(month.casefold()) or int(month)
    if not 1 <= number <= 12:
        return None
    if day is None:
        return Literal(f"{full}-{number:02}", XSD + "gYearMonth")
    if not 1 <= int(day) <= _DAYS[number - 1] or (
        (number, int(day)) == (2, 29) and not _leap(int(year))
    ):
        return None
    return Literal(f"{full}-{number:02}-{int(day):02}", XSD + "date")


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def number_literal(text: str) -> Literal:
    """Return an xsd:integer or xsd:decimal where the whole text is one number; else a plain string."""
    if not _NUMBER.fullmatch(text.strip()):
        return Literal(text)
    digits = text.strip().replace(",", "").replace("−", "-")
    return Literal(digits, XSD + ("decimal" if "." in digits else "integer"))
