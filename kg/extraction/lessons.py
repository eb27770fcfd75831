"""What the sentences of examples say besides what they were given for: how far each relation reaches in them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

import torch
from torch import Tensor

from kg.extraction.boundaries import ENOUGH, Observed, fitted, gathered
from kg.extraction.examples import TeachingExample
from kg.extraction.fitting import fitted_shift, least_shift
from kg.extraction.found import WindowFindings
from kg.extraction.schema import Schema, Shown, schema_for
from kg.extraction.scoring import ScoredPairs, name_counts
from kg.extraction.sought import Sought
from kg.extraction.wording import EXPECTED, Wording
from kg.model.network import ExtractionNetwork
from kg.ontology.records import Property
from kg.records import Span

Lesson = tuple[list[str], list[WindowFindings], list[ScoredPairs]]
"""One batch of windows: the text of each, what it names, and its pairs."""

Observe = Callable[[Schema, Sequence[str]], Iterable[Lesson]]
"""Reads texts with a schema, whatever its thresholds."""

Examples = Mapping[str, Sequence[TeachingExample]]


def learnt(
    network: ExtractionNetwork,
    schema: Schema,
    sought: Sought,
    seen: Sequence[Shown],
    observe: Observe,
) -> Schema:
    """Return the schema with boundaries for new relations with many examples, and thresholds for all others with some.

    Each half of the sentences is read with prototypes made from the other: a vector is always near a prototype that
    it is part of.
    """
    by_text: dict[str, list[TeachingExample]] = defaultdict(list)
    for example in sought.examples:
        by_text[example.text].append(example)
    half = {text: number % 2 for number, text in enumerate(by_text)}

    def observed() -> Iterator[Observed]:
        for side in (0, 1):
            others = [one for one in seen if half[one.text] != side]
            of_others = schema_for(network, sought.properties, others, sparing=False)
            texts = [text for text in by_text if half[text] == side]
            for lesson in observe(of_others, texts):
                yield from _observed(lesson, side, by_text, schema.properties)

    if (read := gathered(observed())) is None:
        return schema
    margins = [schema.margins.get(property.iri, ()) for property in schema.properties]
    shift = fitted_shift(*_with_names(schema, read, margins))
    schema = replace(schema, shift=torch.where(shift != 0, shift, schema.shift))
    many = torch.tensor([len(one) >= ENOUGH for one in margins], dtype=torch.bool)
    if (boundaries := fitted(read, schema.new & many)) is not None:
        plain = schema_for(network, sought.properties, seen, sparing=False)
        schema = replace(_with_plain(schema, boundaries.has, plain), boundaries=boundaries)
    few = [len(one) if len(one) < ENOUGH else 0 for one in margins]
    return _with_bars(schema, few, by_text, observe) if any(few) else schema


def _with_bars(schema: Schema, few: Sequence[int], examples: Examples, observe: Observe) -> Schema:
    """Raise the thresholds of relations with few examples, given how many."""
    read = gathered(
        part
        for lesson in observe(schema, list(examples))
        for part in _observed(lesson, 0, examples, schema.properties)
    )
    if read is None:
        return schema
    named, _ = _with_names(schema, read, ())
    return replace(schema, shift=torch.maximum(schema.shift, least_shift(named, few)))


def _with_names(
    schema: Schema, read: Observed, margins: Sequence[Sequence[float]]
) -> tuple[Observed, list[list[float]]]:
    """Add what properties' names count for to the margins of pairs, and its mean to those of examples."""
    counts = name_counts(schema, Wording(schema.properties))
    by_name = counts * (read.beside - EXPECTED)
    marked = read.marked.float()
    # where no reader finds an example's ends, its name stands beside none as far as is known
    found = (marked * by_name).sum(0) / marked.sum(0).clamp(min=1)
    mean = torch.where(marked.sum(0) > 0, found, -EXPECTED * counts).tolist()
    added = [[margin + more for margin in some] for some, more in zip(margins, mean, strict=False)]
    return replace(read, plain=read.plain + by_name), added


def _with_plain(schema: Schema, has: Tensor, plain: Schema) -> Schema:
    """Take the prototypes that boundaries were fitted beside, which say nothing of pairs of any kind."""
    properties = [
        other if known else one
        for one, other, known in zip(schema.properties, plain.properties, has.tolist(), strict=True)
    ]
    prototypes = torch.where(has[:, None], plain.prototypes, schema.prototypes)
    return replace(schema, properties=tuple(properties), prototypes=prototypes)


def _observed(
    lesson: Lesson, side: int, examples: Examples, properties: Sequence[Property]
) -> Iterator[Observed]:
    texts, found, scored = lesson
    column = {property.iri: index for index, property in enumerate(properties)}
    told = [
        _told(_places(one), examples[text], column) for one, text in zip(found, texts, strict=True)
    ]
    for pairs in scored:
        marked = torch.zeros_like(pairs.allowed)
        for row, (window, (subject, object_)) in enumerate(
            zip(pairs.window.tolist(), pairs.ends.tolist(), strict=True)
        ):
            for said in told[window].get((subject, object_), ()):
                marked[row, said] = True
        sides = torch.full((len(marked),), side)
        yield Observed(pairs.vectors, pairs.plain, pairs.beside, pairs.allowed, marked, sides)


def _told(
    places: Mapping[int, Sequence[Span]],
    examples: Sequence[TeachingExample],
    column: Mapping[str, int],
) -> dict[tuple[int, int], set[int]]:
    """Return what examples say of the entities of one window, as columns by pair."""
    found: dict[tuple[int, int], set[int]] = defaultdict(set)
    for one in examples:
        subjects = [entity for entity, spans in places.items() if _meet(one.subject, spans)]
        objects = [entity for entity, spans in places.items() if _meet(one.object, spans)]
        for pair in product(subjects, objects):
            found[pair].add(column[one.relation])
    return found


def _places(found: WindowFindings) -> dict[int, list[Span]]:
    spans: dict[int, list[Span]] = defaultdict(list)
    for mention, entity in zip(found.mentions, found.entity, strict=True):
        spans[entity].append(mention.span)
    return spans


def _meet(span: Span, others: Sequence[Span]) -> bool:
    """Return whether a span shares a character with one of the others."""
    return any(span.start < other.end and other.start < span.end for other in others)
