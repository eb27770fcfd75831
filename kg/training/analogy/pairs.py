"""Related pairs, as the training of the word-pair network takes them."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RelatedPair:
    """Two names and how they are related.

    Attributes:
        relation: `parent/child`, or a parent alone. Children of one parent are close, not opposed.
        symmetric: Whether it holds in both directions.
    """

    relation: str
    head: str
    tail: str
    symmetric: bool = False

    @property
    def parent(self) -> str:
        """The wider relation that this one belongs to."""
        return self.relation.partition("/")[0]


def usable(pairs: Iterable[RelatedPair], least: int = 8) -> list[RelatedPair]:
    """Return pairs of two different short names, each once; relations with fewer than `least` are dropped."""
    kept: dict[str, dict[tuple[str, str], RelatedPair]] = defaultdict(dict)
    for pair in pairs:
        key = (pair.head.casefold(), pair.tail.casefold())
        if key[0] != key[1] and all(0 < len(name) <= 40 for name in key):
            kept[pair.relation].setdefault(key, pair)
    return [pair for found in kept.values() if len(found) >= least for pair in found.values()]


def held_out(word: str, share: int = 10) -> bool:
    """Whether a word is one of those that training never sees: one in `share`, by its digest."""
    return hashlib.sha256(word.casefold().encode("utf-8")).digest()[0] % share == 0


def split(pairs: Iterable[RelatedPair]) -> tuple[list[RelatedPair], list[RelatedPair]]:
    """Return pairs to train on, which name no held-out word, and pairs of two held-out words."""
    train: list[RelatedPair] = []
    dev: list[RelatedPair] = []
    for pair in pairs:
        out = held_out(pair.head), held_out(pair.tail)
        if all(out):
            dev.append(pair)
        elif not any(out):
            train.append(pair)
    return train, dev
