"""Examples in batches: packed by length, and laid out for one pass of the network."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from kg.model.layout import Mentions, lay_out
from kg.model.tokens import TokenBatch, pad
from kg.training.examples import Example

TOGETHER = 4
"""Sentences of one relation that stay in one batch, so that each finds its like there."""

PAD_TO = 8
"""Widths are multiples of this: where a sentence need not read the same in every batch, padding is waste."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples as the network takes them.

    Attributes:
        tags: As in `Example`, ones where there is no token, float (batch, tokens, tags).
        pairs: Pairs of the batch, entities counted through it, long (pairs, 2).
        gold, judged: Of each pair and relation, bool (pairs, relations).
        weights: How much each pair counts, float (pairs,).
    """

    examples: tuple[Example, ...]
    padded: TokenBatch
    mentions: Mentions
    tags: Tensor
    pairs: Tensor
    gold: Tensor
    judged: Tensor
    weights: Tensor

    def to(self, device: torch.device) -> "Batch":
        """Return the batch on a device; copies to a GPU run beside its work, from pinned memory."""
        if device.type != "cuda":
            return self

        def moved(tensor: Tensor) -> Tensor:
            return tensor.pin_memory().to(device, non_blocking=True)

        padded, mentions = self.padded, self.mentions
        return Batch(
            self.examples,
            TokenBatch(moved(padded.tokens), moved(padded.shapes), moved(padded.mask)),
            Mentions(*(moved(getattr(mentions, name)) for name in mentions.__slots__)),
            *map(moved, (self.tags, self.pairs, self.gold, self.judged, self.weights)),
        )


def collate(examples: Sequence[Example], tokenizer: Any) -> Batch:
    """Lay examples out."""
    padded = pad([example.tokens for example in examples], tokenizer, PAD_TO)
    mentions = lay_out([example.mentions for example in examples])
    tags = torch.ones(*padded.tokens.shape, examples[0].tags.shape[1])
    base = torch.searchsorted(mentions.home, torch.arange(len(examples)))
    for row, example in enumerate(examples):
        tags[row, 1 : 1 + len(example.tags)] = example.tags
    return Batch(
        tuple(examples),
        padded,
        mentions,
        tags,
        torch.cat([e.pairs + b for e, b in zip(examples, base.tolist(), strict=True)]),
        torch.cat([example.gold for example in examples]),
        torch.cat([example.judged.expand_as(example.gold) for example in examples]),
        torch.cat([example.weights for example in examples]),
    )


def batches(
    examples: Sequence[Example], tokens: int, shuffle: random.Random | None = None
) -> Iterator[list[Example]]:
    """Group examples of like length so that each batch, padded, stays within a number of tokens.

    With `shuffle`, groups come in random order, and sentences with one relation stay with others of it.
    """
    chunks = [[example] for example in examples] if shuffle is None else _chunks(examples, shuffle)
    groups: list[list[Example]] = []
    for chunk in sorted(chunks, key=_length):
        if groups and (len(groups[-1]) + len(chunk)) * _length(chunk) <= tokens:
            groups[-1].extend(chunk)
        else:
            groups.append(list(chunk))
    if shuffle is not None:
        shuffle.shuffle(groups)
    yield from groups


def _chunks(examples: Sequence[Example], shuffle: random.Random) -> list[list[Example]]:
    by_relation: dict[int, list[Example]] = defaultdict(list)
    for example in examples:
        by_relation[example.relation].append(example)
    chunks = [[example] for example in by_relation.pop(-1, [])]
    for group in by_relation.values():
        # like lengths meet, but not the same ones in every epoch
        group.sort(key=lambda example: len(example.tokens) * shuffle.uniform(0.8, 1.25))
        chunks.extend(group[i : i + TOGETHER] for i in range(0, len(group), TOGETHER))
    return sorted(chunks, key=lambda chunk: _length(chunk) * shuffle.uniform(0.9, 1.1))


def _length(chunk: Sequence[Example]) -> int:
    return max(len(example.tokens) for example in chunk) + 2
