"""Thresholds of taught relations: where examples are many, what else stands in their sentences tells where to stop."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from kg.extraction.examples import TeachingExample
from kg.extraction.reader import WindowFindings
from kg.ontology.records import Property
from kg.records import Span

ENOUGH = 10
"""Examples of a relation from which on its threshold is fitted."""


def fitted_shift(
    properties: Sequence[Property],
    examples: Mapping[str, Sequence[TeachingExample]],
    findings: Sequence[tuple[str, WindowFindings]],
) -> Tensor:
    """Return the margin from which on each property is found with the best F1 on the examples' own sentences.

    A pair that no example marks counts as wrong, which is hard on sentences that state more than was marked.

    Args:
        examples: The examples of each text.
        findings: Each text with all that was found in it, however unsure.
    """
    margins: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for text, found in findings:
        marked = [(e.subject, e.relation, e.object) for e in examples[text]]
        spans: dict[int, list[Span]] = defaultdict(list)
        for mention, entity in zip(found.mentions, found.entity, strict=True):
            spans[entity].append(mention.span)
        for relation in found.relations:
            right = any(
                r == relation.relation
                and _meet(subject, spans[relation.subject])
                and _meet(object_, spans[relation.object])
                for subject, r, object_ in marked
            )
            margins[relation.relation].append((relation.margin, right))
    counts: dict[str, int] = defaultdict(int)
    for example in (e for group in examples.values() for e in group):
        counts[example.relation] += 1
    return torch.tensor(
        [
            _best(margins[p.iri], counts[p.iri]) if counts[p.iri] >= ENOUGH else 0.0
            for p in properties
        ]
    )


def _meet(span: Span, others: Sequence[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


def _best(judged: Sequence[tuple[float, bool]], expected: int) -> float:
    best, at, right = 0.0, 0.0, 0
    for number, (margin, is_right) in enumerate(sorted(judged, reverse=True), start=1):
        right += is_right
        score = 2 * right / (number + expected)
        if score > best:
            best, at = score, margin
    return at - 1e-3
