"""Pronouns as mentions: a tagger of names does not mark them."""

from collections.abc import Sequence

from kg.extraction.decode import FoundMention
from kg.extraction.windows import Window
from kg.model.pronouns import PRONOUN, pronoun_kind
from kg.records import Span


def with_pronouns(
    mentions: Sequence[FoundMention], window: Window, text: str
) -> list[FoundMention]:
    """Return the mentions of a window and its pronouns, which have no type, in the order of the text."""
    tokens = window.tokens
    if not tokens.offsets:
        return list(mentions)
    taken = {index for mention in mentions for index in range(mention.first, mention.last + 1)}
    starts = {start: index for index, (start, _) in enumerate(tokens.offsets)}
    added = [
        FoundMention(index, index, Span(*match.span()), "", 1.0)
        for match in PRONOUN.finditer(text, tokens.offsets[0][0], tokens.offsets[-1][1])
        if (index := starts.get(match.start(), -1)) >= 0
        and index not in taken
        and tokens.offsets[index][1] == match.end()
        and pronoun_kind(match.group())
    ]
    return sorted([*mentions, *added], key=lambda mention: mention.first)
