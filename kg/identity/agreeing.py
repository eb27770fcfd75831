"""Whether a knowledge base's values say what a text says, or deny it.

Bases write dates in several ways. Wikidata's dumps have every one as an xsd:dateTime at midnight, a year as
its first day and a month as its first (Wikibase RDF Dump Format, "Time"): "1970-01-01T00:00:00Z" may be
the year 1970, and says nothing against 3 May.
"""

import re
from collections.abc import Collection

from kg.records import Iri, Literal

Term = Iri | Literal

_DATE = re.compile(
    r"[+]?(?P<year>-?\d{4,})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?"
    r"(?P<time>T\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?(?:Z|[+-]\d\d:\d\d)?"
)
_MIDNIGHT = re.compile(r"T00:00(?::00(?:\.0+)?)?")


def says(held: Term, said: Term) -> bool:
    """Return whether a base's value says what is said: a day says its year, and 10.0 says 10."""
    if held == said:
        return True
    if isinstance(held, Iri) or isinstance(said, Iri):
        return False
    if held.value == said.value:
        return True
    if (day := _parts(held.value)) and (other := _parts(said.value)):
        return day[: len(other)] == other
    try:
        return float(held.value) == float(said.value)
    except ValueError:
        return False


def denied(held: Collection[Term], said: Term) -> bool:
    """Return whether a base has values, none of which says what is said or leaves room for it."""
    return bool(held) and not any(says(one, said) or _leaves_room(one, said) for one in held)


def _leaves_room(held: Term, said: Term) -> bool:
    """Whether a base's value is a date so vague that what is said may be the same: 1970, 3 May 1970."""
    if isinstance(held, Iri) or isinstance(said, Iri):
        return False
    sure, other = _vaguest(held.value), _parts(said.value)
    return bool(sure) and len(sure) < len(other) and other[: len(sure)] == sure


def _parts(value: str) -> tuple[str, ...]:
    """Year, month and day of a date, as far as it has them; nothing of any other value."""
    match = _DATE.fullmatch(value)
    if not match or (match["time"] and not match["day"]):
        return ()
    return tuple(part for part in match.group("year", "month", "day") if part)


def _vaguest(value: str) -> tuple[str, ...]:
    """The parts of a date that are sure: a first day at midnight may stand for its month or year."""
    parts = _parts(value)
    match = _DATE.fullmatch(value)
    if match and match["time"] and _MIDNIGHT.fullmatch(match["time"]):
        while len(parts) > 1 and parts[-1] == "01":
            parts = parts[:-1]
    return parts
