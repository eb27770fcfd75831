"""Where a text's own layout ends a sentence: blank lines, headings, list items, lines broken on purpose."""

import re
from collections.abc import Iterator
from itertools import zip_longest

from kg.records import Span

NARROWEST_COLUMN = 40
"""Characters; text whose longest line is shorter was not wrapped to a width, so each newline is meant."""
RAGGED = 0.8
"""Share of the column that a line may leave empty and still count as wrapped: proportional fonts vary."""

_MARKER = re.compile(
    r"\s*+(?:[-*+•‣◦▪–—] |#{1,6} |\d{1,3}\. |\([a-zA-Z\d]{1,4}\) |(?:\d{1,3}|[a-zA-Z])\) (?![a-z])"
    r"|[（(][一二三四五六七八九十\d]{1,4}[）)]|[一二三四五六七八九十]{1,4}、"
    r"|第[零〇一二三四五六七八九十百千\d]{1,8}[编章节条款])"
)
_HEADING = re.compile(r"\s*+#{1,6} ")
_FIRST_WORD = re.compile(r"\s*+(\w{0,30})")


def blocks(text: str) -> Iterator[Span]:
    """Yield the stretches of `text` that no sentence reaches out of, in order; they may hold spaces only."""
    paragraph: list[str] = []
    start = end = 0
    for line in text.splitlines(keepends=True):
        end += len(line)
        if line.isspace():
            yield from _broken(start, paragraph)
            paragraph, start = [], end
        else:
            paragraph.append(line)
    yield from _broken(start, paragraph)


def _broken(start: int, lines: list[str]) -> Iterator[Span]:
    """Yield the parts of one paragraph that begins at `start`: wrapped lines stay together."""
    column = max(map(len, lines), default=0)
    end = start
    for line, following in zip_longest(lines, lines[1:], fillvalue=""):
        end += len(line)
        if not following or _ends_block(line, following, column):
            yield Span(start, end)
            start = end


def _ends_block(line: str, following: str, column: int) -> bool:
    """Tell whether the writer broke the line here although the next word would have fitted."""
    if _MARKER.match(following) or _HEADING.match(line):
        return True
    first = _FIRST_WORD.match(following)
    word = first[1] if first else ""
    if word[:1].islower():
        return False
    return column < NARROWEST_COLUMN or len(line.rstrip()) + 1 + len(word) < RAGGED * column
