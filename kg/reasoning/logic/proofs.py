"""Proofs: why something holds, rule by rule, down to premises; all those that need nothing superfluous."""

from collections import deque
from dataclasses import dataclass
from itertools import product

from kg.reasoning.logic.engine import Engine, Support
from kg.reasoning.logic.index import Fact

MOST_STEPS = 20_000
"""Derivations that one search looks at before it is content with what it has."""


@dataclass(frozen=True, slots=True, eq=False)
class Proof:
    """A triple, and why it holds.

    Attributes:
        rule: Number of the rule in `Engine.plans`; None for a premise.
        premises: Proofs of the triples that the rule's body became.
        leaves: All premises that it comes down to.
    """

    fact: Fact
    rule: int | None = None
    premises: "tuple[Proof, ...]" = ()
    leaves: frozenset[Fact] = frozenset()

    @property
    def size(self) -> int:
        """How many steps it has."""
        return 1 + sum(each.size for each in self.premises)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Proofs of one triple, the shortest first. `complete`: there are no others."""

    proofs: tuple[Proof, ...]
    complete: bool


def explain(engine: Engine, fact: Fact, *, limit: int = 10, steps: int = MOST_STEPS) -> Explanation:
    """Return the proofs none of which needs all that another needs, and more.

    Args:
        limit: At most so many; with more, or beyond `steps` derivations, the answer is not `complete`.
    """
    if not engine.holds(fact):
        return Explanation((), True)
    search = _Search(engine, limit, steps)
    found = search.proofs(fact)
    if not search.complete:
        found = _minimal([*found, first_proof(engine, fact)])
    return Explanation(tuple(found[:limit]), search.complete and len(found) <= limit)


def first_proof(engine: Engine, fact: Fact) -> Proof:
    """Return the proof that the engine keeps."""
    made: dict[Fact, Proof] = {}
    waiting = [fact]
    while waiting:  # chains may be longer than Python's stack
        now = waiting[-1]
        kept = None if engine.is_premise(now) else engine.support(now)
        missing = [each for each in kept[1] if each not in made] if kept else []
        if missing:
            waiting += missing
            continue
        waiting.pop()
        made[now] = _step(now, kept, [made[each] for each in kept[1]]) if kept else _leaf(now)
    return made[fact]


class _Search:
    """Labels every triple behind a conclusion with its minimal proofs (de Kleer, An Assumption-based TMS, 1986)."""

    def __init__(self, engine: Engine, limit: int, steps: int) -> None:
        self._engine = engine
        self._most = limit + 1
        self._steps = steps
        self._labels: dict[Fact, list[Proof]] = {}
        self._users: dict[Fact, list[tuple[Fact, Support]]] = {}
        self._fresh: deque[Proof] = deque()
        self.complete = True

    def proofs(self, fact: Fact) -> list[Proof]:
        """Return minimal proofs."""
        self._collect(fact)
        while self._fresh:
            proof = self._fresh.popleft()
            if proof not in self._labels[proof.fact]:
                continue  # a smaller one has taken its place
            for head, support in self._users.get(proof.fact, ()):
                self._combine(head, support, proof)
        return sorted(self._labels.get(fact, ()), key=lambda each: each.size)

    def _collect(self, fact: Fact) -> None:
        """Go back over everything that could be behind it."""
        waiting, seen = deque([fact]), {fact}
        while waiting:
            now = waiting.popleft()
            if self._engine.is_premise(now):
                self._offer(_leaf(now))
            for support in self._engine.derivations(now):
                if not self._step():
                    return
                if not support[1]:
                    self._offer(_step(now, support, []))
                for premise in dict.fromkeys(support[1]):
                    self._users.setdefault(premise, []).append((now, support))
                    if premise not in seen:
                        seen.add(premise)
                        waiting.append(premise)

    def _combine(self, head: Fact, support: Support, proof: Proof) -> None:
        """Make what one new proof of a premise adds to the proofs of a conclusion."""
        premises = list(dict.fromkeys(support[1]))
        choices = [
            [proof] if each == proof.fact else list(self._labels.get(each, ())) for each in premises
        ]
        for chosen in product(*choices):
            if not self._step():
                return
            by_fact = dict(zip(premises, chosen, strict=True))
            self._offer(_step(head, support, [by_fact[each] for each in support[1]]))

    def _offer(self, proof: Proof) -> None:
        label = self._labels.setdefault(proof.fact, [])
        if any(other.leaves <= proof.leaves for other in label):
            return
        label[:] = [other for other in label if not proof.leaves <= other.leaves]
        label.append(proof)
        self._fresh.append(proof)
        if len(label) > self._most:
            self.complete = False
            label.remove(max(label, key=lambda each: (len(each.leaves), each.size)))

    def _step(self) -> bool:
        self._steps -= 1
        self.complete = self.complete and self._steps >= 0
        return self._steps >= 0


def _leaf(fact: Fact) -> Proof:
    return Proof(fact, leaves=frozenset([fact]))


def _step(fact: Fact, support: Support, premises: list[Proof]) -> Proof:
    leaves = frozenset[Fact]().union(*(each.leaves for each in premises))
    return Proof(fact, support[0], tuple(premises), leaves)


def _minimal(proofs: list[Proof]) -> list[Proof]:
    """Leave out proofs whose leaves hold all those of another one; of equal ones the shortest stays."""
    kept: list[Proof] = []
    for proof in sorted(proofs, key=lambda each: (len(each.leaves), each.size)):
        if not any(other.leaves <= proof.leaves for other in kept):
            kept.append(proof)
    return sorted(kept, key=lambda each: each.size)
