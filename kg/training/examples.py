"""Labelled texts as tensors: what the network sees, and what it should have said."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from kg.extraction.plausible import is_cased
from kg.model.config import ModelConfig
from kg.model.layout import MentionRow
from kg.model.likeness import likeness
from kg.model.network import ExtractionNetwork
from kg.model.pronouns import pronoun_kind
from kg.model.tokens import Tokens, tokenize
from kg.ontology.records import VALUES, Property
from kg.records import Mention
from kg.training.bystanders import (
    PRESUMED,
    presumed_unrelated,
    seen_in,
    surely_unrelated,
)
from kg.training.corpora import LabelledText
from kg.training.presumed import presume, spans_of
from kg.training.taken_for import types_seen, with_types

UNSEEN = 0.3
"""Share of its probability that a tag of a type nobody looked for may keep outside of mentions."""


@dataclass(frozen=True, slots=True)
class Example:
    """One text for training.

    Attributes:
        tags: How far each tag would be right of each token, 0 to 1, float (tokens, tags).
        mentions: Marked mentions in the order of the text; token indexes shifted by one for the start token.
        likeness: How those compare, see `kg.model.likeness`, long (mentions, mentions).
        pairs: Pairs to score, entities counted within the text, long (pairs, 2).
        gold: Whether each relation holds, bool (pairs, relations).
        judged: Whether the corpus says so of each relation, bool (relations,), or of each pair and relation.
        weights: How much each pair counts, float (pairs,).
    """

    source: LabelledText
    tokens: Tokens
    tags: Tensor
    mentions: tuple[MentionRow, ...]
    likeness: Tensor
    pairs: Tensor
    gold: Tensor
    judged: Tensor
    weights: Tensor

    @property
    def relation(self) -> int:
        """Return the only relation of the text, -1 where it has none or several."""
        found = self.gold.nonzero()
        return int(found[0, 1]) if len(found) == 1 else -1


def build_examples(
    texts: Sequence[LabelledText],
    tokenizer: Any,
    config: ModelConfig,
    *,
    presuming: bool = False,
    before: ExtractionNetwork | None = None,
    properties: Sequence[Property] = (),
) -> list[Example]:
    """Turn texts into examples; what lies past the longest window is cut off.

    With `presuming`, a text of which a corpus marks a part only is filled up with what the rest probably is,
    if it writes names with capitals. With `before`, the network as it is before training, names without a type
    have the one that it takes them for, as far as `properties` allow it; else any type is right.
    """
    room = config.max_tokens - 2
    tokenized = [t.part(0, room) for t in tokenize(tokenizer, [text.text for text in texts])]
    seen: Sequence[Tensor | None] = [None] * len(texts)
    if before is not None and any(_has_untyped(text) for text in texts):
        types = types_seen(before, tokenizer, tokenized)
        texts = with_types(texts, tokenized, types, before.config.labels, properties)
        seen = types
    others = _others(texts, before, properties) if presuming else {}
    return [
        _example(text, tokens, config, presuming, types, others.get(number))
        for number, (text, tokens, types) in enumerate(zip(texts, tokenized, seen, strict=True))
    ]


def _others(
    texts: Sequence[LabelledText],
    before: ExtractionNetwork | None,
    properties: Sequence[Property],
) -> dict[int, tuple[Mention, ...]]:
    """Return what the network as it is before training finds in texts whose facts are all told, by their place."""
    told = [number for number, text in enumerate(texts) if text.exhaustive and not text.complete]
    if before is None or not told:
        return {}
    found = seen_in(before, [texts[number] for number in told], properties)
    return dict(zip(told, found, strict=True))


def _has_untyped(text: LabelledText) -> bool:
    return any(mention.label is None for mention in text.mentions)


def _example(
    text: LabelledText,
    tokens: Tokens,
    config: ModelConfig,
    presuming: bool,
    types: Tensor | None,
    seen: Sequence[Mention] | None,
) -> Example:
    starts = {start: index for index, (start, _) in enumerate(tokens.offsets)}
    ends = {end: index for index, (_, end) in enumerate(tokens.offsets)}
    marked = sorted(
        (
            mention
            for mention in text.mentions
            if mention.span.start in starts and mention.span.end in ends
        ),
        key=lambda mention: mention.span,
    )
    dense = {entity: index for index, entity in enumerate(dict.fromkeys(m.entity for m in marked))}
    wordings = [mention.span.of(text.text) for mention in marked]
    rows = tuple(
        (
            starts[mention.span.start] + 1,
            ends[mention.span.end] + 1,
            _label(mention.label, wording, config.labels),
            dense[mention.entity],
        )
        for mention, wording in zip(marked, wordings, strict=True)
    )
    named = [row for row, wording in zip(rows, wordings, strict=True) if not pronoun_kind(wording)]
    pairs = _pairs(text, dense, rows, config)
    tags = _tags(text, len(tokens), named, config)
    weights = torch.ones(len(pairs))
    presuming = presuming and not text.complete and is_cased(text.text)
    if presuming:
        presume(tags, tokens, text.text, rows, config, types)
    if presuming and (text.pairs is not None or text.exhaustive):
        weight = 1.0 if text.exhaustive else PRESUMED
        added, more = (
            surely_unrelated(text, tokens, rows, config, seen)
            if text.exhaustive
            else presumed_unrelated(text, tokens, rows, config, types)
        )
        rows = tuple(sorted((*rows, *added)))
        pairs = torch.cat([pairs, more])
        weights = torch.cat([weights, torch.full((len(more),), weight)])
        wordings = [span.of(text.text) for span in spans_of(tokens, rows)]
    gold, judged = _relations(text, dense, pairs, config)
    return Example(text, tokens, tags, rows, likeness(wordings), pairs, gold, judged, weights)


def _label(label: str | None, wording: str, labels: Sequence[str]) -> int:
    return labels.index(label) if label in labels and not pronoun_kind(wording) else len(labels)


def _pairs(
    text: LabelledText, dense: dict[int, int], rows: Sequence[MentionRow], config: ModelConfig
) -> Tensor:
    if text.judged is None:
        return torch.zeros(0, 2, dtype=torch.long)
    if text.pairs is None:
        values = {config.labels.index(label) for label in VALUES if label in config.labels}
        types = {entity: label for _, _, label, entity in reversed(rows)}
        kept = [
            (s, o)
            for s in range(len(dense))
            for o in range(len(dense))
            if s != o and types[s] not in values  # a date or number has no relations of its own
        ]
    else:
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
    judged = torch.tensor(
        [relation in (text.judged or ()) for relation in config.relations], dtype=torch.bool
    )
    return gold, judged


def _tags(
    text: LabelledText, length: int, named: Sequence[MentionRow], config: ModelConfig
) -> Tensor:
    """Say of each token which tags would be right.

    Outside of marked mentions, a text that marks all of some types denies those and leaves the others
    half open; a text that marks only some mentions says nothing here, but that a mention ends where it ends.
    """
    labels = len(config.labels)
    tags = torch.ones(length, 1 + 2 * labels)
    if text.complete:
        for index, name in enumerate(config.labels):
            tags[:, 1 + 2 * index : 3 + 2 * index] = 0.0 if name in text.complete else UNSEEN
    for _, last, _, _ in named:
        tags[last : last + 1, 2::2] = 0.0  # `last` counts the start token, so this is the one after
    # longer mentions last, so that they win where two overlap
    for first, last, label, _ in sorted(named, key=lambda row: row[1] - row[0]):
        first, last = first - 1, last - 1
        tags[first : last + 1] = 0.0
        known = slice(None) if label == labels else slice(label, label + 1)
        tags[first, 1::2][known] = 1.0
        tags[first + 1 : last + 1, 2::2][:, known] = 1.0
    return tags
