"""Stretches of text as mentions of a window: over their tokens, and in place of shorter readings."""

from collections.abc import Sequence

from kg.extraction.decode import FoundMention
from kg.extraction.windows import Window
from kg.records import Span


def place_of(span: Span, window: Window) -> tuple[int, int] | None:
    """Return the first and last token of a stretch that begins and ends where tokens do; else None."""
    offsets = window.tokens.offsets
    inside = [
        index
        for index, (start, end) in enumerate(offsets)
        if span.start <= start and end <= span.end
    ]
    if not inside or Span(offsets[inside[0]][0], offsets[inside[-1]][1]) != span:
        return None
    return inside[0], inside[-1]


def instead(mentions: Sequence[FoundMention], whole: FoundMention) -> list[FoundMention]:
    """Put a mention in place of those inside it, in the text's order; nothing changes if one sticks out."""
    parts = [mention for mention in mentions if mention.overlaps(whole)]
    if any(part.first < whole.first or whole.last < part.last for part in parts):
        return list(mentions)
    kept = [mention for mention in mentions if mention not in parts]
    return sorted([*kept, whole], key=lambda mention: (mention.first, -mention.last))


def beside(mentions: Sequence[FoundMention], other: FoundMention) -> list[FoundMention]:
    """Put a mention beside those that it lies in or around, in the text's order, the longer one first."""
    return sorted([*mentions, other], key=lambda mention: (mention.first, -mention.last))
