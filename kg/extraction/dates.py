"""Dates as people write them, to XML Schema 1.1 part 2: whole dates, months, years; ranges of them; times."""

import re
from dataclasses import dataclass

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
_MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{3,4})"
_ERA_YEAR = r"(?:(?:AD|CE) (?P<ad>\d{1,4})|(?P<era>\d{1,4}) ?(?P<which>BCE|BC|CE|AD)|%s)" % _YEAR  # noqa: UP031
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? (?:the )?)?"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_WEEKDAY}(?:the )?{_DAY}(?: of)? {_MONTH},? {_YEAR}",
        rf"{_WEEKDAY}{_MONTH} {_DAY},? {_YEAR}",
        r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})",
        r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})",
        rf"{_MONTH},? (?:of )?{_YEAR}",
        _ERA_YEAR,
    )
)
_SLASHES = re.compile(r"(?P<one>\d{1,2})/(?P<two>\d{1,2})/(?P<year>\d{4})")
_PARTIAL = re.compile(rf"(?:{_DAY} {_MONTH}|{_MONTH.replace('month', 'm2')} {_DAY.replace('day', 'd2')})", re.I)
_DASH = re.compile(r"\s*[–—‒−-]\s*|\s+(?:to|until|till|through)\s+", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d{1,9})?)?)? ?(?P<half>[ap]\.?m\.?)?"
    r" ?(?P<zone>Z|UTC|GMT|[+-]\d{2}:\d{2})?",
    re.IGNORECASE,
)
_AT = re.compile(r"(?<=\d)T(?=\d)|,? at |, ?| (?=\d{1,2}:)")


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
    if match := _SLASHES.fullmatch(text):
        return _slashed(int(match["one"]), int(match["two"]), int(match["year"]))
    for pattern in _DATES:
        if match := pattern.fullmatch(text):
            parts = match.groupdict()
            month, day = parts.get("month"), parts.get("day")
            return _valid(_year(parts), _month(month) if month else None, int(day) if day else None)
    return None


def read_range(text: str) -> tuple[Date, Date] | None:
    """Return begin and end of a range such as "1998–2003", "1998–99", "May–June 2004" or "3 to 5 May 2010"."""
    text = " ".join(text.split())
    if read_date(text) is not None:
        return None
    for dash in _DASH.finditer(text):
        end = read_date(text[dash.end() :])
        begin = read_date(text[: dash.start()])
        if begin and not end:
            end = _short_year(begin, text[dash.end() :], dash[0])
        if end and not begin:
            begin = _completed(text[: dash.start()], end)
        if begin and end and _order(begin) <= _order(end):
            return begin, end
    return None


def read_moment(text: str) -> str | None:
    """Return an xsd:dateTime for a day with a time of day; None for any other text."""
    for at in _AT.finditer(text.strip()):
        date = read_date(text.strip()[: at.start()])
        clock = read_clock(text.strip()[at.end() :])
        if date and date.day and clock:
            return f"{date.literal().value}T{clock}"
    return None


def read_clock(text: str) -> str | None:
    """Return an xsd:time; None where the text is not a time of day. A bare "14" is none."""
    match = _CLOCK.fullmatch(text.strip())
    if not match or not (match["minute"] or match["half"]):
        return None
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    zone = match["zone"] or ""
    zone = "Z" if zone.isalpha() else zone
    return f"{hour:02}:{minute:02}:{second:02}{zone}" if _zone(zone) else None


def _zone(zone: str) -> bool:
    return not zone[1:] or (int(zone[1:3]) <= 13 and int(zone[4:]) <= 59) or zone[1:] == "14:00"


def _slashed(one: int, two: int, year: int) -> Date | None:
    readings = {_valid(year, two, one), _valid(year, one, two)} - {None}
    return readings.pop() if len(readings) == 1 else None


def _year(parts: dict[str, str | None]) -> int:
    if (which := parts.get("which")) and which.upper().startswith("B"):
        return 1 - int(parts["era"] or 0)
    return int(parts.get("ad") or parts.get("era") or parts["year"] or 0)


def _month(name: str) -> int:
    return MONTHS.get(name.casefold()) or int(name)


def _valid(year: int, month: int | None, day: int | None) -> Date | None:
    if month is not None and not 1 <= month <= 12:
        return None
    if day is not None and month is not None and not 1 <= day <= _DAYS[month - 1]:
        return None
    if (month, day) == (2, 29) and not (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)):
        return None
    return Date(year, month, day)


def _short_year(begin: Date, text: str, dash: str) -> Date | None:
    """Read the end of "1998–99", which shares the begin's century; "1998-05" may be a month."""
    short = text.strip()
    is_year = len(short) == 2 and short.isascii() and short.isdigit() and (dash != "-" or short > "12")
    if is_year and begin.month is None and begin.year >= 1000:
        return Date(begin.year // 100 * 100 + int(short))
    return None


def _completed(text: str, end: Date) -> Date | None:
    """"May–June 2004", "3–5 May 2010", "28 May – 2 June 2010": the begin shares the end's year."""
    words = text.strip().casefold().rstrip(".")
    if words in MONTHS and end.month:
        day = None
        return _valid(end.year, MONTHS[words], day) if end.day is None else None
    if words.isdigit() and len(words) <= 2 and end.day:
        return _valid(end.year, end.month, int(words))
    if (match := _PARTIAL.fullmatch(text.strip())) and end.day:
        month, day = match["month"] or match["m2"], match["day"] or match["d2"]
        return _valid(end.year, _month(month), int(day))
    return None


def _order(date: Date) -> tuple[int, int, int]:
    return date.year, date.month or 0, date.day or 0
