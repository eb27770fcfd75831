"""Answers of the kind that a question names: "which PHYSICIST was born in Bonn"."""

from collections.abc import Iterator
from dataclasses import replace

from kg.answers.paths import Walk
from kg.answers.question import Asked
from kg.answers.records import Branch, Plan
from kg.answers.relations import Relations

_SAY_KINDS = frozenset(
    "instance of|occupation|genre|profession|type|sport|position held".split("|")
)
"""Labels of relations whose object says what kind of thing the subject is."""


def of_kind(plan: Plan, asked: Asked, relations: Relations, walk: Walk) -> Plan | None:
    """Return a plan that keeps to the kind that is asked for; None where nothing is of that kind.

    What no relation of the graph takes for a kind leaves the plan as it is.
    """
    branches = list(_branches(asked, relations, walk))
    narrowed = (replace(plan, branches=(*plan.branches, branch)) for branch in branches)
    return next((one for one in narrowed if walk.leads_to_any(one)), None if branches else plan)


def _branches(asked: Asked, relations: Relations, walk: Walk) -> Iterator[Branch]:
    for link in asked.kinds:
        for named, _ in link.candidates:
            for step in walk.surroundings.of([named.iri])[named.iri]:
                if not step.forward and relations.label(step.predicate) in _SAY_KINDS:
                    yield Branch(named.iri, (step,))
