"""What a knowledge base knows of a statement already: it is known to it, new, or in conflict with it."""

from collections.abc import Collection, Iterable, Mapping
from typing import Literal as OneOf

from kg.identity.agreeing import denied, says
from kg.identity.base_facts import BaseFacts, Statements
from kg.identity.rules import Rules
from kg.ontology.records import Property
from kg.records import Iri, Statement

Standing = OneOf["known", "new", "conflicting"]


class Standings:
    """Compares statements with what bases state.

    Args:
        properties: Say which properties are symmetric, and which say the same from the other side.
        rules: Say which have one value.
    """

    def __init__(self, facts: BaseFacts, properties: Iterable[Property], rules: Rules) -> None:
        self._facts = facts
        self._properties = {one.iri: one for one in properties}
        self._functional = rules.functional

    def of(self, statements: Collection[Statement]) -> Mapping[Statement, Standing]:
        """Return the standing of each statement."""
        ends = {one.subject for one in statements}
        ends |= {one.object.value for one in statements if isinstance(one.object, Iri)}
        held = self._facts.about(ends)
        return {one: self._standing(one, held) for one in statements}

    def _standing(self, one: Statement, held: Statements) -> Standing:
        values = held.get(one.subject, {}).get(one.predicate, frozenset())
        if any(says(value, one.object) for value in values) or self._turned(one, held):
            return "known"
        functional = one.predicate in self._functional
        return "conflicting" if functional and denied(values, one.object) else "new"

    def _turned(self, one: Statement, held: Statements) -> bool:
        """Whether a base says it from the other side."""
        property = self._properties.get(one.predicate)
        if property is None or not isinstance(one.object, Iri):
            return False
        there = held.get(one.object.value, {})
        names = [property.inverse] if property.inverse else []
        names += [property.iri] if property.symmetric else []
        return any(Iri(one.subject) in there.get(name, ()) for name in names)
