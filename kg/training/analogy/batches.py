"""Batches of pairs: a few of each of many relations, with what looks like them and is not."""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from kg.training.analogy.pairs import RelatedPair


@dataclass(frozen=True, slots=True)
class Contrast:
    """A batch.

    Attributes:
        pairs: The true ones first, then those that only pull away.
        alike: Which true pair (rows) is related like which other pair (columns), bool (true, pairs).
        apart: Which pairs a true one is to be told apart from, bool (true, pairs).
    """

    pairs: list[tuple[str, str]]
    alike: Tensor
    apart: Tensor


class Sampler:
    """Draws relations by the square root of their size, and pairs within them."""

    def __init__(self, pairs: Sequence[RelatedPair], seed: int) -> None:
        self._random = random.Random(seed)
        self._of: dict[str, list[RelatedPair]] = defaultdict(list)
        for pair in pairs:
            self._of[pair.relation].append(pair)
        self._of = {name: found for name, found in self._of.items() if len(found) >= 4}
        self._names = list(self._of)
        parents: dict[str, float] = defaultdict(float)
        for name, found in self._of.items():
            parents[name.partition("/")[0]] += len(found)
        # A parent counts by the root of its size, its children share that by theirs.
        self._weights = [
            len(self._of[n]) / parents[n.partition("/")[0]] ** 0.5 for n in self._names
        ]

    def draw(self, relations: int, of_each: int) -> Contrast:
        """Return a batch of `relations` × `of_each` true pairs, as many reversed, as many corrupted."""
        names: dict[str, None] = {}
        while len(names) < relations:
            names[self._random.choices(self._names, self._weights)[0]] = None
        true: list[RelatedPair] = []
        for name in names:
            found = self._of[name]
            true += self._random.sample(found, min(of_each, len(found)))
        return contrast(true, self._random)


def contrast(true: Sequence[RelatedPair], chance: random.Random) -> Contrast:
    """Put true pairs together with their reversals, and with wrong pairs made of their words."""
    wrong: list[tuple[int, tuple[str, str]]] = []
    for i, pair in enumerate(true):
        others = [q for q in true if q.relation == pair.relation and q is not pair]
        other = chance.choice(others or true)
        if other.tail != pair.tail and other.head != pair.head:
            wrong.append((i, (pair.head, other.tail)))
    reversed_ = [(pair.tail, pair.head) for pair in true]
    pairs = [(p.head, p.tail) for p in true] + reversed_ + [made for _, made in wrong]
    count = len(true)
    alike = torch.zeros(count, len(pairs), dtype=torch.bool)
    apart = torch.ones(count, len(pairs), dtype=torch.bool)
    for i, pair in enumerate(true):
        for j, other in enumerate(true):
            same = pair.relation == other.relation
            alike[i, j] = same and i != j
            alike[i, count + j] = same and pair.symmetric and i != j
            if pair.parent == other.parent:  # kin is neither for nor against
                apart[i, j] = False
                apart[i, count + j] = not pair.symmetric
        for k, (j, _) in enumerate(wrong):
            apart[i, 2 * count + k] = true[j].parent == pair.parent or j == i
    return Contrast(pairs, alike, apart)
