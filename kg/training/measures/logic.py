"""Whether statements fit the ontology, and whether they can be explained."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from kg.ontology.records import Property
from kg.records import Evidence, Extraction


@dataclass(frozen=True, slots=True)
class Logic:
    """Counts over asserted statements.

    Attributes:
        domain_or_range: Whose ends have types that the property does not allow.
        functional: Further values of a property that has at most one, in one text.
        disjoint: About a thing of which its properties together ask for types that nothing can have.
        inconsistent: With at least one of these faults.
        explained: With a quoted stretch of text that holds both mentions.
    """

    statements: int = 0
    domain_or_range: int = 0
    functional: int = 0
    disjoint: int = 0
    inconsistent: int = 0
    explained: int = 0

    def __add__(self, other: "Logic") -> "Logic":
        return Logic(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    def to_json(self) -> dict[str, float | int]:
        """Return the shares, 0 to 1, with how many statements there were."""
        shares = {
            name: round(getattr(self, name) / max(1, self.statements), 4)
            for name in self.__slots__[1:]
        }
        return {"statements": self.statements, **shares}


def logic_of(extraction: Extraction, properties: Sequence[Property], length: int) -> Logic:
    """Hold the asserted statements of one text, `length` characters long, against the ontology."""
    known = {property.iri: property for property in properties}
    evidence = [one for one in extraction.evidence if one.status == "asserted"]
    label = {mention.span: mention.label for mention in extraction.mentions}
    faults = [
        {
            index
            for index, one in enumerate(evidence)
            if (property := known.get(one.statement.predicate))
            and not property.allows(label[one.subject], label[one.object])
        },
        _further_values(evidence, known),
        _impossible(evidence, known),
    ]
    domain_or_range, functional, disjoint = faults
    return Logic(
        len(evidence),
        len(domain_or_range),
        len(functional),
        len(disjoint),
        len(domain_or_range | functional | disjoint),
        sum(_is_explained(one, length) for one in evidence),
    )


def _further_values(evidence: Sequence[Evidence], known: dict[str, Property]) -> set[int]:
    """Return the statements that are less sure than another value of the same functional property."""
    values: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, one in enumerate(evidence):
        property = known.get(one.statement.predicate)
        if property is not None and property.functional:
            values[one.statement.subject, property.iri].append(index)
    surest = {max(group, key=lambda index: evidence[index].confidence) for group in values.values()}
    return {index for group in values.values() for index in group} - surest


def _impossible(evidence: Sequence[Evidence], known: dict[str, Property]) -> set[int]:
    """Return the statements about things whose properties allow no common type: types exclude each other."""
    asked: dict[str, list[tuple[int, frozenset[str]]]] = defaultdict(list)
    for index, one in enumerate(evidence):
        property = known.get(one.statement.predicate)
        if property is None:
            continue
        if property.domain:
            asked[one.statement.subject].append((index, frozenset(property.domain)))
        if property.range:
            asked[one.statement.object.value].append((index, frozenset(property.range)))
    return {
        index
        for group in asked.values()
        if not frozenset.intersection(*(types for _, types in group))
        for index, _ in group
    }


def _is_explained(evidence: Evidence, length: int) -> bool:
    quoted = evidence.sentence
    return 0 <= quoted.start < quoted.end <= length and all(
        quoted.start <= end.start < end.end <= quoted.end
        for end in (evidence.subject, evidence.object)
    )
