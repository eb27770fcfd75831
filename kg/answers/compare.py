"""Comparing things that a question names: by one value that all of them have."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from kg.answers.fitting import LEAST
from kg.answers.paths import covered
from kg.answers.plan import Planner
from kg.answers.records import Named, Plan, Step, Term
from kg.answers.values import Measure, comparable, measures
from kg.records import Iri


@dataclass(frozen=True, slots=True)
class Compared:
    """What was compared: things, and the key of each, in the order of the question."""

    plan: Plan
    keys: tuple[tuple[float, ...], ...]

    @classmethod
    def of(cls, planner: Planner) -> Self | None:
        """Compare the things that the question names; None where one lacks the value."""
        found = [one for one in cls._all(planner) if one.plan.score >= LEAST]
        return max(found, key=lambda one: one.plan.score, default=None)

    @classmethod
    def _all(cls, planner: Planner) -> Iterator[Self]:
        asked = planner.asked
        things = _compared(planner)
        if len(things) < 2:
            return
        around = planner.walk.surroundings.of(one.iri for one in things)
        common = set.intersection(*(set(around[one.iri]) for one in things))
        steps = [(step, _ends(around, step)) for step in sorted(common, key=str)]
        for measure in measures(asked, planner.relations, planner.reader, steps):
            keys = [_key(around[one.iri][measure.step], asked.amount) for one in things]
            share = covered(asked, measure.match.places) if asked.content else 1.0
            if all(key is not None for key in keys):
                yield cls(
                    _plan(planner, things, measure, measure.match.strength * share),
                    tuple(key for key in keys if key is not None),
                )


def _compared(planner: Planner) -> list[Named]:
    """The likeliest thing for each name, those beside "or" and "than" where there are more than two."""
    return [link.best for link in planner.asked.links][-2:]


def _ends(around: dict[str, dict[Step, set[Term]]], step: Step) -> frozenset[Term]:
    return frozenset().union(*(steps.get(step, set()) for steps in around.values()))


def _key(ends: set[Term], amount: bool) -> tuple[float, ...] | None:
    if amount:
        return (float(len(ends)),)
    keys = [key for end in ends if (key := comparable(end)) is not None]
    return min(keys, default=None)


def _plan(planner: Planner, things: list[Named], measure: Measure, worth: float) -> Plan:
    asked = planner.asked
    return Plan(
        "yesno" if asked.form == "yesno" else "compare",
        value=(measure.step,),
        order=asked.order,
        among=tuple(Iri(one.iri) for one in things),
        many=asked.amount,
        dated=measure.dated,
        score=worth,
    )
