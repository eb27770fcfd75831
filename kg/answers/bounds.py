"""What a question says of dates and numbers: before, after, between, in, more than."""

import re
from dataclasses import dataclass

from kg.answers.records import Bounds
from kg.extraction.dates import MONTHS, read_date
from kg.extraction.numerals import read_words

_MONTH = rf"(?:{'|'.join(name for name in MONTHS if len(name) > 2)})"
_DATE = (
    rf"(?:(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH},? \d{{3,4}}|{_MONTH} \d{{1,2}},? \d{{4}}"
    rf"|{_MONTH},? \d{{4}}|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,4}} ?BCE?|(?:AD )?\d{{4}}\b)"
)
_ORDINALS = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
        " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
        " twenty-first".split(),
        start=1,
    )
}
_CENTURY = rf"(?:the )?(?P<nth>\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(_ORDINALS)})[ -]century"
_PATTERNS = tuple(
    (kind, re.compile(rf"\b{pattern}", re.IGNORECASE))
    for kind, pattern in (
        ("between", rf"(?:between|from) (?P<one>{_DATE}) (?:and|to|until) (?P<two>{_DATE})"),
        ("century", rf"(?:in|during) {_CENTURY}"),
        ("decade", r"(?:in|during) the (?P<decade>\d{3}0)s\b"),
        ("before", rf"(?:earlier than|prior to|before|until) (?:the year )?(?P<one>{_DATE})"),
        ("after", rf"(?:later than|after|since) (?:the year )?(?P<one>{_DATE})"),
        ("in", rf"(?:in|on|during) (?:the year )?(?P<one>{_DATE})"),
    )
)
_NUMBER = r"(?P<number>\d[\d,]*(?:\.\d+)?|[a-z]+)"
_MORE = re.compile(
    rf"\b(?:more|larger|greater|longer|taller|higher) than {_NUMBER}\b|\bover (?P<over>\d[\d,]*)",
    re.I,
)
_LESS = re.compile(rf"\b(?:less|fewer|smaller|shorter|lower) than {_NUMBER}\b", re.I)
_LEAST = re.compile(rf"\bat least {_NUMBER}\b", re.I)
Key = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """Bounds, and where in the question they are: [start, end) in characters."""

    bounds: Bounds
    start: int
    end: int


def read_bounds(text: str) -> Said | None:
    """Return what the question says of a date or a number; None where it says nothing of either."""
    for kind, pattern in _PATTERNS:
        if match := pattern.search(text):
            limits = _limits(kind, match)
            if limits:
                return Said(
                    Bounds(*limits, is_date=True, words=match[0]), match.start(), match.end()
                )
    return _numeric(text)


def date_key(value: str) -> Key | None:
    """Return (year, month, day) of a literal of XML Schema, zeros for what it does not say."""
    match = re.match(r"(-?\d{4,})(?:-(\d{2}))?(?:-(\d{2}))?", value)
    return tuple(float(part or 0) for part in match.groups()) if match else None


def within(key: Key, bounds: Bounds) -> bool:
    """Return whether a value lies between the bounds; a year lies within itself."""
    low, high = bounds.low, bounds.high
    return (low is None or key[: len(low)] >= low) and (high is None or key[: len(high)] <= high)


def _limits(kind: str, match: re.Match[str]) -> tuple[Key | None, Key | None] | None:
    if kind == "century":
        word = match["nth"].lower()
        nth = _ORDINALS.get(word) or int(re.sub(r"\D", "", word))
        return (nth * 100 - 99.0,), (nth * 100.0,)
    if kind == "decade":
        return (float(match["decade"]),), (float(match["decade"]) + 9,)
    one = _key(match["one"])
    if one is None:
        return None
    if kind == "between":
        return one, _key(match["two"])
    if kind == "before":
        return None, (*one[:-1], one[-1] - 1)
    if kind == "after":
        since = match[0].lower().startswith("since")
        return (one if since else (*one[:-1], one[-1] + 1)), None
    return one, one


def _key(text: str) -> Key | None:
    date = read_date(re.sub(r"^the ", "", text))
    if date is None:
        return None
    return tuple(float(part) for part in (date.year, date.month, date.day) if part is not None)


def _numeric(text: str) -> Said | None:
    for pattern, more, step in ((_MORE, True, 1e-9), (_LEAST, True, 0.0), (_LESS, False, 1e-9)):
        if match := pattern.search(text):
            said = match["number"] or match.groupdict().get("over") or ""
            number = _number(said)
            if number is not None:
                low, high = ((number + step,), None) if more else (None, (number - step,))
                return Said(
                    Bounds(low, high, is_date=False, words=match[0]), match.start(), match.end()
                )
    return None


def _number(said: str) -> float | None:
    if said[0].isdigit():
        return float(said.replace(",", ""))
    found = read_words(said)
    return float(found[0]) if found and not found[1].strip() else None
