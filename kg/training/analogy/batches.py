"""Batches of pairs: a few of each of many relations, with what looks like them and is not."""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

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
    """Draws relations by the square root of their size, and pairs within them.

    Args:
        weights: How much oftener than that some relations are drawn.
    """

    def __init__(
        self,
        pairs: Sequence[RelatedPair],
        seed: int,
        weights: Mapping[str, float] = MappingProxyType({}),
    ) -> None:
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
            weights.get(n, 1.0) * len(self._of[n]) / parents[n.partition("/")[0]] ** 0.5
            for n in self._names
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
    of: dict[str, list[int]] = defaultdict(list)
    for i, pair in enumerate(true):
        of[pair.relation].append(i)
    wrong: list[tuple[int, tuple[str, str]]] = []
    for i, pair in enumerate(true):
        other = true[chance.choice(of[pair.relation])]
        if other.tail != pair.tail and other.head != pair.head:
            wrong.append((i, (pair.head, other.tail)))
    pairs = [(p.head, p.tail) for p in true] + [(p.tail, p.head) for p in true]
    relation = _numbers([pair.relation for pair in true])
    parent = _numbers([pair.parent for pair in true])
    symmetric = torch.tensor([pair.symmetric for pair in true])
    same = relation[:, None] == relation[None, :]
    kin = parent[:, None] == parent[None, :]
    same = same & ~torch.eye(len(true), dtype=torch.bool)
    source = torch.tensor([i for i, _ in wrong], dtype=torch.long)
    # kin is neither for nor against, but a wrong pair of any kin is against
    return Contrast(
        pairs + [made for _, made in wrong],
        torch.cat([same, same & symmetric[:, None], torch.zeros_like(kin[:, source])], 1),
        torch.cat([~kin, ~(kin & symmetric[:, None]), kin[:, source]], 1),
    )


def _numbers(names: list[str]) -> Tensor:
    place = {name: i for i, name in enumerate(dict.fromkeys(names))}
    return torch.tensor([place[name] for name in names])
