"""Tag probabilities to mentions: what the tagger saw, as spans of whole words."""

from collections.abc import Sequence
from dataclasses import dataclass

from torch import Tensor

from kg.extraction.paths import best_path
from kg.extraction.windows import Window
from kg.records import Span


@dataclass(frozen=True, slots=True)
class FoundMention:
    """A mention in one window; `first` and `last` are token indexes of that window, both inclusive.

    `label` is empty for a pronoun, which has no type of its own; `name` is what is meant, where form
    alone told so.
    """

    first: int
    last: int
    span: Span
    label: str
    score: float
    name: str = ""

    def overlaps(self, other: "FoundMention") -> bool:
        """Return whether the two share a token."""
        return self.first <= other.last and other.first <= self.last


def decode(
    probability: Tensor, window: Window, labels: Sequence[str], *, together: bool = False
) -> list[FoundMention]:
    """Read the mentions of one window off its tags.

    A word has the tag of its first token. A mention begins where the tag says so, or its type or the
    sentence changes; its score is the mean probability of its type over its words.

    Args:
        probability: Float (tokens, 1 + 2·labels), without the special tokens.
        together: Whether the tags of the words are chosen together, see `best_path`; else each for itself.
    """
    tags = _together(probability, window) if together else probability.argmax(-1).tolist()
    continues = window.tokens.continues
    typed = probability[:, 1::2] + probability[:, 2::2]  # (tokens, labels): first or later
    found: list[FoundMention] = []
    last = -1
    for index, tag in enumerate(tags):
        if not tag or index <= last or (continues[index] and index):
            continue  # outside, or inside the word or mention before
        label = (tag - 1) // 2
        last = _end(index, label, tags, window)
        words = [i for i in range(index, last + 1) if i == index or not continues[i]]
        offsets = window.tokens.offsets
        span = Span(offsets[index][0], offsets[last][1])
        score = float(typed[words, label].mean())
        found.append(FoundMention(index, last, span, labels[label], score))
    return found


def _together(probability: Tensor, window: Window) -> list[int]:
    continues = window.tokens.continues
    words = [index for index, goes_on in enumerate(continues) if not goes_on or not index]
    path = best_path(probability[words].tolist(), [index in window.sentences for index in words])
    tags = [0] * len(continues)
    for index, tag in zip(words, path, strict=True):
        tags[index] = tag
    return tags


def _end(first: int, label: int, tags: Sequence[int], window: Window) -> int:
    later = 2 + 2 * label
    index = first + 1
    while index < len(tags) and (
        window.tokens.continues[index] or (tags[index] == later and index not in window.sentences)
    ):
        index += 1
    return index - 1
