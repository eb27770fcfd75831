"""Labelled texts as tensors: what the network sees, and what it should have said."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from kg.model.config import ModelConfig
from kg.model.heads import Mentions
from kg.model.network import all_pairs
from kg.model.tokens import Tokens, tokenize
from kg.training.corpora import LabelledText

IGNORED = -100


@dataclass(frozen=True, slots=True)
class Example:
    """One text for training.

    Attributes:
        tags: Target of each token, `IGNORED` where the corpus does not say, long (tokens,).
        mentions: Marked mentions, token indexes shifted by one for the start token; None without any.
        pairs: Pairs to score, long (pairs, 2).
        gold: Whether each relation holds, bool (pairs, relations).
        judged: Whether the corpus says so of each relation, bool (relations,).
    """

    source: LabelledText
    tokens: Tokens
    tags: Tensor
    mentions: Mentions | None
    pairs: Tensor
    gold: Tensor
    judged: Tensor


def build_examples(
    texts: Sequence[LabelledText], tokenizer: Any, config: ModelConfig
) -> list[Example]:
    """Turn texts into examples; what lies past the longest window is cut off."""
    tokenized = tokenize(tokenizer, [text.text for text in texts])
    room = config.max_tokens - 2
    return [
        _example(text, tokens.part(0, room), config)
        for text, tokens in zip(texts, tokenized, strict=True)
    ]


def _example(text: LabelledText, tokens: Tokens, config: ModelConfig) -> Example:
    starts = {start: index for index, (start, _) in enumerate(tokens.offsets)}
    ends = {end: index for index, (_, end) in enumerate(tokens.offsets)}
    unknown = len(config.labels)
    rows = [
        (
            starts[mention.span.start],
            ends[mention.span.end],
            config.labels.index(mention.label) if mention.label else unknown,
            mention.entity,
        )
        for mention in text.mentions
        if mention.span.start in starts and mention.span.end in ends
    ]
    dense = {entity: index for index, entity in enumerate(dict.fromkeys(row[3] for row in rows))}
    mentions = _mentions(rows, dense) if rows else None
    pairs = _pairs(text, dense)
    gold, judged = _relations(text, dense, pairs, config)
    return Example(text, tokens, _tags(text, tokens, rows), mentions, pairs, gold, judged)


def _mentions(rows: Sequence[tuple[int, int, int, int]], dense: dict[int, int]) -> Mentions:
    first, last, label, entity = zip(*rows, strict=True)
    return Mentions(
        torch.tensor(first) + 1,
        torch.tensor(last) + 1,
        torch.tensor(label),
        torch.tensor([dense[index] for index in entity]),
    )


def _pairs(text: LabelledText, dense: dict[int, int]) -> Tensor:
    if text.judged is None:
        return torch.zeros(0, 2, dtype=torch.long)
    if text.pairs is None:
        return all_pairs(len(dense))
    kept = [(dense[s], dense[o]) for s, o in text.pairs if s in dense and o in dense]
    return torch.tensor(kept, dtype=torch.long).view(-1, 2)


def _relations(
    text: LabelledText, dense: dict[int, int], pairs: Tensor, config: ModelConfig
) -> tuple[Tensor, Tensor]:
    column = {relation: index for index, relation in enumerate(config.relations)}
    row = {tuple(pair): index for index, pair in enumerate(pairs.tolist())}
    gold = torch.zeros(len(pairs), len(column), dtype=torch.bool)
    for subject, relation, object_ in text.relations:
        place = row.get((dense.get(subject, -1), dense.get(object_, -1)))
        if place is not None and relation in column:
            gold[place, column[relation]] = True
    judged = torch.tensor([relation in (text.judged or ()) for relation in config.relations])
    return gold, judged


def _tags(text: LabelledText, tokens: Tokens, rows: Sequence[tuple[int, int, int, int]]) -> Tensor:
    if not text.all_mentions:
        return torch.full((len(tokens),), IGNORED)
    tags = torch.zeros(len(tokens), dtype=torch.long)
    # longer mentions last, so that they win where two overlap
    for first, last, label, _ in sorted(rows, key=lambda row: row[1] - row[0]):
        tags[first : last + 1] = 2 + 2 * label
        tags[first] = 1 + 2 * label
    return tags


def batches(
    examples: Sequence[Example], tokens: int, shuffle: random.Random | None = None
) -> Iterator[list[Example]]:
    """Group examples of like length so that each batch, padded, stays within a number of tokens."""
    order = sorted(examples, key=lambda example: len(example.tokens))
    groups: list[list[Example]] = []
    for example in order:
        if groups and (len(groups[-1]) + 1) * len(example.tokens) <= tokens:
            groups[-1].append(example)
        else:
            groups.append([example])
    if shuffle is not None:
        shuffle.shuffle(groups)
    yield from groups
