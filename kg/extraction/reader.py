"""One batch of windows through the network: mentions, local entities, and the margins of their relations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from kg.extraction.articles import with_articles
from kg.extraction.by_form import apart, part_of, with_forms
from kg.extraction.decode import FoundMention, decode
from kg.extraction.distance import brought_near
from kg.extraction.found import FoundRelation, WindowFindings
from kg.extraction.fragments import put_together
from kg.extraction.given_names import NOTHING, Given, GivenNames
from kg.extraction.likeliest import Judge
from kg.extraction.plausible import can_name, is_cased
from kg.extraction.pronouns import with_pronouns
from kg.extraction.rivals import without_rivals
from kg.extraction.schema import Schema
from kg.extraction.scoring import PairScorer, ScoredPairs
from kg.extraction.short_names import with_short_names
from kg.extraction.whole_names import made_whole
from kg.extraction.windows import Window
from kg.model.coreference import antecedents, clusters
from kg.model.likeness import likeness
from kg.model.network import Encoded, ExtractionNetwork
from kg.model.tokens import pad
from kg.records import Document, Span

_CERTAIN_MARGIN = 8.0
"""Of what form alone says; calibration makes it a confidence near 1."""


@dataclass(frozen=True, slots=True)
class _Named:
    """What each window of a batch names: mentions, the entity of each, and which is part of which by form."""

    mentions: list[list[FoundMention]]
    entity: list[list[int]]
    parts: list[tuple[tuple[Span, Span], ...]]


class WindowReader:
    """Runs the network over batches of windows."""

    def __init__(
        self,
        network: ExtractionNetwork,
        tokenizer: Any,
        schema: Schema,
        least_margin: float,
        given: Given = NOTHING,
        *,
        by_mention: bool = False,
        judge: Judge | None = None,
    ) -> None:
        """Leave out relations whose margin is below `least_margin`: most of them.

        Args:
            given: What examples say of names.
            judge: Holds pairs of one sentence against each other.
            by_mention: Whether each mention is an entity of its own, and pronouns are none.
        """
        self._network = network
        self._tokenizer = tokenizer
        self._labels = network.config.labels
        self.device = next(network.parameters()).device
        self._relations = tuple(property.iri for property in schema.properties)
        self._new = {
            p.iri for p, new in zip(schema.properties, schema.new.tolist(), strict=True) if new
        }
        self._scorer = PairScorer(network, schema)
        self._given = GivenNames(given, self._labels, numbers=_asks_for_numbers(schema))
        self._marked = frozenset(network.config.marked)
        self._by_mention = by_mention
        self._judge = judge
        self._least = torch.full((len(self._relations),), least_margin)
        if judge:
            self._least[[iri in judge.judged for iri in self._relations]] = judge.lowest
        self._least_of = dict(zip(self._relations, self._least.tolist(), strict=True))
        self._shown = frozenset(judge.shown) if judge else frozenset()
        self._part_of = part_of(schema.properties)

    def read(self, batch: Sequence[Window], documents: Sequence[Document]) -> list[WindowFindings]:
        """Read windows of the documents that they index; one result a window, in order."""
        with torch.inference_mode():
            encoded, named = self._named(batch, documents)
            scored = self._scorer.scored(encoded, batch, documents, named.mentions, named.entity)
            relations = self._held(self._relate(scored, len(batch)), named, batch)
            for row, some in enumerate(named.parts):
                relations[row] += self._by_form(some, named.mentions[row], named.entity[row])
        return [
            WindowFindings(window, tuple(m), tuple(e), tuple(r))
            for window, m, e, r in zip(batch, named.mentions, named.entity, relations, strict=True)
        ]

    def _held(
        self,
        relations: Sequence[Sequence[FoundRelation]],
        named: "_Named",
        batch: Sequence[Window],
    ) -> list[list[FoundRelation]]:
        """Hold the relations of each window against how far apart their ends are, and against each other."""
        held = []
        for found, mentions, entity, window in zip(
            relations, named.mentions, named.entity, batch, strict=True
        ):
            near = brought_near(found, mentions, entity, window, self._shown)
            near = [one for one in near if one.margin >= self._least_of[one.relation]]
            if self._judge:
                near = self._judge.held(near, mentions, entity, window)
            held.append(without_rivals(near, self._new, self._shown))
        return held

    def observe(
        self, batch: Sequence[Window], documents: Sequence[Document]
    ) -> tuple[list[WindowFindings], list[ScoredPairs]]:
        """Return what the windows name, without relations, and all their pairs."""
        with torch.inference_mode():
            encoded, named = self._named(batch, documents)
            scored = self._scorer.scored(encoded, batch, documents, named.mentions, named.entity)
            pairs = list(scored)
        found = [
            WindowFindings(window, tuple(m), tuple(e))
            for window, m, e in zip(batch, named.mentions, named.entity, strict=True)
        ]
        return found, pairs

    def _named(
        self, batch: Sequence[Window], documents: Sequence[Document]
    ) -> tuple[Encoded, "_Named"]:
        encoded = self._encode(batch)
        tags = self._network.tags(encoded).float().softmax(-1).cpu()
        named = _Named([], [], [])
        for row, window in enumerate(batch):
            text = documents[window.document].text
            likely = tags[row, 1 : 1 + len(window.tokens)]
            found = self._found(likely, window, text)
            forms = with_forms(found, window, text, self._labels)
            mentions = forms.mentions
            if not self._by_mention:
                mentions = with_pronouns(mentions, window, text)
            named.mentions.append(mentions)
            entity = self._cluster(encoded, row, mentions, text)
            if not self._by_mention:
                entity = with_short_names(mentions, entity, text)
            named.entity.append(apart(mentions, entity))
            named.parts.append(forms.parts)
        return encoded, named

    def _found(self, likely: Tensor, window: Window, text: str) -> list[FoundMention]:
        """Return the mentions but for pronouns: those of types that training marked in full as the tagger has them."""
        tagged = decode(likely, window, self._labels, together=bool(self._marked))
        sure = [mention for mention in tagged if mention.label in self._marked]
        found = [mention for mention in tagged if mention.label not in self._marked]
        cased = is_cased(text)
        if cased and window.tokens.offsets:
            typed = likely[:, 1::2] + likely[:, 2::2]
            found = with_articles(found, window, text)
            found = made_whole(found, typed, window, text, self._labels)
            found = put_together(found, typed, window, text, self._labels)
        found = [m for m in found if can_name(m.span.of(text), m.label, cased)]
        found = self._given.added(found, window, text)
        found = [m for m in found if not any(m.overlaps(one) for one in sure)]
        return sorted([*sure, *found], key=lambda mention: mention.first)

    def _encode(self, batch: Sequence[Window]) -> Encoded:
        padded = pad([window.tokens for window in batch], self._tokenizer)
        return self._network.encode(
            padded.tokens.to(self.device),
            padded.shapes.to(self.device),
            padded.mask.to(self.device),
        )

    def _cluster(
        self, encoded: Encoded, row: int, mentions: Sequence[FoundMention], text: str
    ) -> list[int]:
        if not mentions or self._by_mention:
            return list(range(len(mentions)))
        wordings = [mention.span.of(text) for mention in mentions]
        rows = [[m.first + 1, m.last + 1, self._scorer.type_of(m)] for m in mentions]
        logits = self._network.coreference(
            encoded,
            row,
            torch.tensor(rows, device=self.device),
            likeness(wordings).to(self.device),
        )
        return clusters(antecedents(_without_nested(logits.float().cpu(), mentions)))

    def _relate(self, scored: Iterable[ScoredPairs], windows: int) -> list[list[FoundRelation]]:
        found: list[list[FoundRelation]] = [[] for _ in range(windows)]
        for some in scored:
            pair, relation = (some.allowed & (some.margins >= self._least)).nonzero().unbind(1)
            for window, (subject, object_), column, margin in zip(
                some.window[pair].tolist(),
                some.ends[pair].tolist(),
                relation.tolist(),
                some.margins[pair, relation].tolist(),
                strict=True,
            ):
                found[window].append(
                    FoundRelation(subject, self._relations[column], object_, margin)
                )
        return found

    def _by_form(
        self,
        parts: Sequence[tuple[Span, Span]],
        mentions: Sequence[FoundMention],
        entity: Sequence[int],
    ) -> list[FoundRelation]:
        whose = {mention.span: number for mention, number in zip(mentions, entity, strict=True)}
        relation = self._part_of
        return [
            FoundRelation(whose[part], relation, whose[whole], _CERTAIN_MARGIN)
            for part, whole in parts
            if relation and part in whose and whole in whose
        ]


def _asks_for_numbers(schema: Schema) -> bool:
    """Return whether a property that training never saw has numbers for objects: the tagger leaves many of them out."""
    return any(
        new and "number" in property.range
        for property, new in zip(schema.properties, schema.new.tolist(), strict=True)
    )


def _without_nested(logits: Tensor, mentions: Sequence[FoundMention]) -> Tensor:
    """Leave a mention inside another no antecedent: what a part of a name names is something else."""
    inner = [
        index
        for index, mention in enumerate(mentions)
        if any(mention.first <= before.last for before in mentions[max(0, index - 2) : index])
    ]
    logits[inner] = float("-inf")
    return logits
