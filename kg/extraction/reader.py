"""One batch of windows through the network: mentions, local entities, and the margins of their relations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from kg.extraction.decode import FoundMention, decode
from kg.extraction.fragments import put_together
from kg.extraction.given_names import GivenNames
from kg.extraction.pairs import PairFilter
from kg.extraction.plausible import can_name, is_cased
from kg.extraction.schema import Schema
from kg.extraction.whole_names import made_whole
from kg.extraction.windows import Window
from kg.model.coreference import antecedents, clusters
from kg.model.layout import MentionRow, lay_out, places
from kg.model.likeness import likeness
from kg.model.network import Encoded, ExtractionNetwork
from kg.model.pronouns import PRONOUN, pronoun_kind
from kg.model.tokens import pad
from kg.records import Document, Span

PAIRS_AT_ONCE = 4096
"""Pairs that are scored together: bounds memory where a window names very many things."""


@dataclass(frozen=True, slots=True)
class FoundRelation:
    """A relation between two of a window's entities; `margin` is its logit less the threshold's."""

    subject: int
    relation: str
    object: int
    margin: float


@dataclass(frozen=True, slots=True)
class WindowFindings:
    """What one window holds; `entity` gives each mention's entity within the window."""

    window: Window
    mentions: tuple[FoundMention, ...] = ()
    entity: tuple[int, ...] = ()
    relations: tuple[FoundRelation, ...] = ()


class WindowReader:
    """Runs the network over batches of windows."""

    def __init__(
        self,
        network: ExtractionNetwork,
        tokenizer: Any,
        schema: Schema,
        least_margin: float,
        given: Mapping[str, str] | None = None,
    ) -> None:
        """Leave out relations whose margin is below `least_margin`: most of them.

        Args:
            given: Names that need no tagger, each with its type.
        """
        self._least_margin = least_margin
        self._network = network
        self._tokenizer = tokenizer
        self._labels = network.config.labels
        self._device = next(network.parameters()).device
        self._relations = tuple(property.iri for property in schema.properties)
        self._prototypes = schema.prototypes.to(self._device)
        self._shift = schema.shift
        self._filter = PairFilter(self._labels, schema.properties)
        self._given = GivenNames(given or {}, self._labels)

    def read(self, batch: Sequence[Window], documents: Sequence[Document]) -> list[WindowFindings]:
        """Read windows of the documents that they index; one result a window, in order."""
        with torch.inference_mode():
            encoded = self._encode(batch)
            tags = self._network.tags(encoded).float().softmax(-1).cpu()
            mentions: list[list[FoundMention]] = []
            entity: list[list[int]] = []
            for row, window in enumerate(batch):
                text = documents[window.document].text
                likely = tags[row, 1 : 1 + len(window.tokens)]
                tagged = decode(likely, window, self._labels)
                cased = is_cased(text)
                if cased and window.tokens.offsets:
                    typed = likely[:, 1::2] + likely[:, 2::2]
                    tagged = made_whole(tagged, typed, window, text, self._labels)
                    tagged = put_together(tagged, typed, window, text, self._labels)
                found = [m for m in tagged if can_name(m.span.of(text), m.label, cased)]
                found = self._given.added(found, window, text)
                mentions.append(with_pronouns(found, window, text))
                entity.append(self._cluster(encoded, row, mentions[-1], text))
            relations = self._relate(encoded, mentions, entity)
        return [
            WindowFindings(window, tuple(m), tuple(e), tuple(r))
            for window, m, e, r in zip(batch, mentions, entity, relations, strict=True)
        ]

    def _encode(self, batch: Sequence[Window]) -> Encoded:
        padded = pad([window.tokens for window in batch], self._tokenizer)
        return self._network.encode(
            padded.tokens.to(self._device),
            padded.shapes.to(self._device),
            padded.mask.to(self._device),
        )

    def _cluster(
        self, encoded: Encoded, row: int, mentions: Sequence[FoundMention], text: str
    ) -> list[int]:
        if not mentions:
            return []
        wordings = [mention.span.of(text) for mention in mentions]
        rows = [[m.first + 1, m.last + 1, self._type(m)] for m in mentions]
        logits = self._network.coreference(
            encoded,
            row,
            torch.tensor(rows, device=self._device),
            likeness(wordings).to(self._device),
        )
        return clusters(antecedents(_without_nested(logits.float().cpu(), mentions)))

    def _type(self, mention: FoundMention) -> int:
        return self._labels.index(mention.label) if mention.label else len(self._labels)

    def _relate(
        self,
        encoded: Encoded,
        mentions: Sequence[Sequence[FoundMention]],
        entity: Sequence[Sequence[int]],
    ) -> list[list[FoundRelation]]:
        layout = lay_out([self._rows(m, e) for m, e in zip(mentions, entity, strict=True)])
        types = layout.labels()
        pairs = self._filter.pairs(types, layout.home)
        place = places(layout.home)
        found: list[list[FoundRelation]] = [[] for _ in mentions]
        on_device = layout.to(self._device)
        for some in torch.split(pairs, PAIRS_AT_ONCE):
            if not len(some):
                continue
            vectors = self._network.vectors(encoded, on_device, some.to(self._device))
            logits = self._network.prototypes.score(vectors, self._prototypes)
            margins = (logits[:, 1:] - logits[:, :1]).float().cpu() - self._shift
            allowed = self._filter.relations[types[some[:, 0]], types[some[:, 1]]]
            kept = (allowed & (margins >= self._least_margin)).nonzero()
            chosen = some[kept[:, 0]]
            for window, subject, object_, relation, margin in zip(
                layout.home[chosen[:, 0]].tolist(),
                place[chosen[:, 0]].tolist(),
                place[chosen[:, 1]].tolist(),
                kept[:, 1].tolist(),
                margins[kept[:, 0], kept[:, 1]].tolist(),
                strict=True,
            ):
                found[window].append(
                    FoundRelation(subject, self._relations[relation], object_, margin)
                )
        return found

    def _rows(self, mentions: Sequence[FoundMention], entity: Sequence[int]) -> list[MentionRow]:
        return [
            (mention.first + 1, mention.last + 1, self._type(mention), index)
            for mention, index in zip(mentions, entity, strict=True)
        ]


def _without_nested(logits: Tensor, mentions: Sequence[FoundMention]) -> Tensor:
    """Leave a mention inside another no antecedent: what a part of a name names is something else."""
    inner = [
        index
        for index, mention in enumerate(mentions)
        if any(mention.first <= before.last for before in mentions[max(0, index - 2) : index])
    ]
    logits[inner] = float("-inf")
    return logits


def with_pronouns(
    mentions: Sequence[FoundMention], window: Window, text: str
) -> list[FoundMention]:
    """Add the pronouns, which the tagger does not mark and which have no type, in the order of the text."""
    tokens = window.tokens
    if not tokens.offsets:
        return list(mentions)
    taken = {index for mention in mentions for index in range(mention.first, mention.last + 1)}
    starts = {start: index for index, (start, _) in enumerate(tokens.offsets)}
    added = [
        FoundMention(index, index, Span(*match.span()), "", 1.0)
        for match in PRONOUN.finditer(text, tokens.offsets[0][0], tokens.offsets[-1][1])
        if (index := starts.get(match.start(), -1)) >= 0
        and index not in taken
        and tokens.offsets[index][1] == match.end()
        and pronoun_kind(match.group())
    ]
    return sorted([*mentions, *added], key=lambda mention: mention.first)
