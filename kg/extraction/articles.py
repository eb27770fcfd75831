"""The article before a name: in the midst of a sentence it has a capital only where it is part of the name.

Of names in Re-DocRED's training documents, "The" in the midst of a sentence is part of 102 and stands before 22;
where it begins a sentence, it is part of 20 and stands before 143. Of things that begin a sentence the tagger
knows better: films and books have articles.
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
_WITHIN = re.compile(r"[a-z,;)]")
"""What stands before a name, and the space before that, in the midst of a sentence."""


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
            stays = mention.label == "thing" or _stands_within(name, window, text)
            if _begins(mention.first, window, text) and not stays:
                found[found.index(mention)] = _without(mention, window)
        elif longer := _with(mention, window, text):
            found = instead(found, longer)
    return found


def _begins(token: int, window: Window, text: str) -> bool:
    """Return whether a sentence begins here, or with quotation marks and bullets before it."""
    while token and token not in window.sentences:
        start, end = window.tokens.offsets[token - 1]
        if any(map(str.isalnum, text[start:end])):
            return False
        token -= 1
    return True


def _stands_within(name: str, window: Window, text: str) -> bool:
    """Return whether a name stands with its article in the midst of a sentence of the window."""
    start, end = window.tokens.offsets[0][0], window.tokens.offsets[-1][1]
    part = text[start:end]
    place = part.find(name)
    while place >= 0:
        if place > 1 and part[place - 1] == " " and _WITHIN.match(part[place - 2]):
            return True
        place = part.find(name, place + 1)
    return False


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
    if place is None or _begins(place[0], window, text):
        return None
    return replace(mention, first=place[0], span=span)
