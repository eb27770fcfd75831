"""Which mentions, entities and pairs stand in which window of a batch, as tensors."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True, slots=True)
class Mentions:
    """The mentions of a batch of windows; entities are numbered through the batch.

    Attributes:
        window: Row of the batch that each mention stands in, long (mentions,), ascending.
        first, last: Token index of each mention's ends, long (mentions,), both inclusive.
        label: Index of each mention's type, or the number of types where it is not known, long (mentions,).
        entity: Index of each mention's entity, long (mentions,).
        home: Window of each entity, long (entities,), ascending.
    """

    window: Tensor
    first: Tensor
    last: Tensor
    label: Tensor
    entity: Tensor
    home: Tensor

    def to(self, device: torch.device) -> "Mentions":
        """Return the same on another device."""
        return Mentions(*(getattr(self, name).to(device) for name in self.__slots__))

    def labels(self) -> Tensor:
        """Return the type of each entity, unknown only where all its mentions' are, long (entities,)."""
        labels = torch.full_like(self.home, torch.iinfo(torch.long).max)
        return labels.scatter_reduce(0, self.entity, self.label, "amin")


MentionRow = tuple[int, int, int, int]
"""First token, last token, type and entity of one mention, the entity counted within its window."""


def lay_out(windows: Sequence[Sequence[MentionRow]]) -> Mentions:
    """Number the mentions and entities of several windows through."""
    columns: list[list[int]] = [[], [], [], [], []]
    home: list[int] = []
    for window, rows in enumerate(windows):
        base = len(home)
        for first, last, label, entity in rows:
            for column, value in zip(
                columns, (window, first, last, label, base + entity), strict=True
            ):
                column.append(value)
        home.extend([window] * (1 + max((row[3] for row in rows), default=-1)))
    return Mentions(*(torch.tensor(column, dtype=torch.long) for column in [*columns, home]))


def places(group: Tensor) -> Tensor:
    """Return each element's place within its group, given ascending group numbers: 0, 0, 2 → 0, 1, 0."""
    index = torch.arange(len(group), device=group.device)
    begins = torch.searchsorted(group, group)
    return index - begins


def padded(values: Tensor, group: Tensor, place: Tensor, groups: int) -> Tensor:
    """Spread rows over (groups, most members, …), zeros where a group has fewer."""
    most = int(place.max()) + 1 if len(place) else 0
    out = values.new_zeros(groups, most, *values.shape[1:])
    out[group, place] = values
    return out


def all_pairs(home: Tensor) -> Tensor:
    """Return every ordered pair of different entities of one window, long (pairs, 2), by window."""
    same = home.unsqueeze(0) == home.unsqueeze(1)
    same.fill_diagonal_(False)
    return same.nonzero()
