"""Sentences with exact offsets: rules for English and for Chinese and Japanese stops, no model."""

import re
from collections.abc import Iterator

from kg.records import Span
from kg.text.blocks import blocks
from kg.text.stops import stop_ends_sentence

LONGEST = 2_000
"""Characters; a longer sentence (a table, a list without stops) is cut at spaces or at Chinese commas."""

_STOP = re.compile(
    r"""
      (?<![.!?…؟।]) ([.!?…؟।]++) (?:["'”’»)\]}*]|\[\d{1,3}\])*+ (?=\s)   # needs a space: 3.5, kg.text
    | (?<![。！？｡；]) [。！？｡；]++ ["'”’」』）】》〉〕]*+ (?![とって，、：])     # needs none: 「…。」と
    """,
    re.VERBOSE,
)
_GAPS = (" ", "\n", "，", "、")
_SPACES = re.compile(r"\s*+")


def sentences(text: str) -> list[Span]:
    """Return the sentences of `text` in order: disjoint, trimmed, together covering all but its spaces.

    A blank line, a heading and a list item end a sentence; no sentence is longer than `LONGEST`.
    """
    return [
        piece
        for block in blocks(text)
        for sentence in _of_block(text, block)
        for piece in _cut(text, sentence)
    ]


def _of_block(text: str, block: Span) -> Iterator[Span]:
    start = block.start
    for match in _STOP.finditer(text, block.start, block.end):
        following = _after_spaces(text, match.end())
        if _ends_sentence(text, start, match, following):
            yield Span(start, match.end())
            start = following
    yield Span(start, block.end)


def _ends_sentence(text: str, start: int, match: re.Match[str], following: int) -> bool:
    if match[1] is None:
        return True
    if match[1] == ".":
        return stop_ends_sentence(text, start, match.start(), following)
    return not text[following : following + 1].islower()


def _cut(text: str, sentence: Span) -> Iterator[Span]:
    """Yield the sentence without its outer spaces, in pieces of at most `LONGEST`; none for spaces only."""
    start = _after_spaces(text, sentence.start)
    while start < sentence.end:
        end = min(start + LONGEST, sentence.end)
        if end < sentence.end and not text[end].isspace():
            end = max(text.rfind(gap, start, end) for gap in _GAPS) + 1 or end
        yield Span(start, start + len(text[start:end].rstrip()))
        start = _after_spaces(text, end)


def _after_spaces(text: str, position: int) -> int:
    match = _SPACES.match(text, position)
    return match.end() if match else position
