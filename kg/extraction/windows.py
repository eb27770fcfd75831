"""Cutting a document into windows that the encoder can take, so that no character goes unread."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from kg.model.tokens import Tokens
from kg.records import Span


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens `start` … `end` - 1 of one document, with offsets into its text.

    `sentences` holds the window's own indexes of tokens that begin a sentence.
    """

    document: int
    start: int
    end: int
    tokens: Tokens
    sentences: frozenset[int] = frozenset()


def windows(
    document: int, tokens: Tokens, sentences: Sequence[Span], *, room: int, overlap: int
) -> list[Window]:
    """Cut a document into windows of at most `room` tokens that begin at sentences where they can.

    Each window goes back over about the last `overlap` tokens of the one before, so that a relation
    between neighbouring sentences is seen whole in at least one of them. A sentence longer than a window
    is cut inside.
    """
    total = len(tokens)
    starts = _sentence_starts(tokens, sentences)
    cut: list[Window] = []
    start = 0
    while start < total:
        end = min(start + room, total)
        if end < total:
            end = _last_at_most(starts, end, above=start) or end
        begun = starts[bisect_left(starts, start) : bisect_left(starts, end)]
        inside = frozenset(index - start for index in begun)
        cut.append(Window(document, start, end, tokens.part(start, end), inside))
        if end == total:
            break
        start = _first_at_least(starts, max(end - overlap, start + 1), below=end)
    return cut


def _sentence_starts(tokens: Tokens, sentences: Sequence[Span]) -> list[int]:
    """Return the index of the first token of each sentence."""
    starts: list[int] = []
    index = 0
    for sentence in sentences:
        while index < len(tokens) and tokens.offsets[index][0] < sentence.start:
            index += 1
        starts.append(index)
    return starts


def _last_at_most(starts: Sequence[int], limit: int, *, above: int) -> int | None:
    place = bisect_right(starts, limit) - 1
    return starts[place] if place >= 0 and starts[place] > above else None


def _first_at_least(starts: Sequence[int], limit: int, *, below: int) -> int:
    place = bisect_left(starts, limit)
    return starts[place] if place < len(starts) and starts[place] < below else limit
