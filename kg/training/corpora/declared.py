"""Domains and ranges of a corpus's relations: what its ontology declares, and what its texts show."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kg.ontology.lookup import PropertyNames
from kg.ontology.reading import read_ontology
from kg.ontology.records import VALUES, Property
from kg.training.corpora.records import LabelledText

Ends = tuple[Counter[str], Counter[str]]
"""How often subjects, and objects, are marked with each type."""


def declared(ontology: Path, iris: Mapping[str, str]) -> Iterator[Property]:
    """Yield the relations of an ontology file with the types that its classes give to domain and range.

    Args:
        iris: The IRI of each relation by its label.

    Raises:
        InputError: The file is no ontology.
    """
    names = PropertyNames(read_ontology(ontology.read_bytes(), ontology.name).properties)
    for label, iri in iris.items():
        known = names.find(label) or Property(iri, label)
        yield Property(iri, label, domain=known.domain, range=known.range)


def either(one: Property, other: Property) -> Property:
    """Return a property that two ontologies have: it may hold where either of them says."""
    return replace(one, domain=_both(one.domain, other.domain), range=_both(one.range, other.range))


def widened(properties: Iterable[Property], texts: Iterable[LabelledText]) -> list[Property]:
    """Let domains and ranges hold what is marked: an occupation is a common noun, even one of class "human"."""
    ends = count_ends(texts)
    return [
        replace(
            one,
            domain=_both(one.domain, (*one.domain, *(set(ends[one.iri][0]) - VALUES))),
            range=_both(one.range, (*one.range, *ends[one.iri][1])),
        )
        for one in properties
    ]


def count_ends(texts: Iterable[LabelledText]) -> dict[str, Ends]:
    """Return for each relation how often each type is its subject's and its object's."""
    ends: dict[str, Ends] = defaultdict(lambda: (Counter(), Counter()))
    for text in texts:
        labels = {mention.entity: mention.label for mention in text.mentions}
        for subject, relation, object_ in text.relations:
            for counter, entity in zip(ends[relation], (subject, object_), strict=True):
                if label := labels[entity]:
                    counter[label] += 1
    return ends


def _both(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted({*one, *other})) if one and other else ()
