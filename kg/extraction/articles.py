"""The article before a name: in the midst of a sentence it has a capital only where it is part of the name.

Of names in Re-DocRED's training documents, "The" in the midst of a sentence is part of 102 and stands before 22;
where it begins a sentence, it is part of 20 and stands before 143.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.extraction.decode import FoundMention
from kg.extraction.placing import instead, place_of
from kg.extraction.windows import Window
from kg.ontology.records import VALUES
from kg.records import Span

_THE = "The "


def with_articles(
    mentions: Sequence[FoundMention], window: Window, text: str
) -> list[FoundMention]:
    """Return the mentions of a window with the article that belongs to them and no other, in the text's order."""
    found = list(mentions)
    for mention in mentions:
        if mention.label in VALUES or mention not in found:
            continue
        name = mention.span.of(text)
        if name.startswith(_THE):
            if _begins(mention.first, window) and not _stands_within(name, text):
                found[found.index(mention)] = _without(mention, window)
        elif longer := _with(mention, window, text):
            found = instead(found, longer)
    return found


def _begins(token: int, window: Window) -> bool:
    return token == 0 or token in window.sentences


def _stands_within(name: str, text: str) -> bool:
    """Return whether a name stands with its article in the midst of a sentence."""
    return re.search(rf"[a-z,;)] {re.escape(name)}", text) is not None


def _without(mention: FoundMention, window: Window) -> FoundMention:
    span = Span(mention.span.start + len(_THE), mention.span.end)
    place = place_of(span, window)
    return mention if place is None else replace(mention, first=place[0], span=span)


def _with(mention: FoundMention, window: Window, text: str) -> FoundMention | None:
    start = mention.span.start - len(_THE)
    if start < 0 or not text.startswith(_THE, start):
        return None
    span = Span(start, mention.span.end)
    place = place_of(span, window)
    if place is None or _begins(place[0], window):
        return None
    return replace(mention, first=place[0], span=span)
