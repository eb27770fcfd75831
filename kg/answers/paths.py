"""Walking the graph from what a question names, as far as its words carry: at most three relations."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.answers.graph import Graph
from kg.answers.question import Asked, free_places
from kg.answers.reader import Reader
from kg.answers.records import Branch, Link, Named, Plan, Step, Steps, Term
from kg.answers.relations import NOWHERE, Match
from kg.answers.sparql import shown_query
from kg.answers.surroundings import Surroundings
from kg.records import Iri, Literal

HOPS = 3
_FRONTIER = 60
"""Things that one path is followed from."""

_BEAM = 10
_QUERIES = 20
"""Pairs of paths for which the graph is asked whether they meet."""

_LEAST = 0.4
_OUT_OF_ORDER, _AGAINST_ORDER = 0.85, 0.5
_LONGER = 0.97
_MISSED = 0.6
"""A word that puts a relation, and is not explained, asks for something else than what was found."""

_NOUN, _LONE_NOUN = 0.25, 1.0


@dataclass(frozen=True, slots=True)
class Trail:
    """A path that the graph has, with the words that put it.

    Attributes:
        topic: What the question calls its start; `named` is the candidate that it starts from.
        link_score: How well that candidate fits its name.
        matches: The words that put each step.
        ends: Where it leads; a step that nothing puts is never followed.
        cut: It leads to more than that.
    """

    topic: Link
    named: Named
    link_score: float
    steps: Steps
    matches: tuple[Match, ...]
    ends: frozenset[Term]
    cut: bool = False

    @property
    def branch(self) -> Branch:
        """The path alone."""
        return Branch(self.named.iri, self.steps)

    @property
    def places(self) -> frozenset[int]:
        """The words that put it."""
        return NOWHERE.union(*(match.places for match in self.matches))

    @property
    def strength(self) -> float:
        """How well the words put it, 0 to 1: the geometric mean, less for steps out of order."""
        product = 1.0
        for match in self.matches:
            product *= match.strength
        mean = product ** (1 / max(len(self.matches), 1))
        return float(mean * _LONGER ** (len(self.matches) - 1) * self._order() * self.link_score)

    def _order(self) -> float:
        """In "the wife of the director of X" the step nearest to X comes first; "who married the daughter of X" is no other way."""
        said = [max(match.places) for match in self.matches if match.places and not match.whole]
        if len(said) == len(self.matches) and max(said, default=0) < self.topic.first:
            return 1.0 if said == sorted(said, reverse=True) else _AGAINST_ORDER
        away = [
            min(abs(place - self.topic.first) for place in match.places)
            for match in self.matches
            if match.noun and match.places
        ]
        return _OUT_OF_ORDER if away != sorted(away) else 1.0


class Walk:
    """Follows a question's words through the graph.

    Attributes:
        surroundings: What has been looked at.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self.surroundings = Surroundings(graph)
        self._asked = 0

    def trails(self, asked: Asked, reader: Reader) -> list[Trail]:
        """Return every path that the question's words put, the shortest first."""
        frontier = [
            Trail(link, named, score, (), (), frozenset({Iri(named.iri)}))
            for link in asked.links
            for named, score in link.candidates
        ]
        found: list[Trail] = []
        for _ in range(HOPS):
            longer = list(self._longer(frontier, asked, reader))
            found += longer
            frontier = _beam(longer, asked)
            if not frontier:
                break
        return found

    def meeting(self, one: Trail, other: Trail) -> frozenset[Term]:
        """Return what two paths both lead to; the graph is asked where that is too much to have been looked at."""
        both = one.ends & other.ends
        if both or not (one.cut or other.cut) or self._asked >= _QUERIES:
            return both
        self._asked += 1
        rows = self._graph.rows(shown_query(Plan("list", (one.branch, other.branch))))
        return frozenset(row["answer"] for row in rows if "answer" in row)

    def leads_to_any(self, plan: Plan) -> bool:
        """Return whether a plan has any answer."""
        return bool(self._graph.rows(shown_query(replace(plan, form="list", order=None))))

    def number(self, trail: Trail) -> int:
        """Return how many things or values a path leads to."""
        if not trail.cut:
            return len(trail.ends)
        (row,) = self._graph.rows(shown_query(Plan("count", (trail.branch,))))
        return int(row["count"].value)

    def _longer(self, trails: Sequence[Trail], asked: Asked, reader: Reader) -> Iterator[Trail]:
        nodes = {trail: _things(trail.ends) for trail in trails}
        around = self.surroundings.of(node for some in nodes.values() for node in some)
        for trail, some in nodes.items():
            ends: dict[Step, set[Term]] = defaultdict(set)
            cut: set[Step] = set()
            for node in some:
                for step, others in around[node].items():
                    ends[step] |= others
                    cut |= {step} if self.surroundings.cut(node, step) else set()
            for step, others in ends.items():
                kept = frozenset(others - {Iri(trail.named.iri)})
                match = _best(trail, step, asked, reader)
                if match and kept:
                    yield Trail(
                        trail.topic, trail.named, trail.link_score,
                        (*trail.steps, step), (*trail.matches, match), kept,
                        trail.cut or step in cut or len(trail.ends) > len(some) == _FRONTIER,
                    )  # fmt: skip


def _best(trail: Trail, step: Step, asked: Asked, reader: Reader) -> Match | None:
    """The words that put a step best, some of which no step before has used."""
    topic = trail.topic if not trail.steps else None
    free = [
        match for match in reader.matches(step, topic)
        if match.strength >= _LEAST and match.places - trail.places
        and (match.whole or match.places & (asked.content | asked.noun))
    ]  # fmt: skip
    worth = {
        match: match.strength * weight(asked, match.places - trail.places) ** 0.5 for match in free
    }
    return max(free, key=lambda match: (worth[match], sorted(match.places)), default=None)


def _beam(trails: Sequence[Trail], asked: Asked) -> list[Trail]:
    """The paths that are worth going on from: words are left, and they lead to things."""
    wanting = [
        trail for trail in trails
        if (asked.content | asked.noun) - trail.places and any(isinstance(end, Iri) for end in trail.ends)
    ]  # fmt: skip
    return sorted(wanting, key=lambda one: -one.strength * covered(asked, one.places))[:_BEAM]


def _things(ends: Iterable[Term]) -> list[str]:
    return sorted(end.value for end in ends if isinstance(end, Iri))[:_FRONTIER]


def weight(asked: Asked, places: frozenset[int]) -> float:
    """Return how much of the question's meaning some words carry."""
    noun = _NOUN if asked.content else _LONE_NOUN
    return len(places & asked.content) + noun * bool(places & asked.noun)


def covered(asked: Asked, places: frozenset[int]) -> float:
    """Return the share of the question's meaning that some words carry, 0 to 1."""
    every = len(asked.content) + (0.0 if asked.content else _LONE_NOUN * bool(asked.noun))
    missed = bool((asked.claimed & asked.content) - places)
    if not every:  # "Name a painter": only the whole question says what is asked
        return float(bool(places) and places >= free_places(asked))
    share = min(weight(asked, places) / every, 1.0)
    return share * (_MISSED if missed else 1.0)


def literals(ends: Iterable[Term]) -> list[Literal]:
    """Return the values among the ends."""
    return [end for end in ends if isinstance(end, Literal)]
