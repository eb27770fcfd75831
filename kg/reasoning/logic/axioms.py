"""The axioms of an RDFS or OWL 2 ontology as rules: what OWL 2 RL/RDF can say (W3C, 2012, §4.3).

Each axiom is compiled, so that subclasses and the like are looked up no more when facts come. What OWL
would have two names mean one thing for (functional properties) is a conflict here: names of different
things are taken to be different, after identity has been resolved.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.iris import XSD
from kg.ontology import vocabulary as terms
from kg.ontology.triples import Term as Node
from kg.ontology.triples import Triples
from kg.reasoning.logic.characteristics import characteristic
from kg.reasoning.logic.classes import Classes, atom_of
from kg.reasoning.logic.rules import Atom, Clash, Denied, Guard, Rule, Term, Var
from kg.reasoning.logic.shown import shown, term_of

OWL, RDFS = terms.OWL, terms.RDFS
_X, _Y = Var("x"), Var("y")
_OF_EXPRESSIONS = {terms.RDF_TYPE, terms.SUBCLASS_OF, OWL + "disjointWith"}
"""What may be said of a class that has no name; lists and restrictions are read where they stand."""
_SILENT = {RDFS + name for name in ("label", "comment", "seeAlso", "isDefinedBy")}


@dataclass
class Axioms:
    """What an ontology comes to.

    Attributes:
        rules: In the order of the ontology.
        ignored: Axioms that this cannot reason with, each once, as text.
    """

    rules: list[Rule] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def axioms_of(triples: Triples) -> Axioms:
    """Compile an ontology. Annotations say nothing that could follow, and are not `ignored`."""
    return _Compiler(triples).read()


class _Compiler:
    def __init__(self, triples: Triples) -> None:
        self._triples = triples
        self._found = Axioms()
        self._classes = Classes(triples)
        owl = {
            "equivalentClass": self._equivalent_class,
            "disjointWith": self._disjoint,
            "complementOf": self._complement,
            "equivalentProperty": self._equivalent_property,
            "inverseOf": self._inverse,
            "propertyChainAxiom": self._chain,
            "propertyDisjointWith": self._disjoint_properties,
            "intersectionOf": self._defined_by,
            "unionOf": self._defined_by,
            "oneOf": self._defined_by,
        }
        self._by_predicate: dict[str, Callable[[Term, Node], None]] = {
            terms.SUBCLASS_OF: self._subclass,
            terms.SUBPROPERTY_OF: self._subproperty,
            RDFS + "domain": self._domain,
            RDFS + "range": self._range,
            terms.RDF_TYPE: self._kind,
            **{OWL + name: one for name, one in owl.items()},
        }

    def read(self) -> Axioms:
        for subject in self._triples.nodes():
            for predicate, values in self._triples.about(subject):
                for value in values:
                    self._axiom(subject, predicate, value)
        return self._found

    def _axiom(self, subject: ox.NamedNode | ox.BlankNode, predicate: str, value: Node) -> None:
        self._text = shown(self._triples, subject, predicate, value)
        known = self._by_predicate.get(predicate)
        if known is not None:
            if isinstance(subject, ox.NamedNode) or predicate in _OF_EXPRESSIONS:
                known(term_of(subject), value)
        elif isinstance(subject, ox.NamedNode) and self._is_fact(predicate):
            self._add(Atom(subject.value, predicate, term_of(value)))
        elif isinstance(subject, ox.NamedNode) and predicate.startswith(OWL):
            self._ignore(predicate)

    def _is_fact(self, predicate: str) -> bool:
        kinds = set(self._triples.iris(predicate, terms.RDF_TYPE))
        return not kinds.isdisjoint(terms.PROPERTY) and predicate not in _SILENT

    def _add(self, head: Atom, body: tuple[Atom, ...] = (), *guards: Guard) -> None:
        self._found.rules.append(Rule(self._text, head, body, guards, self._text, axiom=True))

    def _ignore(self, why: str) -> None:
        if (said := f"{self._text} ({why})") not in self._found.ignored:
            self._found.ignored.append(said)

    def _subclass(self, subject: Term, value: Node) -> None:
        self._implies(subject, term_of(value))

    def _equivalent_class(self, subject: Term, value: Node) -> None:
        self._implies(subject, term_of(value))
        self._implies(term_of(value), subject)

    def _defined_by(self, subject: Term, value: Node) -> None:
        """A named class that is itself the union or intersection: both directions hold."""
        for body in self._classes.bodies_of_definition(subject, _X):
            self._conclude(body, subject)
        for head in self._classes.heads_of_definition(subject):
            self._add_head((atom_of(_X, subject),), head)

    def _implies(self, narrow: Term, wide: Term) -> None:
        bodies = self._classes.bodies(narrow, _X)
        if bodies is None:
            self._ignore("the narrower class cannot be recognised by a Horn rule")
            return
        for body in bodies:
            self._conclude(body, wide)

    def _conclude(self, body: tuple[Atom, ...], wide: Term) -> None:
        heads = self._classes.heads(wide, _X)
        if heads is None:
            self._ignore("the wider class says more than a Horn rule can")
            return
        for head in heads:
            self._add_head(body, head)

    def _add_head(
        self, body: tuple[Atom, ...], head: tuple[Atom, tuple[Atom, ...], tuple[Guard, ...]]
    ) -> None:
        concluded, more, guards = head
        self._add(concluded, (*body, *more), *guards)

    def _disjoint(self, subject: Term, value: Node) -> None:
        self._apart(subject, term_of(value))

    def _complement(self, subject: Term, value: Node) -> None:
        self._apart(subject, term_of(value))

    def _apart(self, one: Term, other: Term) -> None:
        for left in self._classes.bodies(one, _X) or ():
            for right in self._classes.bodies(other, _X) or ():
                self._add(Atom(_X, Clash("disjoint"), _X), (*left, *right))

    def _subproperty(self, subject: Term, value: Node) -> None:
        self._add(self._edge(term_of(value), _X, _Y), (self._edge(subject, _X, _Y),))

    def _equivalent_property(self, subject: Term, value: Node) -> None:
        self._subproperty(subject, value)
        self._add(self._edge(subject, _X, _Y), (self._edge(term_of(value), _X, _Y),))

    def _inverse(self, subject: Term, value: Node) -> None:
        other = term_of(value)
        self._add(self._edge(other, _Y, _X), (self._edge(subject, _X, _Y),))
        self._add(self._edge(subject, _Y, _X), (self._edge(other, _X, _Y),))

    def _chain(self, subject: Term, value: Node) -> None:
        links = [term_of(each) for each in self._triples.members(value)]
        places = [Var(f"x{at}") for at in range(len(links) + 1)]
        body = tuple(self._edge(link, *places[at : at + 2]) for at, link in enumerate(links))
        if body:
            self._add(self._edge(subject, places[0], places[-1]), body)

    def _disjoint_properties(self, subject: Term, value: Node) -> None:
        body = (self._edge(subject, _X, _Y), self._edge(term_of(value), _X, _Y))
        self._add(Atom(_X, Clash("disjoint properties"), _Y), body)

    def _domain(self, subject: Term, value: Node) -> None:
        for head in self._classes.heads(term_of(value), _X) or ():
            self._add_head((self._edge(subject, _X, _Y),), head)

    def _range(self, subject: Term, value: Node) -> None:
        edge, wanted = self._edge(subject, _X, _Y), term_of(value)
        clash = Atom(_X, Clash("range"), _Y)
        if isinstance(wanted, str) and wanted.startswith(XSD):
            self._add(clash, (edge,), Guard("not-datatype", _Y, (wanted,)))
            return
        if wanted == terms.RDF_LITERAL_CLASS:
            self._add(clash, (edge,), Guard("thing", _Y))
            return
        self._add(clash, (edge,), Guard("literal", _Y))
        for atom, more, guards in self._classes.heads(wanted, _Y) or ():
            self._add(atom, (edge, *more), Guard("thing", _Y), *guards)

    def _kind(self, subject: Term, value: Node) -> None:
        kind = term_of(value)
        name = str(kind).removeprefix(OWL)
        if str(kind).startswith(terms.LANGUAGE_OF_ONTOLOGIES):
            if said := characteristic(name, lambda one, other: self._edge(subject, one, other)):
                head, body, guards = said
                self._add(head, body, *guards)
            elif name in ("AllDisjointClasses", "AllDisjointProperties"):
                self._all_disjoint(subject)
            elif name == "NegativePropertyAssertion":
                self._negative(subject)
        elif isinstance(subject, str):
            for head, more, _ in self._classes.heads(kind, subject) or ():
                if not more:
                    self._add(head)

    def _all_disjoint(self, node: Term) -> None:
        for members in self._triples.values(_node(node), OWL + "members"):
            listed = [term_of(each) for each in self._triples.members(members)]
            named = [self._triples.iris(str(each), terms.RDF_TYPE) for each in listed]
            are_properties = any(not terms.PROPERTY.isdisjoint(kinds) for kinds in named)
            for at, one in enumerate(listed):
                for other in listed[at + 1 :]:
                    if are_properties:
                        self._disjoint_properties(one, ox.NamedNode(str(other)))
                    else:
                        self._apart(one, other)

    def _negative(self, node: Term) -> None:
        parts = [
            self._triples.values(_node(node), OWL + name)
            for name in ("sourceIndividual", "assertionProperty", "targetIndividual")
        ]
        parts[2] += self._triples.values(_node(node), OWL + "targetValue")
        if all(parts):
            source, predicate, target = (term_of(each[0]) for each in parts)
            self._add(Atom(source, Denied(predicate), target))

    def _edge(self, property: Term, one: Term, other: Term) -> Atom:
        """The triple of a property, or of the inverse of one that has no name."""
        if isinstance(property, ox.BlankNode):
            named: Iterator[Node] = iter(self._triples.values(property, terms.INVERSE_OF))
            inner = next(named, None)
            if inner is not None:
                return Atom(other, term_of(inner), one)
        return Atom(one, property, other)


def _node(term: Term) -> ox.NamedNode | ox.BlankNode:
    return term if isinstance(term, ox.BlankNode) else ox.NamedNode(str(term))
