"""Pronouns as mentions: a tagger of names does not mark them."""

import re
from collections.abc import Sequence

from kg.extraction.decode import FoundMention
from kg.extraction.windows import Window
from kg.model.pronouns import PRONOUN, pronoun_kind
from kg.records import Span

_SAYING = re.compile(
    r"\b(?:(?:add|not|claim|announc|report|argu|believ|suggest|indicat|explain|show|reveal|conclud|predict|warn|promis"
    r"|insist|stat|learn|confirm|estimat|hop|fear|declar|decid|assum|demonstrat|propos|complain|admitt|agre)ed|says?|said|tells?|told|suggests?|shows?|shown|thinks?|thought|finds?|found|means?|meant|knows?|known|knew"
    r"|believes?|claims?|states?|reports?|writes?|wrote|written|feels?|felt|hopes?|fears?|argues?|so|is|was) $",
    re.IGNORECASE,
)
"""Words after which "that" stands for nothing: "suggest that Bosutinib may inhibit SRC"."""


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
        and not _only_joins(match, text)
    ]
    return sorted([*mentions, *added], key=lambda mention: mention.first)


def _only_joins(match: re.Match[str], text: str) -> bool:
    is_that = match.group().casefold() == "that"
    return is_that and _SAYING.search(text, max(0, match.start() - 20), match.start()) is not None
