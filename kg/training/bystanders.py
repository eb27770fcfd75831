"""Things that a text names and that nobody marked: what their relations probably, or surely, are not.

A corpus that marks only what it has facts about teaches nothing of everything else that its texts name. So
whatever stands beside a marked thing gets that thing's relations: where somebody is buried becomes where they
were born. Names that nobody marked therefore take part as mentions without relations.
"""

from collections.abc import Iterator, Sequence
from itertools import permutations

import torch
from torch import Tensor

from kg.extraction.neural import NeuralExtractor
from kg.extraction.sought import Sought
from kg.iris import Minter
from kg.model.config import ModelConfig
from kg.model.layout import MentionRow
from kg.model.network import ExtractionNetwork
from kg.model.pronouns import pronoun_kind
from kg.model.tokens import Tokens
from kg.ontology.records import VALUES, Property
from kg.records import Document, Mention, Span
from kg.training.corpora import LabelledText
from kg.training.presumed import MOST_NAMES, likeliest, token_places, unmarked_names

PRESUMED = 0.3
"""How much a pair counts of which we only presume that it has no relation."""

MOST_SEEN = 12
"""Mentions of one text that take part because a checkpoint sees them, at most."""


def seen_in(
    network: ExtractionNetwork, texts: Sequence[LabelledText], properties: Sequence[Property]
) -> list[tuple[Mention, ...]]:
    """Return the mentions that a checkpoint finds in each text, pronouns among them."""
    extractor = NeuralExtractor(network, Minter("urn:training:"), Sought(tuple(properties[:1])))
    found = extractor.extract([Document(text.id, text.text) for text in texts])
    return [one.mentions for one in found]


def presumed_unrelated(
    text: LabelledText,
    tokens: Tokens,
    rows: Sequence[MentionRow],
    config: ModelConfig,
    types: Tensor | None,
) -> tuple[list[MentionRow], Tensor]:
    """Return names that nobody marked, and their pairs with what is marked: those probably have no relation.

    Where all that is told of a sentence is what holds between two of its names, nothing else would teach
    that most others have none.
    """
    spans = unmarked_names(text.text, [mention.span for mention in text.mentions])
    first = _next_entity(rows)
    added = [
        (f + 1, last, _type(types, f, last, config), first + number)
        for number, (f, last) in enumerate(token_places(tokens, spans)[:MOST_NAMES])
    ]
    return added, _long(_across(rows, added))


def surely_unrelated(
    text: LabelledText,
    tokens: Tokens,
    rows: Sequence[MentionRow],
    config: ModelConfig,
    seen: Sequence[Mention] | None,
) -> tuple[list[MentionRow], Tensor]:
    """Return mentions that nobody marked in a text all of whose facts are told, and all their pairs.

    What may be another mention of a marked thing is left out.

    Args:
        seen: What a checkpoint finds in the text; None: there is none, so that names are known by their capitals.
    """
    places = _by_capitals(text) if seen is None else _untouched(text, seen)
    first = _next_entity(rows)
    number: dict[int, int] = {}
    added = []
    for span, label, entity in places:
        for begin, end in token_places(tokens, [span]):
            kind = config.labels.index(label) if label in config.labels else len(config.labels)
            entity = first + number.setdefault(entity, len(number))
            added.append((begin + 1, end, kind, entity))
    added = added[:MOST_SEEN]
    values = {config.labels.index(label) for label in VALUES if label in config.labels}
    among = permutations({row[3] for row in added}, 2)
    no_subject = {row[3] for row in (*rows, *added) if row[2] in values}
    pairs = [pair for pair in (*_across(rows, added), *among) if pair[0] not in no_subject]
    return added, _long(sorted(pairs))


_Place = tuple[Span, str, int]
"""Where a mention stands, its type, and which thing of the text it names."""


def _by_capitals(text: LabelledText) -> list[_Place]:
    spans = unmarked_names(text.text, [mention.span for mention in text.mentions])
    return [(span, "", number) for number, span in enumerate(spans)]


def _untouched(text: LabelledText, seen: Sequence[Mention]) -> list[_Place]:
    marked = [mention.span for mention in text.mentions]
    touching = {
        mention.entity
        for mention in seen
        if any(mention.span.start < m.end and m.start < mention.span.end for m in marked)
    }
    return [
        (m.span, "" if pronoun_kind(m.span.of(text.text)) else m.label, m.entity)
        for m in seen
        if m.entity not in touching
    ]


def _across(rows: Sequence[MentionRow], added: Sequence[MentionRow]) -> Iterator[tuple[int, int]]:
    ends = {row[3] for row in rows}
    for new in dict.fromkeys(row[3] for row in added):
        for end in ends:
            yield end, new
            yield new, end


def _next_entity(rows: Sequence[MentionRow]) -> int:
    return 1 + max((row[3] for row in rows), default=-1)


def _type(types: Tensor | None, first: int, last: int, config: ModelConfig) -> int:
    return len(config.labels) if types is None else likeliest(types, first, last)


def _long(pairs: Iterator[tuple[int, int]] | Sequence[tuple[int, int]]) -> Tensor:
    return torch.tensor(list(pairs), dtype=torch.long).view(-1, 2)
