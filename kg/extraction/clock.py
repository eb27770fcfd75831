"""Times of day, and days with a time, to xsd:time and xsd:dateTime."""

import re

from kg.extraction.dates import read_date

_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d{1,9})?)?)? ?(?P<half>[ap]\.?m\.?)?"
    r" ?(?P<zone>Z|UTC|GMT|[+-]\d{2}:\d{2})?",
    re.IGNORECASE,
)
_AT = re.compile(r"(?<=\d)T(?=\d)|,? at |, ?| (?=\d{1,2}:)")


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
