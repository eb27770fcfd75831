"""Which mentions name the same thing: each looks for its best antecedent (Lee et al., arXiv 1707.07045)."""

import torch
from torch import Tensor, nn

from kg.model.likeness import LIKENESSES

_WIDTH = 64
_GAPS = 9  # buckets of powers of two, in mentions


class CoreferenceHead(nn.Module):
    """Scores every pair of mentions of one window; a mention with no score above 0 begins an entity."""

    def __init__(self, hidden: int, labels: int) -> None:
        super().__init__()
        self.mention = nn.Linear(hidden, 2 * _WIDTH)
        self.label = nn.Embedding((labels + 1) ** 2, _WIDTH)
        self.likeness = nn.Embedding(LIKENESSES, _WIDTH)
        self.gap = nn.Embedding(_GAPS, _WIDTH)
        self.dropout = nn.Dropout(0.2)
        self.score = nn.Linear(_WIDTH, 1)
        self._labels = labels + 1

    def forward(self, ends: Tensor, label: Tensor, likeness: Tensor) -> Tensor:
        """Return logits, float (mentions, mentions): row i, column j < i says that j is i's antecedent.

        Args:
            ends: State of each mention, in the order of the text, float (mentions, hidden).
            label: Type of each mention, long (mentions,).
            likeness: See `kg.model.likeness`, long (mentions, mentions).
        """
        later, earlier = self.mention(self.dropout(ends)).chunk(2, dim=-1)
        index = torch.arange(len(ends), device=ends.device)
        gap = (index[:, None] - index[None, :]).abs().float()
        near = torch.log2(gap + 1).long().clamp(max=_GAPS - 1)
        types = label[:, None] * self._labels + label[None, :]
        summed = (
            later[:, None]
            + earlier[None, :]
            + later[:, None] * earlier[None, :]
            + self.label(types)
            + self.likeness(likeness)
            + self.gap(near)
        )
        logits: Tensor = self.score(torch.relu(summed)).squeeze(-1)
        return logits


def antecedents(logits: Tensor) -> list[int | None]:
    """Return the best antecedent of each mention, None where none scores above 0."""
    if not len(logits):
        return []
    below = torch.ones_like(logits, dtype=torch.bool).tril(-1)
    best, place = logits.float().masked_fill(~below, float("-inf")).max(1)
    return [int(p) if b > 0 else None for b, p in zip(best.tolist(), place.tolist(), strict=True)]


def clusters(links: list[int | None]) -> list[int]:
    """Return each mention's entity, numbered by first mention, from its antecedent."""
    entity: list[int] = []
    for link in links:
        entity.append(max(entity, default=-1) + 1 if link is None else entity[link])
    return entity
