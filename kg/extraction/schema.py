"""What to look for: properties, each with its prototype in the network's space of relation vectors."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import torch
from torch import Tensor
from torch.nn.functional import normalize

from kg.extraction.boundaries import Boundaries
from kg.model.meaning import meanings, texts_of
from kg.model.network import ExtractionNetwork
from kg.ontology.records import VALUES, Property

TRAINED_WEIGHT = 4.0
DESCRIBED_WEIGHT = 1.0
"""How many examples a prototype from training, or from texts alone, counts for beside real ones."""
_MANY = 10
_SHARE = 0.05
_PASSED = 0.2
_COMMON = 0.4
"""How much of the prototype of "no relation" is taken out of each of a few examples."""
_LEAST_SHIFT = -6.0


@dataclass(frozen=True, slots=True)
class Schema:
    """Properties and their prototypes, in one order.

    Attributes:
        prototypes: Unit vectors, float (properties, width).
        shift: How far below the threshold's margin each property is still found, float (properties,).
        new: Properties that the network was not trained on, bool (properties,).
        margins: Those that a property's examples have, each when it is left out of the prototype.
        boundaries: What many examples say of where properties end.
    """

    properties: tuple[Property, ...]
    prototypes: Tensor
    shift: Tensor
    new: Tensor
    margins: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    boundaries: Boundaries | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """An example as the network sees it: its relation vector (width,), and the types of its ends."""

    text: str
    relation: str
    vector: Tensor
    subject: str | None
    object: str | None


def schema_for(
    network: ExtractionNetwork,
    properties: Sequence[Property],
    examples: Sequence[Shown] = (),
    *,
    sparing: bool = True,
) -> Schema:
    """Give each property its prototype: learnt in training, or from its texts; examples move either.

    Args:
        sparing: Whether all pairs of a text will be asked, so that a new relation with few examples has to
            go by what these have apart from any pair; else only pairs that are told to be related.
    """
    base, weights = _from_words(network, properties)
    by_relation: dict[str, list[Shown]] = defaultdict(list)
    for example in examples:
        by_relation[example.relation].append(example)
    shift = torch.zeros(len(properties))
    prototypes = base.clone()
    taught: dict[str, tuple[float, ...]] = {}
    widened = list(properties)
    for index, property in enumerate(properties):
        if shown := by_relation.get(property.iri):
            vectors = normalize(torch.stack([s.vector.float() for s in shown]), dim=-1)
            prior = base[index] * weights[index]
            widened[index] = _widened(property, shown)
            margins = _left_out(network, prior, vectors)
            taught[property.iri] = tuple(margins.tolist())
            if sparing and len(shown) < _MANY and weights[index] == DESCRIBED_WEIGHT:
                prototypes[index] = _apart(network, prior, vectors)
                widened[index] = _without_values(network, widened[index], shown)
            else:
                prototypes[index] = normalize(prior + vectors.sum(0), dim=-1)
                shift[index] = _shift(margins)
    new = torch.tensor([weight == DESCRIBED_WEIGHT for weight in weights], dtype=torch.bool)
    return Schema(tuple(widened), prototypes, shift, new, taught)


def _from_words(
    network: ExtractionNetwork, properties: Sequence[Property]
) -> tuple[Tensor, Sequence[float]]:
    row: Mapping[str, int] = {iri: index for index, iri in enumerate(network.config.relations)}
    new = [property for property in properties if property.iri not in row]
    with torch.inference_mode():
        trained = network.prototypes.trained().cpu()
        described = iter(_described(network, new) if new else ())
    rows = [trained[row[p.iri]] if p.iri in row else next(described) for p in properties]
    weights = [TRAINED_WEIGHT if p.iri in row else DESCRIBED_WEIGHT for p in properties]
    return torch.stack(rows).clone() if rows else trained[:0].clone(), weights


def _described(network: ExtractionNetwork, properties: Sequence[Property]) -> Tensor:
    texts = [texts_of(property.label, property.description) for property in properties]
    bar = network.prototypes.threshold
    meaning = meanings(network.config.encoder, texts).to(bar.device, bar.dtype)
    return network.prototypes.described(meaning).cpu()


def _apart(network: ExtractionNetwork, prior: Tensor, vectors: Tensor) -> Tensor:
    """Return a prototype of what a few examples have apart from pairs of any kind.

    Relation vectors have a large part in common, which adds up where they are summed, so that with each
    example more of all pairs would be near. The prototype of "no relation" points the way of that part.
    """
    with torch.inference_mode():
        bar = normalize(network.prototypes.threshold.float().cpu(), dim=-1)
    return normalize(prior + (vectors - _COMMON * bar).mean(0), dim=-1)


def _without_values(
    network: ExtractionNetwork, property: Property, shown: Sequence[Shown]
) -> Property:
    """Keep times and numbers out of a range that nobody declared, if no example shows one."""
    if property.range or VALUES & {example.object for example in shown}:
        return property
    return replace(property, range=tuple(x for x in network.config.labels if x not in VALUES))


def _left_out(network: ExtractionNetwork, prior: Tensor, vectors: Tensor) -> Tensor:
    """Return the margin of each example with a prototype made without it, float (examples,)."""
    without = normalize(prior + vectors.sum(0) - vectors, dim=-1)
    with torch.inference_mode():
        bar = normalize(network.prototypes.threshold.float().cpu(), dim=-1)
        return network.prototypes.scale.exp().cpu() * (vectors * (without - bar)).sum(-1)


def _shift(margins: Tensor) -> float:
    """Return the margin that all but a fifth of the examples have.

    Examples that a fresh prototype puts below the threshold say that its margins are too low.
    """
    if len(margins) < 3:
        return 0.0
    return float(margins.quantile(_PASSED).clamp(_LEAST_SHIFT, 0.0))


def _widened(property: Property, shown: Sequence[Shown]) -> Property:
    """Let domain and range hold what examples show; many examples stand for a domain that nobody declared."""
    return replace(
        property,
        domain=_types(property.domain, [example.subject for example in shown]),
        range=_types(property.range, [example.object for example in shown]),
    )


def _types(declared: tuple[str, ...], seen: Sequence[str | None]) -> tuple[str, ...]:
    if not declared and len(seen) < _MANY:
        return declared
    counts = Counter(label for label in seen if label)
    common = {label for label, count in counts.items() if count >= _SHARE * len(seen)}
    if declared and not VALUES & set(declared):
        common -= VALUES  # a thing may be called after a year, but is none
    return tuple(sorted(common | set(declared)))
