"""The short queries that are answered in the owner's process, by their form: one or two patterns, or one path."""

import re
from dataclasses import dataclass
from functools import lru_cache

_LONGEST = 4_000
"""Characters of a query that is looked at."""

_IRI = r"<[A-Za-z][A-Za-z0-9+.-]*:[^<>\"{}|^`\\\x00-\x20]*>"
# a dot or colon further on may belong to the name (SPARQL 1.1 §4.1.1): such names are left to the engine
_NAME = r"[A-Za-z][\w-]*+:\w[\w-]*+(?![:%\\]|\.[^\s}])"
_VARIABLE = r"[?$]\w++"
_END = rf"(?:{_IRI}|{_NAME}|{_VARIABLE})"
_PROPERTY = rf"(?:{_IRI}|{_NAME}|a(?=[\s<?$]))"
_S = r"[ \t\r\n]*+"  # never given back: a query of spaces must not be tried in every way
_SHORT = re.compile(
    rf"{_S}(?P<prologue>(?:PREFIX\s++[A-Za-z][\w-]*+:{_S}{_IRI}{_S})*+)"
    rf"SELECT{_S}(?P<chosen>\*|(?:{_VARIABLE}{_S})++){_S}(?:WHERE{_S})?+\{{"
    rf"{_S}(?P<subject>{_END}){_S}(?P<property>{_PROPERTY})(?P<times>\+?+){_S}(?P<object>{_END}){_S}"
    rf"(?:(?P<joint>[.;]){_S}(?P<subject2>{_END})?{_S}"
    rf"(?P<property2>{_PROPERTY}){_S}(?P<object2>{_END}){_S})?"
    rf"\.?{_S}\}}{_S}(?:LIMIT\s++(?P<limit>[0-9]{{1,9}}+){_S})?+",
    re.IGNORECASE | re.ASCII,
)
_PREFIX = re.compile(rf"PREFIX\s+([\w-]+:)\s*({_IRI})", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern with one property, as the query has it.

    Attributes:
        times: "+" where the property may be followed several times, else empty.
    """

    subject: str
    relation: str
    object: str
    times: str = ""

    def __str__(self) -> str:
        return f"{self.subject} {self.relation}{self.times} {self.object}"

    @property
    def variables(self) -> frozenset[str]:
        """Names of its variables."""
        return frozenset(one[1:] for one in (self.subject, self.object) if one[0] in "?$")

    @property
    def begins(self) -> int:
        """How well a search can begin here: 2 from a subject, 1 from an object, 0 from nowhere."""
        return 2 if self.subject[0] not in "?$" else int(self.object[0] not in "?$")


@dataclass(frozen=True, slots=True)
class ShortQuery:
    """A SELECT of one or two patterns on the default graph.

    Attributes:
        prologue: Its PREFIX declarations.
        chosen: The names of the variables that it selects, in the order of the query.
        patterns: One or two; with two, each has a variable of the other's, and neither follows a property
            several times.
        limit: How many rows it wants at most; None if it does not say.
    """

    prologue: str
    chosen: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    limit: int | None

    def iri(self, term: str) -> str | None:
        """Return the IRI that a term of the query stands for; None if its prefix is not declared, or twice."""
        if term.startswith("<"):
            return term[1:-1]
        prefix, _, rest = term.partition(":")
        found = [iri for name, iri in _PREFIX.findall(self.prologue) if name == f"{prefix}:"]
        return found[0][1:-1] + rest if len(found) == 1 else None


@lru_cache(maxsize=256)
def short_query(text: str) -> ShortQuery | None:
    """Return a query of this form; None for every other, and where a search would have nowhere to begin."""
    if len(text) > _LONGEST or not (found := _SHORT.fullmatch(text)):
        return None
    patterns = [Pattern(*found.group("subject", "property", "object", "times"))]
    if found["joint"]:
        subject = found["subject2"]
        if (found["joint"] == ";") != (subject is None) or patterns[0].times:
            return None
        second = Pattern(subject or patterns[0].subject, found["property2"], found["object2"])
        if not second.variables & patterns[0].variables:
            return None
        patterns = sorted([*patterns, second], key=lambda one: -one.begins)
    chosen, limit = _chosen(found["chosen"], patterns), found["limit"]
    if not patterns[0].begins or len({*chosen}) < len(chosen) or not chosen:
        return None
    most = None if limit is None else int(limit)
    return ShortQuery(found["prologue"], chosen, tuple(patterns), most)


def _chosen(chosen: str, patterns: list[Pattern]) -> tuple[str, ...]:
    if chosen != "*":
        return tuple(name[1:] for name in re.findall(_VARIABLE, chosen, re.ASCII))
    ends = (end for one in patterns for end in (one.subject, one.object))
    return tuple(dict.fromkeys(end[1:] for end in ends if end[0] in "?$"))
