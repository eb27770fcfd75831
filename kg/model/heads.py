"""What is read off the encoder's states: mention tags, and one vector for each ordered pair of entities."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

_DISTANCES = 10  # buckets of powers of two: 0, 1, 2–3, 4–7 … 256 and more


@dataclass(frozen=True, slots=True)
class Mentions:
    """The mentions of one window as tensors.

    Attributes:
        first, last: Token index of each mention's ends, long (mentions,), both inclusive.
        label: Index of each mention's type, or the number of types where it is not known, long (mentions,).
        entity: Index of each mention's entity, 0 … entities - 1, long (mentions,).
    """

    first: Tensor
    last: Tensor
    label: Tensor
    entity: Tensor

    @property
    def entities(self) -> int:
        """Return how many entities the mentions name."""
        return int(self.entity.max()) + 1 if len(self.entity) else 0


class TagHead(nn.Module):
    """Scores each token as outside (0), or as the first (1 + 2·label) or a later (2 + 2·label) of a mention."""

    def __init__(self, hidden: int, labels: int) -> None:
        super().__init__()
        self.dropout = nn.Dropout(0.1)
        self.score = nn.Linear(hidden, 1 + 2 * labels)

    def forward(self, states: Tensor) -> Tensor:
        """Return logits, float (batch, tokens, 1 + 2·labels), from states (batch, tokens, hidden)."""
        scores: Tensor = self.score(self.dropout(states))
        return scores


class RelationHead(nn.Module):
    """Turns pairs of entities into relation vectors and scores those against relation prototypes.

    Entities pool their mentions by logsumexp; the context of a pair is what both attend to in the
    encoder's last layer; the two meet in a grouped bilinear form (ATLOP, arXiv 2010.11304). Prototype 0
    is the threshold that a relation has to beat.
    """

    def __init__(self, hidden: int, labels: int, relations: int, width: int, block: int) -> None:
        super().__init__()
        self.block = block
        self.label = nn.Embedding(labels + 1, 32)  # the last stands for a type that nobody knows
        self.subject = nn.Linear(2 * hidden + 32, hidden)
        self.object = nn.Linear(2 * hidden + 32, hidden)
        self.pair = nn.Linear(hidden * block, width)
        self.distance = nn.Embedding(_DISTANCES, width)
        # Without it vectors start tiny, and the prototypes crawl: after 12 passes only the easiest
        # relations had been learnt.
        self.norm = nn.LayerNorm(width)
        self.dropout = nn.Dropout(0.2)
        self.prototypes = nn.Parameter(torch.randn(relations + 1, width) * width**-0.5)
        nn.init.zeros_(self.distance.weight)

    def vectors(
        self, states: Tensor, attention: Tensor, mentions: Mentions, pairs: Tensor
    ) -> Tensor:
        """Return the relation vector of each pair, float (pairs, width).

        Args:
            states: One window's encoder states, float (tokens, hidden).
            attention: Its last layer's attention, float (heads, tokens, tokens).
            mentions: Its mentions.
            pairs: Subject and object entity of each pair, long (pairs, 2).
        """
        member = nn.functional.one_hot(mentions.entity, mentions.entities).T.bool()  # (E, M)
        ends = (states[mentions.first] + states[mentions.last]) / 2  # (M, H)
        entities = _logsumexp(ends, member)  # (E, H)
        labels = self.label(mentions.label[member.float().argmax(1)])  # (E, 32)
        context = _context(states, attention, mentions, member)  # (E, E, H)

        subject, object_ = pairs.unbind(-1)
        shared = context[subject, object_]  # (P, H)
        left = self._side(self.subject, entities[subject], shared, labels[subject])
        right = self._side(self.object, entities[object_], shared, labels[object_])
        product = left.unsqueeze(-1) * right.unsqueeze(-2)  # (P, G, b, b)
        near = _distances(mentions, member)[subject, object_]  # (P,)
        vectors: Tensor = self.norm(self.pair(product.flatten(1)) + self.distance(near))
        return vectors

    def forward(self, vectors: Tensor) -> Tensor:
        """Return logits, float (pairs, 1 + relations); column 0 is the threshold."""
        logits: Tensor = self.dropout(vectors) @ self.prototypes.T
        return logits

    def _side(self, linear: nn.Linear, entity: Tensor, context: Tensor, label: Tensor) -> Tensor:
        side = torch.tanh(linear(torch.cat([entity, context, label], dim=-1)))
        blocks: Tensor = self.dropout(side).unflatten(-1, (-1, self.block))  # (P, G, b)
        return blocks


def _logsumexp(ends: Tensor, member: Tensor) -> Tensor:
    # (M, H), (E, M) -> (E, H); finfo.min rather than -inf keeps the gradient free of NaN
    least = torch.finfo(ends.dtype).min
    spread = ends.unsqueeze(0).masked_fill(~member.unsqueeze(-1), least)  # (E, M, H)
    return torch.logsumexp(spread, dim=1)


def _context(states: Tensor, attention: Tensor, mentions: Mentions, member: Tensor) -> Tensor:
    share = member.to(attention.dtype)
    share = share / share.sum(1, keepdim=True)
    looks = (attention[:, mentions.first] + attention[:, mentions.last]) / 2  # (heads, M, T)
    looks = share @ looks  # (heads, E, T)
    both = torch.einsum("hst,hot->sot", looks, looks)  # (E, E, T)
    both = both / (both.sum(-1, keepdim=True) + 1e-8)
    return both @ states


def _distances(mentions: Mentions, member: Tensor) -> Tensor:
    # fewest tokens between any two mentions of each pair of entities, in buckets: long (E, E)
    gap = mentions.first.unsqueeze(1) - mentions.last.unsqueeze(0)  # (M, M)
    gap = torch.maximum(gap, gap.T).clamp(min=0)
    far = torch.full_like(gap, 1 << 20)
    rows = torch.stack([torch.where(m.unsqueeze(1), gap, far).amin(0) for m in member])  # (E, M)
    nearest = torch.stack(
        [torch.where(m.unsqueeze(0), rows, far[: len(rows)]).amin(1) for m in member], 1
    )
    return torch.log2(nearest.float() + 1).long().clamp(max=_DISTANCES - 1)
