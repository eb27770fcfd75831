"""Whether what a path leads to is of the kind that is asked for."""

from kg.answers.paths import Trail, covered, literals
from kg.answers.question import Asked
from kg.answers.records import Step
from kg.answers.relations import Relations
from kg.iris import XSD
from kg.ontology.datatypes import NUMBERS, TIMES
from kg.records import Iri, Literal

LEAST = 0.51
"""A plan that explains the question less well, half of it for example, is not followed: the graph does not say."""

_UNUSED_NAME = 0.45
_MISFIT, _UNSURE = 0.15, 0.9
_THINGS = frozenset({"person", "organisation", "place", "thing"})


def end_types(relations: Relations, step: Step) -> frozenset[str]:
    """Return the types that a step may lead to; empty: any."""
    property = relations.property(step.predicate)
    if step.forward and property.datatype:
        dated = property.datatype in TIMES or "time" in property.range
        return frozenset({"time"} if dated else {"number"})
    return frozenset(property.range if step.forward else property.domain)


def fit(relations: Relations, asked: Asked, trail: Trail) -> float:
    """Return how well the ends of a path fit the kind that is asked for, 0 to 1."""
    values = literals(trail.ends)
    if len(values) == len(trail.ends):
        kinds = frozenset(kind_of(value) for value in values)
        if asked.expected:
            return 1.0 if kinds & asked.expected else _MISFIT
        return _UNSURE if asked.form in ("list", "yesno") else 1.0
    if not asked.expected:
        return 1.0
    if asked.expected <= {"time"}:
        return _MISFIT
    types = end_types(relations, trail.steps[-1])
    if not types:
        return _UNSURE
    # a range that the ontology declares is wide; what is asked by "which" may be any thing
    return 1.0 if types & asked.expected else _MISFIT


def kind_of(value: Literal) -> str:
    """Return "time", "number" or "text"."""
    if value.datatype in TIMES:
        return "time"
    if value.datatype in NUMBERS or value.datatype == XSD + "integer":
        return "number"
    return "text"


def score(relations: Relations, asked: Asked, trail: Trail) -> float:
    """Return how well one path explains the question."""
    unused = len(asked.links) - 1
    worth: float = (
        trail.strength
        * covered(asked, trail.places)
        * fit(relations, asked, trail)
        * _UNUSED_NAME**unused
    )
    return worth


def joint_score(relations: Relations, asked: Asked, one: Trail, other: Trail) -> float:
    """Return how well two paths that meet at the answer explain the question."""
    unused = len(asked.links) - 2
    kinds = min(fit(relations, asked, one), fit(relations, asked, other))
    both = (one.strength * other.strength) ** 0.5
    worth: float = both * covered(asked, one.places | other.places) * kinds * _UNUSED_NAME**unused
    return 0.97 * worth


def has_things(trail: Trail) -> bool:
    """Return whether a path leads to things."""
    return any(isinstance(end, Iri) for end in trail.ends)
