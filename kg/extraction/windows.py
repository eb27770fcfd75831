"""Cutting a document into windows that the encoder can take, so that no character goes unread."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

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
    document: int,
    tokens: Tokens,
    sections: Sequence[Sequence[Span]],
    *,
    room: int,
    overlap: int,
) -> list[Window]:
    """Cut each section of a document into windows of at most `room` tokens that begin at sentences where they can.

    Each window goes back over about the last `overlap` tokens of the one before in its section, so that a
    relation between neighbouring sentences is seen whole in at least one of them. A sentence longer than a
    window is cut inside.

    Args:
        sections: Sentences that are read together, see `kg.extraction.sections`.
    """
    starts = _sentence_starts(tokens, [sentence for section in sections for sentence in section])
    firsts = list(accumulate((len(section) for section in sections[:-1]), initial=0))
    bounds = [0, *(starts[first] for first in firsts[1:]), len(tokens)]
    return [
        Window(document, start, end, tokens.part(start, end), _begun(starts, start, end))
        for begin, stop in pairwise(bounds)
        for start, end in _cut(starts, begin, stop, room, overlap)
    ]


def _cut(
    starts: Sequence[int], begin: int, stop: int, room: int, overlap: int
) -> Iterator[tuple[int, int]]:
    """Yield where the windows of the tokens from `begin` to `stop` begin and end."""
    start = begin
    while start < stop:
        end = min(start + room, stop)
        if end < stop:
            end = _last_at_most(starts, end, above=start) or end
        yield start, end
        if end == stop:
            break
        start = _first_at_least(starts, max(end - overlap, start + 1), below=end)


def _begun(starts: Sequence[int], start: int, end: int) -> frozenset[int]:
    begun = starts[bisect_left(starts, start) : bisect_left(starts, end)]
    return frozenset(index - start for index in begun)


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
