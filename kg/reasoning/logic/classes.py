"""Class expressions of OWL 2 RL: on the narrow side as bodies of rules, on the wide side as heads.

W3C, OWL 2 Web Ontology Language Profiles (2012), §4.2.3.
"""

from collections.abc import Iterator
from itertools import count, product

import pyoxigraph as ox

from kg.ontology import vocabulary as terms
from kg.ontology.triples import Triples
from kg.reasoning.logic.rules import Atom, Clash, Guard, Term, Var
from kg.reasoning.logic.shown import term_of

OWL = terms.OWL
Body = tuple[Atom, ...]
Head = tuple[Atom, Body, tuple[Guard, ...]]
"""What is concluded, what else the body needs for it, and guards."""

_ANYTHING = frozenset({OWL + "Thing", terms.RDFS + "Resource"})
_DEPTH = 8


def atom_of(individual: Term, named_class: Term) -> Atom:
    """Return "the individual is one of the class"."""
    return Atom(individual, terms.RDF_TYPE, named_class)


class Classes:
    """Reads class expressions, names or blank nodes, out of an ontology."""

    def __init__(self, triples: Triples) -> None:
        self._triples = triples
        self._fresh = count()

    def bodies(self, expression: Term, individual: Term, depth: int = 0) -> list[Body] | None:
        """Return the bodies each of which makes an individual one of the class; None: no Horn rule can."""
        if isinstance(expression, str):
            return [()] if expression in _ANYTHING else [(atom_of(individual, expression),)]
        if not isinstance(expression, ox.BlankNode) or depth > _DEPTH:
            return None
        return self._bodies(expression, individual, depth)

    def heads(self, expression: Term, individual: Term, depth: int = 0) -> list[Head] | None:
        """Return what follows for an individual of the class; None: no Horn rule says that."""
        if isinstance(expression, str):
            return [] if expression in _ANYTHING else [(atom_of(individual, expression), (), ())]
        if not isinstance(expression, ox.BlankNode) or depth > _DEPTH:
            return None
        found = list(self._heads(expression, individual, depth))
        return found or None

    def bodies_of_definition(self, name: Term, individual: Term) -> list[Body]:
        """Return the bodies by which a named class's own union, intersection or list makes one of it."""
        return self._bodies(ox.NamedNode(str(name)), individual, 0) or []

    def heads_of_definition(self, name: Term) -> list[Head]:
        """Return what follows from a named class's own intersection."""
        return list(self._parts(ox.NamedNode(str(name)), Var("x"), 0))

    def _bodies(
        self, node: ox.NamedNode | ox.BlankNode, individual: Term, depth: int
    ) -> list[Body] | None:
        if parts := self._members(node, "unionOf"):
            found = [self.bodies(part, individual, depth + 1) for part in parts]
            return None if None in found else [one for some in found for one in some or ()]
        if parts := self._members(node, "intersectionOf"):
            every = [self.bodies(part, individual, depth + 1) for part in parts]
            if None in every:
                return None
            return [sum(chosen, ()) for chosen in product(*(some or () for some in every))]
        if (property := self._value(node, "onProperty")) is None or isinstance(
            property, ox.BlankNode
        ):
            return None
        if (filler := self._value(node, "someValuesFrom")) is not None:
            other = self._variable()
            inner = self.bodies(filler, other, depth + 1)
            edge = Atom(individual, property, other)
            return None if inner is None else [(edge, *body) for body in inner]
        if (value := self._value(node, "hasValue")) is not None:
            return [(Atom(individual, property, value),)]
        return None

    def _heads(self, node: ox.BlankNode, individual: Term, depth: int) -> Iterator[Head]:
        yield from self._parts(node, individual, depth)
        if (other := self._value(node, "complementOf")) is not None:
            for body in self.bodies(other, individual, depth + 1) or ():
                yield Atom(individual, Clash("disjoint"), individual), body, ()
        property = self._value(node, "onProperty")
        if property is None or isinstance(property, ox.BlankNode):
            return
        one, two = self._variable(), self._variable()
        edge = Atom(individual, property, one)
        if (filler := self._value(node, "allValuesFrom")) is not None:
            for atom, more, guards in self.heads(filler, one, depth + 1) or ():
                yield atom, (edge, *more), guards
        if (value := self._value(node, "hasValue")) is not None:
            yield Atom(individual, property, value), (), ()
        most = self._value(node, "maxCardinality") or self._value(node, "cardinality")
        if getattr(most, "value", None) == "0":
            yield Atom(individual, Clash("cardinality"), one), (edge,), ()
        if getattr(most, "value", None) == "1":
            both = (edge, Atom(individual, property, two))
            yield Atom(one, Clash("cardinality"), two), both, (Guard("before", one, two),)

    def _parts(
        self, node: ox.NamedNode | ox.BlankNode, individual: Term, depth: int
    ) -> Iterator[Head]:
        for part in self._members(node, "intersectionOf"):
            yield from self.heads(part, individual, depth + 1) or ()

    def _members(self, node: ox.NamedNode | ox.BlankNode, name: str) -> list[Term]:
        lists = self._triples.values(node, OWL + name)
        return [term_of(each) for head in lists[:1] for each in self._triples.members(head)]

    def _value(self, node: ox.NamedNode | ox.BlankNode, name: str) -> Term | None:
        found = self._triples.values(node, OWL + name)
        return term_of(found[0]) if found else None

    def _variable(self) -> Var:
        return Var(f"v{next(self._fresh)}")
