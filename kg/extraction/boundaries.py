"""Where a relation ends: a plane between the pairs that examples mark and the pairs that stand beside them.

A prototype says what a relation's pairs are like, and nothing of what else is like them. Where examples are
many, their sentences have other pairs in them, which tell: logistic regression on the frozen relation vectors
(as a linear probe, Alain & Bengio, arXiv 1610.01644), with what the prototype and the relation's own name say of
each pair beside the vector. No weight of the model changes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, normalize

from kg.extraction.stopping import UNMARKED, best_stop

ENOUGH = 10
"""Marked pairs of a relation from which on it gets a boundary: with fewer, where to stop is a guess."""

BESIDE = 100
"""Other pairs that have to stand beside them: sentences made to show one relation have hardly any."""

MOST_PAIRS = 20_000
_LONG = 4.0
"""Length of the relation vectors: what a weight of 1 can say."""
_STIFF = 0.3
_START = 0.7
_ROUNDS = 60


@dataclass(frozen=True, slots=True)
class Observed:
    """Pairs of entities of the examples' sentences.

    Attributes:
        vectors: Relation vectors, float (pairs, width).
        plain: Margins by prototypes that the pair's own sentence had no part in, float (pairs, properties).
        beside: Share of each property's name that stands beside the pair, float (pairs, properties).
        allowed: Whether domain and range allow it, bool (pairs, properties).
        marked: Whether an example says so, bool (pairs, properties).
        side: Which half of the sentences the pair is from, 0 or 1, long (pairs,).
    """

    vectors: Tensor
    plain: Tensor
    beside: Tensor
    allowed: Tensor
    marked: Tensor
    side: Tensor

    def part(self, rows: Tensor) -> "Observed":
        """Return some of the pairs."""
        return Observed(*(getattr(self, name)[rows] for name in self.__slots__))

    def others(self, column: int) -> Tensor:
        """Return which pairs a property may hold between that no example says so of, bool (pairs,)."""
        return self.allowed[:, column] & ~self.marked[:, column]


@dataclass(frozen=True, slots=True)
class Boundaries:
    """A plane for each property that has one.

    Attributes:
        has: Which properties have one, bool (properties,).
        weights: Float (width, properties).
        offset: Float (properties,).
        plain, beside: What the prototype's margin and the name count for.
        shift: Below which value nothing is told, float (properties,).
    """

    has: Tensor
    weights: Tensor
    offset: Tensor
    plain: Tensor
    beside: Tensor
    shift: Tensor

    def margins(self, vectors: Tensor, plain: Tensor, beside: Tensor) -> Tensor:
        """Return margins over the boundary in the unit of the prototypes' margins, float (pairs, properties).

        What they are of properties without a boundary means nothing.
        """
        return (self._values(vectors, plain, beside) - self.shift) / self.plain.clamp(min=_START)

    def _values(self, vectors: Tensor, plain: Tensor, beside: Tensor) -> Tensor:
        points = _LONG * normalize(vectors.float(), dim=-1)
        return points @ self.weights + self.offset + self.plain * plain + self.beside * beside


def gathered(parts: Iterable[Observed]) -> Observed | None:
    """Put pairs together as they come, with no more than some tens of thousands held; None for none."""
    held: list[Observed] = []
    new = 0
    for part in parts:
        held.append(part)
        new += len(part.marked)
        if new > 2 * MOST_PAIRS:
            held, new = [joined(held)], 0
    return joined(held) if held else None


def joined(parts: Sequence[Observed]) -> Observed:
    """Put pairs together; of very many, those are left out evenly that nothing marks."""
    every = Observed(*(torch.cat([getattr(p, n) for p in parts]) for n in Observed.__slots__))
    told = every.marked.any(1)
    others = (~told).nonzero().flatten()
    step = max(1, -(-len(others) // MOST_PAIRS))
    kept = torch.cat([told.nonzero().flatten(), others[::step]]).sort().values
    return every.part(kept) if step > 1 else every


def fitted(observed: Observed, new: Tensor) -> Boundaries | None:
    """Fit boundaries, and where to stop by what each half of the sentences says of the other.

    Args:
        new: Properties that may have one, bool (properties,). Training has drawn those of others.

    Returns:
        None where none has enough pairs, marked and others.
    """
    others = (observed.allowed & ~observed.marked).sum(0)
    has = ((observed.marked & observed.allowed).sum(0) >= ENOUGH) & (others >= BESIDE) & new
    if not bool(has.any()):
        return None
    whole = _fit(observed, has)
    # where all pairs are of one text there is no other half to be judged by
    values = whole._values(observed.vectors, observed.plain, observed.beside)
    for side in (0, 1):
        here = (observed.side == side).nonzero().flatten()
        there = (observed.side != side).nonzero().flatten()
        if len(here) and len(there):
            half, read = _fit(observed.part(there), has), observed.part(here)
            values[here] = half._values(read.vectors, read.plain, read.beside)
    shift = torch.tensor(
        [_stop(values[:, i], observed, i) if bool(known) else 0.0 for i, known in enumerate(has)]
    )
    return Boundaries(has, whole.weights, whole.offset, whole.plain, whole.beside, shift)


def _fit(observed: Observed, has: Tensor) -> Boundaries:
    with torch.inference_mode(False), torch.enable_grad():
        return _fit_outside(observed, has)


def _fit_outside(observed: Observed, has: Tensor) -> Boundaries:
    """Fit where gradients are kept: clones of what was worked out elsewhere may take part."""
    points = _LONG * normalize(observed.vectors.float().clone(), dim=-1)
    plain, beside = observed.plain[:, has].clone(), observed.beside[:, has].clone()
    right = observed.marked[:, has].float()
    weight = torch.where(right > 0, 1.0, UNMARKED) * observed.allowed[:, has]
    count = right.shape[1]
    weights = torch.zeros(points.shape[1], count, requires_grad=True)
    offset = torch.full((count,), -2.0, requires_grad=True)
    others = torch.full((2,), _START, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights, offset, others], max_iter=_ROUNDS)

    def loss() -> Tensor:
        optimizer.zero_grad()
        values = points @ weights + offset + others[0] * plain + others[1] * beside
        wrong = binary_cross_entropy_with_logits(values, right, reduction="none")
        total = (weight * wrong).sum() + _STIFF * (weights**2).sum()
        total = total + 0.01 * _STIFF * (offset**2).sum()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    all_weights = torch.zeros(points.shape[1], len(has))
    all_weights[:, has] = weights.detach()
    all_offsets = torch.zeros(len(has))
    all_offsets[has] = offset.detach()
    plain_counts, beside_counts = others.detach()
    return Boundaries(
        has, all_weights, all_offsets, plain_counts, beside_counts, torch.zeros(len(has))
    )


def _stop(values: Tensor, observed: Observed, column: int) -> float:
    marked = observed.marked[:, column] & observed.allowed[:, column]
    return best_stop(values[marked].tolist(), values[observed.others(column)].tolist())
