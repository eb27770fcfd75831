"""From a question and the paths that its words put, to the one plan that explains it best."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from kg.answers.fitting import LEAST, has_things, joint_score, score
from kg.answers.kinds import of_kind
from kg.answers.paths import Walk, covered
from kg.answers.question import Asked
from kg.answers.reader import Reader
from kg.answers.records import Branch, Plan, Step, Term
from kg.answers.relations import NOWHERE, Relations
from kg.answers.values import declared, measures
from kg.ontology.records import VALUES
from kg.records import Iri

_BASES = 6
_PAIRS = 400
_STRAY = 0.5


@dataclass(frozen=True, slots=True)
class Base:
    """Things that paths lead to, or all of a type, before any value is looked at."""

    branches: tuple[Branch, ...]
    ends: frozenset[Term]
    places: frozenset[int]
    strength: float
    score: float


class Planner:
    """Plans for one question.

    Args:
        types_of: Gives the entity types of things, by IRI.
        class_of: Gives the class IRI of an entity type.
        known: IRIs of the ontology's properties.
    """

    def __init__(
        self,
        asked: Asked,
        relations: Relations,
        walk: Walk,
        *,
        types_of: Callable[[Sequence[str]], dict[str, frozenset[str]]],
        class_of: Callable[[str], str],
        known: Sequence[str],
    ) -> None:
        self.asked = asked
        self.relations = relations
        self.walk = walk
        self.reader = Reader(relations, asked)
        self.trails = walk.trails(asked, self.reader)
        self._types_of = types_of
        self._class_of = class_of
        self.known = known

    def best(self) -> Plan | None:
        """Return the plan that explains the question best; None where none explains enough of it."""
        asked = self.asked
        if asked.form == "superlative" or asked.bounds:
            plans = list(self._valued())
        else:
            plans = [self._plain(base) for base in self._bases()]
        best = max(plans, key=lambda plan: plan.score, default=None)
        if best is None or best.score < LEAST:
            return None
        return of_kind(best, asked, self.relations, self.walk) if asked.kinds else best

    def _plain(self, base: Base) -> Plan:
        values = not any(isinstance(end, Iri) for end in base.ends)
        form = "list" if values and self.asked.form == "count" else self.asked.form
        types, kept = self._types(base)
        return Plan(form, base.branches, types=types, score=base.score * kept)

    def _bases(self) -> list[Base]:
        """The best paths, and the best pairs of paths from two names that meet."""
        scored = [(score(self.relations, self.asked, trail), trail) for trail in self.trails]
        bases = [
            Base((trail.branch,), trail.ends, trail.places, trail.strength, worth)
            for worth, trail in scored
        ]
        if len(self.asked.links) > 1:
            bases += self._joined()
        return sorted(bases, key=lambda base: -base.score)[:_BASES]

    def _joined(self) -> Iterator[Base]:
        ranked = sorted(self.trails, key=lambda trail: -trail.strength)[: _PAIRS // 4]
        for one, other in combinations(ranked, 2):
            if one.topic == other.topic or len(one.steps) + len(other.steps) > 3:
                continue
            if both := self.walk.meeting(one, other):
                yield Base(
                    (one.branch, other.branch), both, one.places | other.places,
                    (one.strength * other.strength) ** 0.5,
                    joint_score(self.relations, self.asked, one, other),
                )  # fmt: skip

    def _valued(self) -> Iterator[Plan]:
        """Plans that look at a value of what paths lead to, or of all things of a type."""
        asked = self.asked
        for base in self._wide_bases():
            for measure in measures(asked, self.relations, self.reader, self._steps(base)):
                places = base.places | measure.match.places
                strength = (base.strength * measure.match.strength) ** 0.5
                unused = len(asked.links) - len(base.branches)
                types, kept = self._types(base)
                yield self._with_value(
                    Plan(asked.form, base.branches, types=types), measure.step, measure.dated,
                    strength * covered(asked, places) * kept * 0.45**unused,
                )  # fmt: skip
        if not asked.links and asked.expected:
            types = tuple(sorted(map(self._class_of, asked.expected)))
            for measure in declared(asked, self.relations, self.reader, self.known):
                share = covered(asked, measure.match.places) if asked.content else 1.0
                yield self._with_value(
                    Plan(asked.form, types=types),
                    measure.step,
                    measure.dated,
                    measure.match.strength * share,
                )

    def _wide_bases(self) -> list[Base]:
        """Paths that may leave words to the value."""
        things = [trail for trail in self.trails if has_things(trail)]
        bases = [
            Base(
                (one.branch,),
                one.ends,
                one.places,
                one.strength,
                score(self.relations, self.asked, one),
            )
            for one in things
        ]
        if len(self.asked.links) > 1:
            bases += [
                one for one in self._joined() if any(isinstance(end, Iri) for end in one.ends)
            ]
        return sorted(bases, key=lambda base: -base.score)[:_BASES]

    def _steps(self, base: Base) -> list[tuple[Step, frozenset[Term]]]:
        nodes = sorted(end.value for end in base.ends if isinstance(end, Iri))[:100]
        found: dict[Step, set[Term]] = defaultdict(set)
        for steps in self.walk.surroundings.of(nodes).values():
            for step, ends in steps.items():
                found[step] |= ends
        return [(step, frozenset(ends)) for step, ends in found.items()]

    def _with_value(self, plan: Plan, step: Step, dated: bool, worth: float) -> Plan:
        asked = self.asked
        form = plan.form if plan.form != "yesno" else "list"
        return replace(
            plan, form=form, value=(step,), bounds=asked.bounds, order=asked.order,
            many=asked.amount, dated=dated, score=worth,
        )  # fmt: skip

    def _types(self, base: Base) -> tuple[tuple[str, ...], float]:
        """The classes to ask for where only some of the ends are of the kind that the noun says."""
        asked = self.asked
        kinds = asked.expected - VALUES
        nodes = sorted(end.value for end in base.ends if isinstance(end, Iri))[:100]
        if not (kinds and nodes):
            return (), 1.0
        types = self._types_of(nodes)
        fits = [bool(types[node] & kinds) for node in nodes if types.get(node)]
        if all(fits):
            return (), 1.0
        if not any(fits):
            return (), _STRAY
        return (tuple(sorted(map(self._class_of, kinds))), 1.0) if asked.explicit else ((), 1.0)


def words_left(asked: Asked, places: frozenset[int] = NOWHERE) -> str:
    """Return the words of the question that nothing explains, for people."""
    return " ".join(asked.tokens[n].text for n in sorted((asked.content | asked.noun) - places))
