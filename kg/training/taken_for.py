"""Types of mentions that a corpus marks without one: what the checkpoint that training goes on from takes them for.

A tagger that is told where a name stands but not what it is may say so with any type, and with another at each
word. After some epochs it does: most names become one type, which relations then refuse, and names fall into
pieces where the type changes. So a type is supposed for each, and kept.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from kg.model.network import ExtractionNetwork
from kg.model.pronouns import pronoun_kind
from kg.model.tokens import Tokens, pad
from kg.ontology.records import VALUES, Property
from kg.training.corpora import LabelledText

_AT_ONCE = 32
_LEAST = 1e-3
"""What a type has at least, so that one sentence misread does not rule it out."""


def types_seen(
    network: ExtractionNetwork, tokenizer: Any, tokenized: Sequence[Tokens]
) -> list[Tensor]:
    """Return how likely a network takes each token of each text to be part of a mention of each of its types.

    Returns:
        Float (tokens, labels) for each text.
    """
    network.eval()
    device = next(network.parameters()).device
    seen = [torch.zeros(0)] * len(tokenized)
    order = sorted(range(len(tokenized)), key=lambda index: len(tokenized[index]))
    for start in range(0, len(order), _AT_ONCE):
        some = order[start : start + _AT_ONCE]
        padded = pad([tokenized[index] for index in some], tokenizer)
        with torch.inference_mode():
            encoded = network.encode(
                padded.tokens.to(device), padded.shapes.to(device), padded.mask.to(device)
            )
            tags = network.tags(encoded).float().softmax(-1).cpu()
        for row, index in enumerate(some):
            typed = tags[row, 1 : 1 + len(tokenized[index])]
            seen[index] = (typed[:, 1::2] + typed[:, 2::2]).clone()
    return seen


def with_types(
    texts: Sequence[LabelledText],
    tokenized: Sequence[Tokens],
    seen: Sequence[Tensor],
    labels: Sequence[str],
    properties: Sequence[Property] = (),
) -> list[LabelledText]:
    """Give each mention without a type the one that its entity is most probably of.

    That is, by what the words of its mentions were taken for, by what subjects or objects of the same relations
    mostly are, and by what their domains and ranges allow: what is directed is no person, whatever its name.

    Args:
        seen: Of each text, as `types_seen` has it.
        labels: The types that `seen` tells of; a mention of another type keeps it, and counts for nothing.
        properties: The relations of which domain and range are known.
    """
    known = [
        _known(text, tokens, types, labels)
        for text, tokens, types in zip(texts, tokenized, seen, strict=True)
    ]
    usual = _usual(texts, known, _allowed(properties, labels), len(labels))
    return [_filled(text, shares, usual, labels) for text, shares in zip(texts, known, strict=True)]


Role = tuple[str, bool]
"""A relation, and whether it is its subject that is meant."""


def _known(
    text: LabelledText, tokens: Tokens, types: Tensor, labels: Sequence[str]
) -> dict[int, Tensor]:
    """Return the share of each type in what the mentions of each entity are, float (labels,)."""
    starts = {start: index for index, (start, _) in enumerate(tokens.offsets)}
    ends = {end: index for index, (_, end) in enumerate(tokens.offsets)}
    told: dict[int, list[Tensor]] = defaultdict(list)
    taken: dict[int, list[Tensor]] = defaultdict(list)
    for mention in text.mentions:
        first, last = starts.get(mention.span.start), ends.get(mention.span.end)
        if mention.label in labels:
            one = torch.zeros(len(labels))
            one[labels.index(mention.label)] = 1.0
            told[mention.entity].append(one)
        elif (
            mention.label is None
            and first is not None
            and last is not None
            and not pronoun_kind(mention.span.of(text.text))
        ):
            taken[mention.entity].append(types[first : last + 1].mean(0))
    shares = {entity: torch.stack(each).mean(0) for entity, each in {**taken, **told}.items()}
    return {entity: share / share.sum().clamp(min=_LEAST) for entity, share in shares.items()}


def _allowed(properties: Sequence[Property], labels: Sequence[str]) -> dict[Role, Tensor]:
    """Return which types each end may have, 0 or 1, float (labels,); a value has no relations of its own."""
    things = torch.tensor([float(label not in VALUES) for label in labels])
    found: dict[Role, Tensor] = {}
    for one in properties:
        for is_subject, types in ((True, one.domain), (False, one.range)):
            mask = torch.tensor([float(not types or label in types) for label in labels])
            mask = mask * things if is_subject else mask
            anything = things if is_subject else torch.ones(len(labels))
            found[one.iri, is_subject] = mask if bool(mask.any()) else anything
    return found


def _usual(
    texts: Sequence[LabelledText],
    known: Sequence[dict[int, Tensor]],
    allowed: Mapping[Role, Tensor],
    labels: int,
) -> dict[Role, Tensor]:
    """Return what is usual at each end: the mean share of each allowed type over the whole corpus."""
    sums: dict[Role, Tensor] = defaultdict(lambda: torch.full((labels,), _LEAST))
    for text, shares in zip(texts, known, strict=True):
        for entity, role in _roles(text):
            if entity in shares:
                sums[role] += shares[entity]
    return {role: allowed.get(role, 1.0) * share / share.sum() for role, share in sums.items()}


def _roles(text: LabelledText) -> Iterator[tuple[int, Role]]:
    for subject, relation, object_ in text.relations:
        yield subject, (relation, True)
        yield object_, (relation, False)


def _filled(
    text: LabelledText,
    shares: dict[int, Tensor],
    usual: dict[Role, Tensor],
    labels: Sequence[str],
) -> LabelledText:
    likely = {entity: share + _LEAST for entity, share in shares.items()}
    for entity, role in sorted(_roles(text)):
        if entity in likely and bool((likely[entity] * usual[role]).any()):
            likely[entity] = likely[entity] * usual[role]
    mentions = tuple(
        replace(mention, label=labels[int(likely[mention.entity].argmax())])
        if mention.label is None and mention.entity in likely
        else mention
        for mention in text.mentions
    )
    return replace(text, mentions=mentions)
