"""Characteristics of properties (symmetric, functional …) as rules: heads, bodies and guards."""

from collections.abc import Callable

from kg.reasoning.logic.rules import Atom, Clash, Guard, Term, Var

Edge = Callable[[Term, Term], Atom]
"""Makes the triple of the property between two ends."""

Said = tuple[Atom, tuple[Atom, ...], tuple[Guard, ...]]

_X, _Y, _Z = Var("x"), Var("y"), Var("z")
_DIFFERENT = (Guard("before", _Y, _Z),)


def characteristic(name: str, edge: Edge) -> Said | None:
    """Return what a characteristic of OWL 2 by its local name says of a property; None: it is none."""
    both = (edge(_X, _Y),)
    match name:
        case "SymmetricProperty":
            return edge(_Y, _X), both, ()
        case "TransitiveProperty":
            return edge(_X, _Z), (edge(_X, _Y), edge(_Y, _Z)), ()
        case "FunctionalProperty":
            return Atom(_Y, Clash("functional"), _Z), (edge(_X, _Y), edge(_X, _Z)), _DIFFERENT
        case "InverseFunctionalProperty":
            head = Atom(_Y, Clash("inverse functional"), _Z)
            return head, (edge(_Y, _X), edge(_Z, _X)), _DIFFERENT
        case "AsymmetricProperty":
            return Atom(_X, Clash("asymmetric"), _Y), (edge(_X, _Y), edge(_Y, _X)), ()
        case "IrreflexiveProperty":
            return Atom(_X, Clash("irreflexive"), _X), (edge(_X, _X),), ()
    return None
