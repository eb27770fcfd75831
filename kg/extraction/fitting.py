"""Thresholds of taught relations: where examples are many, what else stands in their sentences tells where to stop."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from kg.extraction.examples import TeachingExample
from kg.extraction.found import WindowFindings
from kg.ontology.records import Property
from kg.records import Span

ENOUGH = 10
"""Examples of a relation from which on its threshold is fitted."""

RARE = 4
"""How many unmarked pairs may be found for each example of a relation that has few."""

UNMARKED = 0.4
"""How much a pair counts as wrong that no example marks: some of them are true all the same.

A tenth finds more in sentences of which one fact is marked (Text2KGBench), but then a dozen examples that somebody
has chosen with care no longer tell a coach from a player beside him.
"""


def fitted_shift(
    properties: Sequence[Property],
    examples: Mapping[str, Sequence[TeachingExample]],
    margins: Mapping[str, Sequence[float]],
    findings: Sequence[tuple[str, WindowFindings]],
) -> Tensor:
    """Return the margin from which on each property is found with the best F1 on the examples' own sentences.

    Args:
        examples: The examples of each text.
        margins: Those of the examples themselves, whether or not a reader finds their ends.
        findings: Each text with all that was found in it, however unsure.
    """
    others = _unmarked(examples, findings)
    return torch.tensor(
        [
            _best(margins[p.iri], others[p.iri]) if len(margins.get(p.iri, ())) >= ENOUGH else 0.0
            for p in properties
        ]
    )


def least_shift(
    properties: Sequence[Property],
    examples: Mapping[str, Sequence[TeachingExample]],
    margins: Mapping[str, Sequence[float]],
    findings: Sequence[tuple[str, WindowFindings]],
) -> Tensor:
    """Return the margin below which a property with few examples would be found all over their sentences.

    Where a relation with one example has ten unmarked pairs near it, it is its prototype that is near anything.

    Args:
        findings: Each text with all that was found in it by the prototypes as they are.
    """
    others = _unmarked(examples, findings)
    bars = []
    for property in properties:
        shown = len(margins.get(property.iri, ()))
        nearest = sorted(others[property.iri], reverse=True)[: RARE * shown + 1]
        few = 0 < shown < ENOUGH and len(nearest) > RARE * shown
        bars.append(nearest[-1] if few else float("-inf"))
    return torch.tensor(bars)


def _unmarked(
    examples: Mapping[str, Sequence[TeachingExample]],
    findings: Sequence[tuple[str, WindowFindings]],
) -> Mapping[str, list[float]]:
    """Return the margins of each relation between what no example marks."""
    found_elsewhere: dict[str, list[float]] = defaultdict(list)
    for text, found in findings:
        spans: dict[int, list[Span]] = defaultdict(list)
        for mention, entity in zip(found.mentions, found.entity, strict=True):
            spans[entity].append(mention.span)
        for relation in found.relations:
            if not any(
                one.relation == relation.relation
                and _meet(one.subject, spans[relation.subject])
                and _meet(one.object, spans[relation.object])
                for one in examples[text]
            ):
                found_elsewhere[relation.relation].append(relation.margin)
    return found_elsewhere


def _meet(span: Span, others: Sequence[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


def _best(marked: Sequence[float], unmarked: Sequence[float]) -> float:
    best, at, right, wrong = 0.0, 0.0, 0, 0
    ranked = sorted([*((m, True) for m in marked), *((m, False) for m in unmarked)], reverse=True)
    for margin, is_right in ranked:
        right, wrong = right + is_right, wrong + (not is_right)
        score = 2 * right / (right + UNMARKED * wrong + len(marked))
        if score > best:
            best, at = score, margin
    return at - 1e-3
