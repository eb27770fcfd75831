"""What an unmarked word of a text probably is, where a corpus marks only some of the mentions.

English writes names with capitals. So a run of capitals is probably one mention, all of it, and other words
are probably none; a tagger that is told nothing about them takes to seeing names anywhere, and in pieces.
"""

import re
from collections.abc import Iterable, Sequence

from torch import Tensor

from kg.model.config import ModelConfig
from kg.model.layout import MentionRow
from kg.model.tokens import Tokens
from kg.records import Span

UNLIKELY = 0.2
"""How far a tag is right that the rule speaks against."""

MOST_NAMES = 8
"""Names of one text that take part as mentions nobody marked, at most."""

_NAME = r"[A-ZÀ-ÖØ-Þ][\w’'.-]*\w"
_RUN = re.compile(rf"\b{_NAME}(?: (?:{_NAME}|\d+)|(?: of| the| de| von| and|:| -|,? &)+ {_NAME})*")
_YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d\b")
_OPENERS = frozenset(
    "a after although an and as at before but by directed during first following for from he her his i if "
    "in it its later like no not of on one or she since some that the their there these they this those to "
    "under until we when where which while who with written you".split()
)


def unmarked_names(text: str, marked: Iterable[Span]) -> list[Span]:
    """Return runs of capitals, and years, that touch no marked mention."""
    taken = list(marked)
    found = []
    for match in [*_RUN.finditer(text), *_YEAR.finditer(text)]:
        span = _without_opener(text, Span(*match.span()))
        if span is None or any(span.start < t.end and t.start < span.end for t in taken):
            continue
        taken.append(span)
        found.append(span)
    return sorted(found)


def _without_opener(text: str, span: Span) -> Span | None:
    """Cut a small word off the front, which has its capital from where it stands: "The", "In"."""
    first, _, rest = span.of(text).partition(" ")
    if first.casefold() not in _OPENERS:
        return span
    return Span(span.end - len(rest), span.end) if rest[:1].isupper() else None


def presume(
    tags: Tensor,
    tokens: Tokens,
    text: str,
    marked: Sequence[MentionRow],
    config: ModelConfig,
    types: Tensor | None = None,
) -> None:
    """Write into `tags`, (tokens, tags), how far each tag is right of each unmarked token.

    Args:
        types: How likely each token was taken to be part of a mention of each type, float (tokens, labels);
            None: nothing is known, so that a name may have any type.
    """
    named = token_places(tokens, unmarked_names(text, spans_of(tokens, marked)))
    outside = set(range(len(tokens)))
    outside -= {i for first, last, _, _ in marked for i in range(first - 1, last)}
    concept = config.labels.index("concept") if "concept" in config.labels else None
    for index in outside - {i for first, last in named for i in range(first, last)}:
        start, end = tokens.offsets[index]
        if any(character.isdigit() for character in text[start:end]):
            continue
        tags[index, 1:] *= UNLIKELY**2
        if concept is not None:
            tags[index, 1 + 2 * concept : 3 + 2 * concept] = UNLIKELY
    for first, last in named:
        tags[first:last, 0] *= UNLIKELY
        tags[first, 2::2] *= UNLIKELY
        tags[first + 1 : last, 1::2] *= UNLIKELY
        if types is not None:
            # a type that is new with these data may be right: nothing could yet be taken for it
            others = [one for one in range(types.shape[1]) if one != likeliest(types, first, last)]
            tags[first:last, [tag for one in others for tag in (1 + 2 * one, 2 + 2 * one)]] *= (
                UNLIKELY
            )


def likeliest(types: Tensor, first: int, last: int) -> int:
    """Return the type that tokens from `first` to before `last` were most taken for."""
    return int(types[first:last].mean(0).argmax())


def spans_of(tokens: Tokens, marked: Sequence[MentionRow]) -> list[Span]:
    """Return where mentions stand in the text."""
    return [
        Span(tokens.offsets[first - 1][0], tokens.offsets[last - 1][1])
        for first, last, _, _ in marked
    ]


def token_places(tokens: Tokens, spans: Iterable[Span]) -> list[tuple[int, int]]:
    """Return first token and the one past the last of each span that begins and ends where tokens do."""
    starts = {start: index for index, (start, _) in enumerate(tokens.offsets)}
    ends = {end: index + 1 for index, (_, end) in enumerate(tokens.offsets)}
    return [(starts[s.start], ends[s.end]) for s in spans if s.start in starts and s.end in ends]
