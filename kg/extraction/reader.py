"""One batch of windows through the network: mentions, local entities, and the margins of their relations."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from kg.extraction.clusters import PRONOUN, Named, cluster
from kg.extraction.decode import FoundMention, decode
from kg.extraction.pairs import PairFilter
from kg.extraction.windows import Window
from kg.model.heads import Mentions
from kg.model.network import Encoded, ExtractionNetwork
from kg.model.tokens import pad
from kg.ontology.records import Property
from kg.records import Document, Span

LEAST_MARGIN = -4.0
"""Margins below this are not even candidates."""


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
    mentions: tuple[FoundMention, ...]
    entity: tuple[int, ...]
    relations: tuple[FoundRelation, ...]


class WindowReader:
    """Runs the network over batches of windows."""

    def __init__(
        self, network: ExtractionNetwork, tokenizer: Any, properties: Sequence[Property]
    ) -> None:
        self._network = network
        self._tokenizer = tokenizer
        self._labels = network.config.labels
        self._relations = network.config.relations
        known = {property.iri: property for property in properties}
        self._filter = PairFilter(
            self._labels, [known.get(iri, Property(iri, iri)) for iri in self._relations]
        )
        self._device = next(network.parameters()).device

    def read(
        self, batch: Sequence[Window], documents: Sequence[Document]
    ) -> Iterator[WindowFindings]:
        """Read windows of the documents that they index; one result a window, in order."""
        with torch.inference_mode():
            padded = pad([window.tokens for window in batch], self._tokenizer)
            encoded = self._network.encode(
                padded.tokens.to(self._device),
                padded.shapes.to(self._device),
                padded.mask.to(self._device),
            )
            tags = self._network.tags(encoded).float().cpu()
            for row, window in enumerate(batch):
                text = documents[window.document].text
                logits = tags[row, 1 : 1 + len(window.tokens)]
                yield self._window(encoded, row, window, text, logits)

    def _window(
        self, encoded: Encoded, row: int, window: Window, text: str, tags: Tensor
    ) -> WindowFindings:
        mentions = with_pronouns(decode(tags, window, self._labels), window, text)
        named = [Named(m.span, m.span.of(text), m.label) for m in mentions]
        entity = cluster(named)
        kept = [(m, e) for m, e in zip(mentions, entity, strict=True) if e is not None]
        if not kept:
            return WindowFindings(window, (), (), ())
        tensors = self._tensors(kept)
        relations = self._relate(encoded, row, tensors)
        found, index = zip(*kept, strict=True)
        return WindowFindings(window, found, index, tuple(relations))

    def _tensors(self, kept: Sequence[tuple[FoundMention, int]]) -> Mentions:
        columns = [
            [mention.first + 1 for mention, _ in kept],
            [mention.last + 1 for mention, _ in kept],
            [self._labels.index(mention.label) for mention, _ in kept],
            [entity for _, entity in kept],
        ]
        return Mentions(*(torch.tensor(column, device=self._device) for column in columns))

    def _relate(self, encoded: Encoded, row: int, mentions: Mentions) -> Iterator[FoundRelation]:
        labels = torch.zeros(mentions.entities, dtype=torch.long, device=self._device)
        labels[mentions.entity.flip(0)] = mentions.label.flip(0)  # the first mention's type stays
        pairs = self._filter.pairs(labels.cpu())
        if not len(pairs):
            return
        logits = self._network.relations(encoded, row, mentions, pairs.to(self._device))
        margins = (logits[:, 1:] - logits[:, :1]).float().cpu()
        allowed = self._filter.relations[labels.cpu()[pairs[:, 0]], labels.cpu()[pairs[:, 1]]]
        for pair, relation in (allowed & (margins > LEAST_MARGIN)).nonzero().tolist():
            subject, object_ = pairs[pair].tolist()
            margin = float(margins[pair, relation])
            yield FoundRelation(subject, self._relations[relation], object_, margin)


def with_pronouns(
    mentions: Sequence[FoundMention], window: Window, text: str
) -> list[FoundMention]:
    """Add the personal pronouns, which the tagger does not mark, in the order of the text."""
    tokens = window.tokens
    taken = {index for mention in mentions for index in range(mention.first, mention.last + 1)}
    added = [
        FoundMention(index, index, Span(*tokens.offsets[index]), "person", 1.0)
        for index in range(len(tokens))
        if index not in taken and PRONOUN.fullmatch(text[slice(*tokens.offsets[index])])
    ]
    return sorted([*mentions, *added], key=lambda mention: mention.first)
