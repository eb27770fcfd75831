"""Simple durations in words to xsd:duration: "3 hours", "2 years and 6 months", "1 h 30 min"."""

import re

from kg.extraction.numbers import read_quantity

_PARTS = {
    **dict.fromkeys(("year", "years"), "Y"),
    **dict.fromkeys(("month", "months"), "M"),
    **dict.fromkeys(("day", "days"), "D"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), "TH"),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), "TM"),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), "TS"),
}
_WEEKS = frozenset({"week", "weeks"})
_ORDER = ("Y", "M", "D", "TH", "TM", "TS")
_PIECE = re.compile(r"(?P<number>[\d.,]+|[a-z]+(?:-[a-z]+)?) ?(?P<unit>[a-z]+)", re.IGNORECASE)
_JOINT = re.compile(r",? and |, ?| ")


def read_duration(text: str) -> str | None:
    """Return the duration that the whole of `text` says, in XML Schema's form; None for any other text."""
    text = " ".join(text.split())
    found: dict[str, str] = {}
    position = 0
    while position < len(text):
        piece = _PIECE.match(text, position)
        if piece is None or not _add(found, piece["number"], piece["unit"].casefold()):
            return None
        joint = _JOINT.match(text, piece.end())
        if joint is None and piece.end() < len(text):
            return None
        position = joint.end() if joint else len(text)
    return _written(found) if found and list(found) == sorted(found, key=_ORDER.index) else None


def _add(found: dict[str, str], number: str, unit: str) -> bool:
    quantity = read_quantity(number)
    part = "D" if unit in _WEEKS else _PARTS.get(unit)
    if quantity is None or quantity.unit or part is None or part in found or quantity.value < 0:
        return False
    if not quantity.is_whole and part != "TS":
        return False
    value = quantity.digits()
    found[part] = str(int(quantity.value) * 7) if unit in _WEEKS else value
    return True


def _written(found: dict[str, str]) -> str:
    days = "".join(value + part for part, value in found.items() if part[0] != "T")
    times = "".join(value + part[1] for part, value in found.items() if part[0] == "T")
    return f"P{days}" + (f"T{times}" if times else "")
