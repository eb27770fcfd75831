"""Margins of relations between the entities of a batch of windows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from kg.extraction.decode import FoundMention
from kg.extraction.pairs import PairFilter
from kg.extraction.schema import Schema
from kg.extraction.windows import Window
from kg.extraction.wording import EXPECTED, Wording
from kg.model.layout import MentionRow, lay_out, places
from kg.model.network import Encoded, ExtractionNetwork
from kg.records import Document

PAIRS_AT_ONCE = 4096
"""Pairs that are scored together: bounds memory where a window names very many things."""

NAMED = 4.0
"""What it counts for a relation that training never saw that a pair has all of its name beside it."""


@dataclass(frozen=True, slots=True)
class ScoredPairs:
    """Ordered pairs of entities.

    Attributes:
        window: Row of the batch, long (pairs,).
        ends: Subject and object, counted within the window, long (pairs, 2).
        vectors: Relation vectors, float (pairs, width).
        plain: Margins by prototypes alone, float (pairs, properties).
        beside: Share of each property's name that stands beside the pair, float (pairs, properties).
        allowed: Whether domain and range allow it, bool (pairs, properties).
        margins: Margins by all of it, from which on something is told, float (pairs, properties).
    """

    window: Tensor
    ends: Tensor
    vectors: Tensor
    plain: Tensor
    beside: Tensor
    allowed: Tensor
    margins: Tensor


def name_counts(schema: Schema, wording: Wording) -> Tensor:
    """Return what it counts for each property that all of its name stands beside a pair, float (properties,)."""
    return NAMED * (schema.new & wording.named).float()


class PairScorer:
    """Scores pairs against the properties of a schema."""

    def __init__(self, network: ExtractionNetwork, schema: Schema) -> None:
        self._network, self._schema = network, schema
        self._labels = network.config.labels
        self._device = next(network.parameters()).device
        self._prototypes = schema.prototypes.to(self._device)
        self._filter = PairFilter(self._labels, schema.properties)
        wording = Wording(schema.properties)
        self._named = name_counts(schema, wording)
        asks = schema.boundaries is not None or bool(self._named.any())
        self._wording = wording if asks else None

    def type_of(self, mention: FoundMention) -> int:
        """Return the number of a mention's type."""
        return self._labels.index(mention.label) if mention.label else len(self._labels)

    def scored(
        self,
        encoded: Encoded,
        batch: Sequence[Window],
        documents: Sequence[Document],
        mentions: Sequence[Sequence[FoundMention]],
        entity: Sequence[Sequence[int]],
    ) -> Iterator[ScoredPairs]:
        """Yield the pairs that some property may hold between, some thousands at once."""
        layout = lay_out([self._rows(m, e) for m, e in zip(mentions, entity, strict=True)])
        types, place = layout.labels(), places(layout.home)
        pairs = self._filter.pairs(types, layout.home)
        beside = self._beside(batch, documents, mentions, entity) if len(pairs) else None
        on_device = layout.to(self._device)
        for some in torch.split(pairs, PAIRS_AT_ONCE):
            if not len(some):
                continue
            vectors = self._network.vectors(encoded, on_device, some.to(self._device))
            logits = self._network.prototypes.score(vectors, self._prototypes)
            plain = (logits[:, 1:] - logits[:, :1]).float().cpu()
            allowed = self._filter.relations[types[some[:, 0]], types[some[:, 1]]]
            vectors = vectors.float().cpu()
            name = torch.zeros_like(plain)
            if beside is not None:
                name = torch.maximum(beside[some[:, 0]], beside[some[:, 1]])
            margins = self._margins(vectors, plain, name)
            yield ScoredPairs(
                layout.home[some[:, 0]], place[some], vectors, plain, name, allowed, margins
            )

    def _margins(self, vectors: Tensor, plain: Tensor, beside: Tensor) -> Tensor:
        margins = plain - self._schema.shift + self._named * (beside - EXPECTED)
        boundaries = self._schema.boundaries
        if boundaries is None:
            return margins
        return torch.where(boundaries.has, boundaries.margins(vectors, plain, beside), margins)

    def _beside(
        self,
        batch: Sequence[Window],
        documents: Sequence[Document],
        mentions: Sequence[Sequence[FoundMention]],
        entity: Sequence[Sequence[int]],
    ) -> Tensor | None:
        if self._wording is None:
            return None
        return torch.cat(
            [
                self._wording.beside(m, e, window, documents[window.document].text)
                for window, m, e in zip(batch, mentions, entity, strict=True)
            ]
        )

    def _rows(self, mentions: Sequence[FoundMention], entity: Sequence[int]) -> list[MentionRow]:
        return [
            (mention.first + 1, mention.last + 1, self.type_of(mention), index)
            for mention, index in zip(mentions, entity, strict=True)
        ]
