"""Dates as people write them, to XML Schema 1.1 part 2: whole dates, months, years."""

import re
from dataclasses import dataclass

from kg.extraction.chinese_dates import chinese_date
from kg.iris import XSD
from kg.records import Literal

MONTHS = {
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
MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third "
    "twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
).split()
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
SPELT_DAY = "|".join(sorted(_ORDINALS, key=len, reverse=True))
YEAR = r"(?P<year>\d{3,4})"
_ERA_YEAR = rf"(?:(?:AD|CE) (?P<ad>\d{{1,4}})|(?P<era>\d{{1,4}}) ?(?P<which>BCE|BC|CE|AD)|{YEAR})"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? (?:the )?)?"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_WEEKDAY}(?:the )?{DAY}(?: of)? {MONTH},? {YEAR}",
        rf"{_WEEKDAY}(?:the )?(?P<day>{SPELT_DAY})(?: of)? {MONTH},? {YEAR}",
        rf"{_WEEKDAY}{MONTH} (?:the )?{DAY},? {YEAR}",
        r"(?P<year>\d{4})(?P<cut>[-/])(?P<month>\d{1,2})(?P=cut)(?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})",
        rf"{MONTH},? (?:of )?{YEAR}",
        _ERA_YEAR,
    )
)
_EITHER_WAY = re.compile(r"(?P<one>\d{1,2})(?P<cut>[-/])(?P<two>\d{1,2})(?P=cut)(?P<year>\d{4})")


@dataclass(frozen=True, slots=True)
class Date:
    """A date of the proleptic Gregorian calendar; year 0 is 1 BC, as in ISO 8601 and XML Schema 1.1."""

    year: int
    month: int | None = None
    day: int | None = None

    def literal(self) -> Literal:
        """Return the date with the datatype of its precision."""
        year = f"{'-' if self.year < 0 else ''}{abs(self.year):04}"
        if self.month is None:
            return Literal(year, XSD + "gYear")
        if self.day is None:
            return Literal(f"{year}-{self.month:02}", XSD + "gYearMonth")
        return Literal(f"{year}-{self.month:02}-{self.day:02}", XSD + "date")


def read_date(text: str) -> Date | None:
    """Return the date that the whole of `text` says; None where it says none, or not exactly one.

    "12/05/2001" is not exactly one: it is read only where day and month cannot be taken for each other.
    """
    text = " ".join(text.split())
    if match := _EITHER_WAY.fullmatch(text):
        return _either_way(int(match["one"]), int(match["two"]), int(match["year"]))
    if parts_in_chinese := chinese_date(text):
        return valid_date(*parts_in_chinese)
    for pattern in _DATES:
        if match := pattern.fullmatch(text):
            parts = match.groupdict()
            month, day = parts.get("month"), parts.get("day")
            return valid_date(
                _year(parts), month_number(month) if month else None, _day(day) if day else None
            )
    return None


def _either_way(one: int, two: int, year: int) -> Date | None:
    readings = {valid_date(year, two, one), valid_date(year, one, two)} - {None}
    return readings.pop() if len(readings) == 1 else None


def _year(parts: dict[str, str | None]) -> int:
    if (which := parts.get("which")) and which.upper().startswith("B"):
        return 1 - int(parts["era"] or 0)
    return int(parts.get("ad") or parts.get("era") or parts["year"] or 0)


def _day(written: str) -> int:
    return int(written) if written.isdigit() else _ORDINALS.index(written.casefold()) + 1


def month_number(name: str) -> int:
    """Return the number of a month that `MONTHS` names, or that is one."""
    return MONTHS.get(name.casefold()) or int(name)


def valid_date(year: int, month: int | None, day: int | None) -> Date | None:
    """Return the date, if there is such a day in the calendar."""
    if month is not None and not 1 <= month <= 12:
        return None
    if day is not None and month is not None and not 1 <= day <= _DAYS[month - 1]:
        return None
    if (month, day) == (2, 29) and not (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)):
        return None
    return Date(year, month, day)
