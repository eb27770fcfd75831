"""Rules as values: atoms over variables and terms, and what else must hold.

Terms are any hashable values; the graph uses IRIs as strings and `kg.records.Literal`. A triple that
is explicitly denied has its predicate in `Denied`: that is classical negation, not absence.
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Literal as OneOf

Term = Hashable
Triple = tuple[Term, Term, Term]

Comparison = OneOf["!=", "before", "<", "<=", ">", ">=", "literal", "thing", "not-datatype"]


@dataclass(frozen=True, slots=True)
class Var:
    """A variable of a rule."""

    name: str


@dataclass(frozen=True, slots=True)
class Denied:
    """The predicate of a triple that is said not to hold."""

    predicate: Term


@dataclass(frozen=True, slots=True)
class Clash:
    """The predicate of a triple that stands for a conflict between two ends.

    Attributes:
        kind: For example "disjoint" or "functional".
    """

    kind: str


@dataclass(frozen=True, slots=True)
class Atom:
    """A triple in which any place may be a variable."""

    subject: Term
    predicate: Term
    object: Term

    def __iter__(self) -> Iterator[Term]:
        return iter((self.subject, self.predicate, self.object))

    def variables(self) -> set[Var]:
        """Return the variables in it."""
        return {each for each in self if isinstance(each, Var)}


@dataclass(frozen=True, slots=True)
class Guard:
    """A test of values that are bound already.

    Attributes:
        test: "before" is `!=` that lets only one of two orders through; "literal" and "thing" look at
            `left` alone; "not-datatype": `left` is no literal of the datatypes in `right`, a tuple.
    """

    test: Comparison
    left: Term
    right: Term = None

    def variables(self) -> set[Var]:
        """Return the variables in it."""
        return {each for each in (self.left, self.right) if isinstance(each, Var)}


@dataclass(frozen=True, slots=True)
class Rule:
    """If the whole body holds, the head does.

    Attributes:
        name: How proofs name it.
        text: The axiom or rule as people write it, for proofs.
        body: May be empty: then the head holds by itself.
        axiom: It comes from an ontology.
    """

    name: str
    head: Atom
    body: tuple[Atom, ...] = ()
    guards: tuple[Guard, ...] = ()
    text: str = ""
    axiom: bool = False

    def unbound(self) -> set[Var]:
        """Return variables of the head or of a guard that no atom of the body binds; there should be none."""
        bound: set[Var] = set().union(*(atom.variables() for atom in self.body))
        needed = self.head.variables().union(*(guard.variables() for guard in self.guards))
        return needed - bound
