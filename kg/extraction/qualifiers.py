"""When a statement holds: the dates that its clause names, as Wikidata's qualifiers.

"in 1998" is a point in time, "since 2001" a start, "until 2010" an end, "from 2003 to 2009" both. Only
what stands in the clause that relates the two mentions counts, and only exact dates.
"""

import re
from collections.abc import Iterator

from kg.extraction.assertion import analysed, sentence_of
from kg.extraction.clauses import Clauses
from kg.extraction.date_ranges import read_range
from kg.extraction.dates import MONTHS, Date, read_date
from kg.extraction.pairing import relating_clause
from kg.records import Qualifier, Span

QUALIFIER = "http://www.wikidata.org/prop/qualifier/"
POINT, START, END = QUALIFIER + "P585", QUALIFIER + "P580", QUALIFIER + "P582"

_MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH},? \d{{4}}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    rf"|{_MONTH},? (?:of )?\d{{4}}|\d{{4}}-\d\d-\d\d|(?:1\d|20)\d\d)(?![\w%]|[.,/-]\d|s\b)"
).replace(" ", "[ ]")  # the pattern around it is verbose
_PART = rf"(?:{_DATE}|{_MONTH}|\d{{1,2}}(?:[ ]{_MONTH})?)"
_TIME = re.compile(
    rf"""
      \b(?:from|between)\ (?P<range>{_PART}\ (?:to|and|until|till|through|–|-)\ {_DATE})
    | \b(?:from\ )?(?P<dash>(?:(?:1\d|20)\d\d|{_PART})\ ?[–—]\ ?(?:{_DATE}|\d\d(?!\w)))
    | \b(?P<start>since|from|(?:starting|beginning)\ (?:in|on|from))\ (?P<begin>{_DATE})
    | \b(?P<end>until|till|through|up\ to|to)\ (?P<finish>{_DATE})
    | \b(?:in|on)\ (?P<point>{_DATE})
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NEAR = re.compile(r"(?:before|after|by|circa|c\.|about|around|late|early|mid)\W*\Z", re.IGNORECASE)


def time_qualifiers(
    text: str, sentence: Span, subject: Span, object: Span
) -> tuple[Qualifier, ...]:
    """Return when the statement holds that `text` makes of two mentions in a sentence; none if it says not.

    Of several times in the clause, the one nearest after the later mention counts, else the nearest before.
    "She studied in Paris. In 1895 Ann married": a time beside a subject of a later sentence is of what is
    said of it there.
    """
    early, late = sorted((subject, object))
    stretch = sentence_of(text, sentence, late)
    if early.start < stretch.start and late == subject:
        return ()
    found = [
        match
        for match in _TIME.finditer(text, stretch.start, stretch.end)
        if not _touches(match, early, late)
    ]
    if not found:
        return ()
    relating = _Relating(text, stretch, early, late)
    inside = [match for match in found if relating.holds(match)]
    after = [match for match in inside if match.start() >= late.end]
    nearest = after[:1] or inside[-1:]
    return tuple(qualifier for match in nearest for qualifier in _qualifiers(match))


class _Relating:
    """The clause of a pair, asked whether a time belongs to it."""

    def __init__(self, text: str, stretch: Span, early: Span, late: Span) -> None:
        self._text, self._late = text, late
        self._start = stretch.start
        self._parts: Clauses = analysed(stretch.of(text)).parts
        first = self._place(early.start, early.end) or (0, 1)
        second = self._place(late.start, late.end) or first
        self._clause = relating_clause(self._parts, first, second)

    def holds(self, match: re.Match[str]) -> bool:
        place = self._place(match.start(), match.end())
        if place is None or _NEAR.search(self._text, max(match.start() - 10, 0), match.start()):
            return False
        # "chief of Acme (1998–2003)": the brackets belong to what stands before them
        bracketed = self._text[self._late.end : match.start()].strip() == "("
        return bracketed or self._parts.clause[place[0]] == self._clause

    def _place(self, start: int, end: int) -> tuple[int, int] | None:
        begin = max(start - self._start, 0)
        return self._parts.place_of(Span(begin, max(end - self._start, begin)))


def _touches(match: re.Match[str], *mentions: Span) -> bool:
    return any(match.start() < each.end and each.start < match.end() for each in mentions)


def _qualifiers(match: re.Match[str]) -> Iterator[Qualifier]:
    if stretch := match["range"] or match["dash"]:
        for predicate, end in zip((START, END), _ends(stretch), strict=False):
            yield Qualifier(predicate, end.literal())
        return
    for predicate, group in ((START, "begin"), (END, "finish"), (POINT, "point")):
        if match[group] and (date := read_date(match[group])):
            yield Qualifier(predicate, date.literal())


def _ends(stretch: str) -> tuple[Date, ...]:
    return read_range(re.sub(r" and ", " to ", stretch, flags=re.IGNORECASE)) or ()
