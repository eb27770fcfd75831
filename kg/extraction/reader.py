"""One batch of windows through the network: mentions, local entities, and the margins of their relations."""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from kg.extraction.by_form import apart, part_of, with_forms
from kg.extraction.decode import FoundMention, decode
from kg.extraction.found import FoundRelation, WindowFindings
from kg.extraction.fragments import put_together
from kg.extraction.given_names import GivenNames
from kg.extraction.likeliest import Judge
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

_CERTAIN_MARGIN = 8.0
"""Of what form alone says; calibration makes it a confidence near 1."""

PAIRS_AT_ONCE = 4096
"""Pairs that are scored together: bounds memory where a window names very many things."""


class WindowReader:
    """Runs the network over batches of windows."""

    def __init__(
        self,
        network: ExtractionNetwork,
        tokenizer: Any,
        schema: Schema,
        least_margin: float,
        given: Mapping[str, str] | None = None,
        *,
        by_mention: bool = False,
        judge: Judge | None = None,
    ) -> None:
        """Leave out relations whose margin is below `least_margin`: most of them.

        Args:
            given: Names that need no tagger, each with its type.
            judge: Holds pairs of one sentence against each other.
            by_mention: Whether each mention is an entity of its own, and pronouns are none.
        """
        self._network = network
        self._tokenizer = tokenizer
        self._labels = network.config.labels
        self.device = next(network.parameters()).device
        self._relations = tuple(property.iri for property in schema.properties)
        self._prototypes = schema.prototypes.to(self.device)
        self._shift = schema.shift
        self._filter = PairFilter(self._labels, schema.properties)
        self._given = GivenNames(given or {}, self._labels)
        self._marked = frozenset(network.config.marked)
        self._by_mention = by_mention
        self._judge = judge
        self._least = torch.full((len(self._relations),), least_margin)
        if judge:
            self._least[[iri in judge.judged for iri in self._relations]] = judge.lowest
        self._part_of = part_of(schema.properties)

    def read(self, batch: Sequence[Window], documents: Sequence[Document]) -> list[WindowFindings]:
        """Read windows of the documents that they index; one result a window, in order."""
        with torch.inference_mode():
            encoded = self._encode(batch)
            tags = self._network.tags(encoded).float().softmax(-1).cpu()
            mentions: list[list[FoundMention]] = []
            entity: list[list[int]] = []
            parts: list[tuple[tuple[Span, Span], ...]] = []
            for row, window in enumerate(batch):
                text = documents[window.document].text
                likely = tags[row, 1 : 1 + len(window.tokens)]
                found = self._found(likely, window, text)
                forms = with_forms(found, window, text, self._labels)
                parts.append(forms.parts)
                named = forms.mentions
                mentions.append(named if self._by_mention else with_pronouns(named, window, text))
                clustered = self._cluster(encoded, row, mentions[-1], text)
                entity.append(apart(mentions[-1], clustered))
            relations = self._relate(encoded, mentions, entity)
            if self._judge:
                relations = list(map(self._judge.held, relations, mentions, entity, batch))
            for row, some in enumerate(parts):
                relations[row] += self._by_form(some, mentions[row], entity[row])
        return [
            WindowFindings(window, tuple(m), tuple(e), tuple(r))
            for window, m, e, r in zip(batch, mentions, entity, relations, strict=True)
        ]

    def _found(self, likely: Tensor, window: Window, text: str) -> list[FoundMention]:
        """Return the mentions but for pronouns: those of types that training marked in full as the tagger has them."""
        tagged = decode(likely, window, self._labels, together=bool(self._marked))
        sure = [mention for mention in tagged if mention.label in self._marked]
        found = [mention for mention in tagged if mention.label not in self._marked]
        cased = is_cased(text)
        if cased and window.tokens.offsets:
            typed = likely[:, 1::2] + likely[:, 2::2]
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
        rows = [[m.first + 1, m.last + 1, self._type(m)] for m in mentions]
        logits = self._network.coreference(
            encoded,
            row,
            torch.tensor(rows, device=self.device),
            likeness(wordings).to(self.device),
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
        on_device = layout.to(self.device)
        for some in torch.split(pairs, PAIRS_AT_ONCE):
            if not len(some):
                continue
            vectors = self._network.vectors(encoded, on_device, some.to(self.device))
            logits = self._network.prototypes.score(vectors, self._prototypes)
            margins = (logits[:, 1:] - logits[:, :1]).float().cpu() - self._shift
            allowed = self._filter.relations[types[some[:, 0]], types[some[:, 1]]]
            kept = (allowed & (margins >= self._least)).nonzero()
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
