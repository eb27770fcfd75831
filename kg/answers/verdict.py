"""Yes, no, or neither: the graph says what texts assert, and its silence is no denial.

No is said where a text denies it, where the relation has one value and that is another, and where
values that are known compare the other way.
"""

from dataclasses import dataclass

from kg.answers.bounds import within
from kg.answers.compare import Compared
from kg.answers.fitting import LEAST, fit, has_things
from kg.answers.paths import Trail, covered
from kg.answers.plan import Planner
from kg.answers.records import Link, Plan, Step
from kg.answers.relations import Relations
from kg.answers.sources import Known, Sources
from kg.answers.values import comparable
from kg.answers.within import may_lie_in, way_into
from kg.records import Iri

_SINGLE = frozenset("capital inception father mother".split()) | {"publication date"}
_MEETS = 1.25
"""How much a path that leads to the other name is preferred."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What can be said: `yes` is None where it is neither, and `reason` says why.

    Attributes:
        plan: What the facts behind it are found by.
        denials: Statements that texts deny.
    """

    yes: bool | None
    plan: Plan | None = None
    denials: tuple[Known, ...] = ()
    reason: str = ""
    score: float = 0.0


def judge(planner: Planner, sources: Sources) -> Verdict:
    """Decide a question that is to be answered by yes or no."""
    asked = planner.asked
    if asked.order and len(asked.links) > 1:
        return _by_comparison(planner)
    if asked.bounds:
        return _by_bounds(planner)
    if len(asked.links) > 1:
        return _by_meeting(planner, sources)
    return _by_existence(planner)


def _by_comparison(planner: Planner) -> Verdict:
    compared = Compared.of(planner)
    if compared is None:
        return Verdict(
            None, reason="the graph does not have the values of both that would have to be compared"
        )
    first, second = compared.keys[:2]
    yes = first < second if planner.asked.order == "least" else first > second
    return Verdict(yes, compared.plan, score=compared.plan.score)


def _by_bounds(planner: Planner) -> Verdict:
    bounds = planner.asked.bounds
    assert bounds is not None
    for trail in _ranked(planner, planner.trails):
        if bounds.is_date or not planner.asked.amount or not has_things(trail):
            keys = [key for end in trail.ends if (key := comparable(end)) is not None]
            if not keys:
                continue
            yes = any(within(key, bounds) for key in keys)
        else:
            yes = within((float(planner.walk.number(trail)),), bounds)
        plan = Plan("yesno", (trail.branch,), score=_worth(planner, trail))
        return Verdict(yes, plan, score=plan.score)
    return Verdict(None, reason="the graph has no date or number that would decide it")


def _by_meeting(planner: Planner, sources: Sources) -> Verdict:
    """Whether what the words put leads from one name to another."""
    if found := _denied(planner, sources):
        return found
    ranked = _ranked(planner, [trail for trail in planner.trails if has_things(trail)])
    ranked.sort(
        key=lambda trail: -_worth(planner, trail) * (_MEETS if _target(planner, trail) else 1.0)
    )
    for trail in ranked:
        worth = _worth(planner, trail)
        if target := _target(planner, trail):
            plan = Plan("yesno", (trail.branch,), among=(target,), score=min(worth, 1.0))
            return Verdict(True, plan, score=plan.score)
        if _single(planner.relations, trail.steps) and not _rivalled(planner, trail):
            return _other_value(planner, trail, worth)
    for trail in ranked[:1]:
        worth = _worth(planner, trail)
        said = planner.relations.label(trail.steps[-1].predicate)
        return Verdict(
            None, Plan("yesno", (trail.branch,), score=worth),
            reason=f"the graph has other values of “{said}”, but no text says this one, and none denies it",
        )  # fmt: skip
    return Verdict(None, reason="no text says so, and none denies it")


def _other_value(planner: Planner, trail: Trail, worth: float) -> Verdict:
    """The one value is not what is asked for: no, unless it lies in it, or may."""
    others = [link for link in planner.asked.links if link != trail.topic]
    targets = frozenset(named.iri for link in others for named, _ in link.candidates)
    if branch := way_into(trail, targets, planner.walk, planner.relations):
        among = tuple(Iri(iri) for iri in sorted(targets))
        return Verdict(
            True, Plan("yesno", (branch,), among=among, score=min(worth, 1.0)), score=worth
        )
    plan = Plan("yesno", (trail.branch,), score=worth)
    if may_lie_in(trail, targets, planner.walk, planner.relations):
        reason = "it has another value, but not whether that lies in what is asked for, or the other way round"
        return Verdict(None, plan, reason=reason)
    return Verdict(False, plan, score=worth)


def _by_existence(planner: Planner) -> Verdict:
    for trail in _ranked(planner, planner.trails):
        plan = Plan("yesno", (trail.branch,), score=_worth(planner, trail))
        return Verdict(True, plan, score=plan.score)
    return Verdict(None, reason="no text says so, and none denies it")


def _denied(planner: Planner, sources: Sources) -> Verdict | None:
    """A text that denies what the words put of two of the names."""
    links = planner.asked.links
    for one in links:
        for other in links:
            if one is not other:
                denials = [
                    known
                    for subject, _ in one.candidates
                    for object, _ in other.candidates
                    for known in sources.denied(subject.iri, object.iri)
                    if _puts(planner, known, one)
                ]
                if denials:
                    return Verdict(False, denials=tuple(denials), score=0.9)
    return None


def _puts(planner: Planner, known: Known, topic: Link) -> bool:
    step = Step(known.row.statement.predicate, True)
    asked = planner.asked
    return any(
        match.strength * covered(asked, match.places) >= LEAST
        for match in planner.reader.matches(step, topic)
    )


def _worth(planner: Planner, trail: Trail) -> float:
    return (
        trail.strength
        * covered(planner.asked, trail.places)
        * fit(planner.relations, planner.asked, trail)
    )


def _ranked(planner: Planner, trails: list[Trail]) -> list[Trail]:
    good = [trail for trail in trails if _worth(planner, trail) >= LEAST]
    return sorted(good, key=lambda trail: -_worth(planner, trail))


def _target(planner: Planner, trail: Trail) -> Iri | None:
    """The other name that a path leads to, if it does."""
    for link in planner.asked.links:
        if link != trail.topic:
            for named, _ in link.candidates:
                if Iri(named.iri) in trail.ends:
                    return Iri(named.iri)
    return None


def _rivalled(planner: Planner, trail: Trail) -> bool:
    """Whether the same words put another relation to the same kind of thing: a daughter has two parents."""
    step, relations = trail.steps[-1], planner.relations
    topic = trail.topic if len(trail.steps) == 1 else None
    mine = relations.property(step.predicate)
    return any(
        match.places & trail.matches[-1].places
        and match.strength >= trail.matches[-1].strength - 0.05
        for iri in planner.known
        if iri != step.predicate and set(relations.property(iri).range) & set(mine.range)
        for match in planner.reader.matches(Step(iri, step.forward), topic)
    )


def _single(relations: Relations, steps: tuple[Step, ...]) -> bool:
    """Whether each step has one value at most, so that another value means no."""
    properties = [relations.property(step.predicate) for step in steps]
    return all(
        step.forward and (one.functional or one.label in _SINGLE)
        for step, one in zip(steps, properties, strict=True)
    )
