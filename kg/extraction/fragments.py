"""Names that the tagger cut in pieces, put together by what stands between: "Momhil" and "Sar" are one name.

Side by side in one sentence, two capitalised pieces are one name but where the first says of which country
the second is ("American Elliot See") or what somebody is ("Chancellor Angela Merkel").
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from torch import Tensor

from kg.extraction.decode import FoundMention
from kg.extraction.placing import instead, place_of
from kg.extraction.whole_names import best_label, is_calendar
from kg.extraction.windows import Window
from kg.ontology.records import VALUES
from kg.records import Span
from kg.text.demonyms import PLACES

_BEFORE = re.compile(r"(?<![\w-])[A-ZÀ-ÖØ-Þ0-9][\w.]{0,20}-?$")
_AFTER = re.compile(r"-?[A-ZÀ-ÖØ-Þ0-9]\w{0,20}")
_INITIALS = re.compile(r"(?:(?<!\w)(?:[A-Z]\.)+[A-Z]|(?<!\w)(?:Jr|Sr|Inc|Ltd|Co))$")
_GAP = re.compile(r" ?|[-–]")
_STOP = re.compile(r"\. ?")
_LONE_INITIALS = re.compile(r"(?:[A-ZÀ-ÖØ-Þ]\. ?)*[A-ZÀ-ÖØ-Þ]")
_ENDS_IN_INITIAL = re.compile(r".* [A-ZÀ-ÖØ-Þ]")
_PLACED = re.compile(r"\b(?:in|at|from|of|to|near|for|with|by|and) $", re.IGNORECASE)
"""Words before a name after which the next one is probably not a part of it: "in London Peter met …"."""
_NUMBER = re.compile(r"\d{1,4}[A-Z]{0,2}|[IVX]{1,5}")
_YEAR = 4
"""Digits of a year; a tagger that takes fewer for a time is mistaken, if a name stands before them."""
_AFTER_NUMBER = re.compile(
    r"$|[,.;:)/]|\s(?:and|or|was|is|were|are|has|had|in|on|at|as|from|to|with|which|who|that|for|by)\b"
)
_OF_COUNTRIES = frozenset(name for name, place in PLACES.items() if name != place and len(name) > 3)
_TITLES = frozenset(
    "general admiral colonel captain major lieutenant sergeant corporal commander commandant marshal brigadier "
    "president chancellor king queen prince princess emperor sultan sir dame lord lady count countess duke baron "
    "pope bishop archbishop cardinal senator governor judge justice chief minister secretary mayor dr professor "
    "mr mrs ms".split()
)
_LOOK = 24
"""Characters on either side that a piece of a name may be grown by."""


def put_together(
    mentions: Sequence[FoundMention],
    typed: Tensor,
    window: Window,
    text: str,
    labels: Sequence[str],
) -> list[FoundMention]:
    """Return the mentions of a window with the pieces of names joined, in the text's order.

    Args:
        typed: How likely each token is part of a mention of each type, float (tokens, labels).
    """
    found = list(mentions)
    for mention in mentions:
        grown = _grown(mention, window, text)
        if grown is not None and mention in found:
            found = instead(found, grown)
    joined: list[FoundMention] = []
    for mention in found:
        before = joined[-1] if joined else None
        if before and mention.first not in window.sentences:
            label = best_label(before.first, mention.last, typed, labels)
            if _is_one(before, mention, text, label):
                mention = _union(joined.pop(), mention, label, labels)
        joined.append(mention)
    return joined


def _grown(mention: FoundMention, window: Window, text: str) -> FoundMention | None:
    """Return the mention with what a hyphen ties to it, and the full stop of its last initial."""
    span = mention.span
    if mention.label in VALUES:
        return None
    start, end = span.start, span.end
    tied = "-" in (text[start], text[start - 1 : start])
    if tied and (match := _BEFORE.search(text, max(0, start - _LOOK), start)):
        start = match.start()
    tied = "-" in (text[end - 1], text[end : end + 1])
    if tied and (match := _AFTER.match(text, end, end + _LOOK)):
        end = match.end()
    if text[end : end + 1] == "." and _INITIALS.search(text[start:end]):
        end += 1
    whole = Span(start, end)
    place = place_of(whole, window) if whole != span else None
    return None if place is None else FoundMention(*place, whole, mention.label, mention.score)


def _is_one(first: FoundMention, second: FoundMention, text: str, label: str) -> bool:
    """Return whether two neighbours are one name; `label` is what they would name together."""
    left, right = first.span.of(text), second.span.of(text)
    if _STOP.fullmatch(text, first.span.end, second.span.start):
        return _is_initialled(first, second, left, right)
    if not _GAP.fullmatch(text, first.span.end, second.span.start):
        return False
    if left[:1].islower() or left.casefold() in _OF_COUNTRIES:
        return False
    if second.label == "number" or right.isdigit():
        return _counts(first, second, text)
    if first.label in VALUES or second.label in VALUES or not right[:1].isupper():
        return False
    if second.label == "person":
        return left.rstrip(".").casefold() not in _TITLES and (
            first.label == "person" or _is_misread(first, left, right, text, label)
        )
    return True


def _is_initialled(first: FoundMention, second: FoundMention, left: str, right: str) -> bool:
    """Return whether a stop after an initial stands between the two: "H" and "L", "Douglas R" and "Oberhelman"."""
    if not right[:1].isupper() or first.label in VALUES or second.label in VALUES:
        return False
    people = first.label == second.label == "person"
    return bool(_LONE_INITIALS.fullmatch(left) or (people and _ENDS_IN_INITIAL.fullmatch(left)))


def _is_misread(first: FoundMention, left: str, right: str, text: str, label: str) -> bool:
    """Return whether what looks like somebody's name ends what is before it: "Super" and "Capers".

    So does a longer one, if the two together are rather something else, as a club: "Agremiação" and "Sportiva Santos".
    """
    before = _PLACED.search(text, max(0, first.span.start - _LOOK), first.span.start)
    return " " not in left and (" " not in right or label != "person") and not before


def _counts(first: FoundMention, second: FoundMention, text: str) -> bool:
    """Return whether a number belongs to the name before it: "Soyuz 17", but neither "May 17" nor "Rome 2010"."""
    left, right = first.span.of(text), second.span.of(text)
    if not _NUMBER.fullmatch(right) or not _AFTER_NUMBER.match(text, second.span.end):
        return False
    if first.label in ("thing", "organisation", "concept"):
        return second.label != "time" or len(right) < _YEAR
    # what is counted is neither a place nor a time, whatever the tagger took its first word for
    is_word = left.isalpha() and not left.isupper() and not is_calendar(left)
    return (
        first.label in ("place", "time")
        and second.label == "time"
        and len(right) < _YEAR
        and is_word
    )


def _union(
    first: FoundMention, second: FoundMention, together: str, labels: Sequence[str]
) -> FoundMention:
    same = first.label == second.label or second.label in VALUES
    label = first.label if same else together
    if second.label in VALUES and label in ("place", "time") and "thing" in labels:
        label = "thing"
    return replace(
        first,
        last=second.last,
        span=Span(first.span.start, second.span.end),
        label=label,
        score=min(first.score, second.score),
    )
