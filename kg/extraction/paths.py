"""The likeliest tags of a row of words of which each later word of a mention follows another of its type."""

import math
from collections.abc import Sequence

_LEAST = 1e-6


def best_path(probability: Sequence[Sequence[float]], begins: Sequence[bool]) -> list[int]:
    """Return the tag of each word on the likeliest path (Viterbi, 1967); the words are taken to be independent.

    Each word's likeliest tag alone may be one that cannot follow the tag before it, and then a name falls
    into pieces where the tagger wavers between two types.

    Args:
        probability: Of each word, those of outside (0), the first (1 + 2·label) and a later (2 + 2·label) word.
        begins: Whether no mention may go on from the word before.
    """
    before = [0.0]
    came: list[list[int]] = []
    for shares, new in zip(probability, begins, strict=True):
        logs = [math.log(max(share, _LEAST)) for share in shares]
        best = max(range(len(before)), key=before.__getitem__)
        origin = [best] * len(logs)
        reached = [before[best] + log for log in logs]
        for later in range(2, len(logs), 2):
            reached[later] = -math.inf
            if not new and came:
                origin[later] = later if before[later] > before[later - 1] else later - 1
                reached[later] = before[origin[later]] + logs[later]
        came.append(origin)
        before = reached
    tag = max(range(len(before)), key=before.__getitem__)
    path: list[int] = []
    for origin in reversed(came):
        path.append(tag)
        tag = origin[tag]
    return path[::-1]
