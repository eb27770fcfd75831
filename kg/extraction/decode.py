"""Tag logits to mentions: what the tagger saw, as spans of whole words."""

from collections.abc import Sequence
from dataclasses import dataclass

from torch import Tensor

from kg.extraction.windows import Window
from kg.records import Span


@dataclass(frozen=True, slots=True)
class FoundMention:
    """A mention in one window; `first` and `last` are token indexes of that window, both inclusive."""

    first: int
    last: int
    span: Span
    label: str
    score: float


def decode(logits: Tensor, window: Window, labels: Sequence[str]) -> list[FoundMention]:
    """Read the mentions of one window off its tag logits.

    A word has the tag of its first token. A mention begins where the tag says so, or its type or the
    sentence changes; its score is the mean probability of its type over its words.

    Args:
        logits: Float (tokens, 1 + 2·labels), without the special tokens.
    """
    probability = logits.softmax(-1)
    best = probability.argmax(-1).tolist()
    typed = probability[:, 1::2] + probability[:, 2::2]  # (tokens, labels): first or later
    found: list[FoundMention] = []
    opened: tuple[int, int, int] | None = None  # label, first token, last token
    for index, tag in enumerate(best):
        if window.tokens.continues[index] and index:
            if opened is not None and opened[2] == index - 1:
                opened = (opened[0], opened[1], index)
            continue
        label = (tag - 1) // 2
        begins = tag % 2 == 1 or index in window.sentences
        if (
            tag
            and not begins
            and opened is not None
            and opened[0] == label
            and opened[2] == index - 1
        ):
            opened = (label, opened[1], index)
            continue
        if opened is not None:
            found.append(_mention(opened, typed, window, labels))
        opened = (label, index, index) if tag else None
    if opened is not None:
        found.append(_mention(opened, typed, window, labels))
    return found


def _mention(
    opened: tuple[int, int, int], typed: Tensor, window: Window, labels: Sequence[str]
) -> FoundMention:
    label, first, last = opened
    offsets = window.tokens.offsets
    words = [i for i in range(first, last + 1) if i == first or not window.tokens.continues[i]]
    score = float(typed[words, label].mean())
    span = Span(offsets[first][0], offsets[last][1])
    return FoundMention(first, last, span, labels[label], score)
