"""Keeps what follows from premises by rules, as premises and nothing else come and go.

Every derived triple keeps one derivation, the first that was found: its premises were there before it,
so these derivations never go round in circles (Doyle, A Truth Maintenance System, 1979). When a premise
goes, only what hangs on it by these derivations is in doubt; of that, whatever has another derivation
from what is certain comes back, and semi-naive evaluation follows from there (the second half of DRed:
Gupta, Mumick and Subrahmanian, Maintaining Views Incrementally, 1993).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.reasoning.logic.index import Fact, Index
from kg.reasoning.logic.plans import (
    Bound,
    Dispatch,
    Pattern,
    Plan,
    Terms,
    bind,
    compile_rule,
    filled,
    join,
    passes,
)
from kg.reasoning.logic.rules import Denied, Rule, Triple

Support = tuple[int, tuple[Fact, ...]]
"""The number of a rule, and the triples that made its body."""


@dataclass
class Delta:
    """What began to follow, or ceased to; premises are not counted as following."""

    added: set[Fact] = field(default_factory=set)
    removed: set[Fact] = field(default_factory=set)


class Engine:
    """Premises, rules, and what follows. Not safe to share between threads.

    Args:
        rules: Every variable of a head or guard stands in an atom of the body.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.terms = Terms()
        self.plans = [compile_rule(rule, at, self.terms) for at, rule in enumerate(rules)]
        self._fits = Dispatch(
            (pattern, plan, at) for plan in self.plans for at, pattern in enumerate(plan.body)
        )
        self._heads = Dispatch((plan.head, plan, len(plan.body)) for plan in self.plans)
        self.index = Index(self.terms.special)
        self._premises: set[Fact] = set()
        self._support: dict[Fact, Support] = {}
        self._uses: dict[Fact, list[Fact]] = {}
        self._predicates: set[int | None] = {
            p[1] for plan in self.plans for p in (*plan.body, plan.head)
        }
        self._open = any(plan_p[1] < 0 for plan in self.plans for plan_p in plan.body)
        self._delta = Delta()
        self._spread(self._axioms())
        self._delta = Delta()

    def concerns(self, predicate: object) -> bool:
        """Return whether any rule speaks of a predicate: other triples need not be given as premises."""
        bare = predicate.predicate if isinstance(predicate, Denied) else predicate
        numbers = {self.terms.known(bare), self.terms.known(Denied(bare))}
        return not numbers.isdisjoint(self._predicates) or self._open

    def encode(self, triple: Triple) -> Fact:
        """Return a triple as numbers."""
        number = self.terms.number
        return (number(triple[0]), number(triple[1]), number(triple[2]))

    def known(self, triple: Triple) -> Fact | None:
        """Return a triple as numbers; None if one of its terms was never spoken of."""
        subject, predicate, object = (self.terms.known(each) for each in triple)
        if subject is None or predicate is None or object is None:
            return None
        return (subject, predicate, object)

    def decode(self, fact: Fact) -> Triple:
        """Return the triple that the numbers stand for."""
        values = self.terms.values
        return (values[fact[0]], values[fact[1]], values[fact[2]])

    def holds(self, fact: Fact) -> bool:
        """Return whether a triple is a premise or follows."""
        return fact in self._premises or fact in self._support

    def is_premise(self, fact: Fact) -> bool:
        """Return whether a triple is a premise."""
        return fact in self._premises

    def support(self, fact: Fact) -> Support | None:
        """Return the derivation that is kept for a triple."""
        return self._support.get(fact)

    def derived(self) -> Iterator[Fact]:
        """Yield what follows and is no premise."""
        return (fact for fact in self._support if fact not in self._premises)

    def derivations(self, fact: Fact) -> Iterator[Support]:
        """Yield every way in which one rule makes a triple follow from triples that hold."""
        for plan, at in self._heads.of(fact):
            bound = self._bound(plan, plan.head, fact)
            if bound is not None:
                yield from self._firings(plan, at, bound)

    def change(self, added: Iterable[Fact], removed: Iterable[Fact]) -> Delta:
        """Take some premises away and give others; returns what that changes in what follows."""
        self._delta = Delta()
        self._retract(fact for fact in removed if fact in self._premises)
        self._assert(added)
        return self._delta

    def _assert(self, facts: Iterable[Fact]) -> None:
        new = []
        for fact in facts:
            if fact in self._premises:
                continue
            self._premises.add(fact)
            if fact in self._support:
                self._left(fact)
            else:
                self.index.add(fact)
                new.append(fact)
        self._spread(new)

    def _spread(self, new: list[Fact]) -> None:
        """Apply the rules to what has come, then to what came of that."""
        while new:
            following: list[Fact] = []
            for fact in new:
                for plan, at in self._fits.of(fact):
                    bound = self._bound(plan, plan.body[at], fact)
                    if bound is None:
                        continue
                    # adding is put off: the index must not change while it is walked
                    following += list(self._new_heads(plan, at, bound))
            new = [fact for fact in following if self._enter(fact)]

    def _bound(self, plan: Plan, pattern: Pattern, fact: Fact) -> Bound | None:
        if pattern[1] < 0 and fact[1] in self.terms.special:
            return None
        return bind(pattern, fact, [-1] * plan.size)

    def _new_heads(self, plan: Plan, at: int, bound: Bound) -> Iterator[Fact]:
        for number, body in self._firings(plan, at, bound):
            head = self._head
            if head not in self._support and head not in self._premises:
                self._support[head] = (number, body)
                for premise in body:
                    self._uses.setdefault(premise, []).append(head)
                yield head

    def _firings(self, plan: Plan, at: int, bound: Bound) -> Iterator[Support]:
        for full in join(plan, plan.orders[at], bound, self.index):
            if plan.tests and not passes(plan, full, self.terms.values):
                continue
            self._head = filled(plan.head, full)
            yield plan.number, tuple(filled(pattern, full) for pattern in plan.body)

    def _enter(self, fact: Fact) -> bool:
        self.index.add(fact)
        self._came(fact)
        return True

    def _axioms(self) -> list[Fact]:
        """Heads of rules without a body."""
        found = []
        for plan in self.plans:
            if not plan.body and plan.head not in self._support:
                self._support[plan.head] = (plan.number, ())
                found.append(plan.head)
                self.index.add(plan.head)
        return found

    def _retract(self, facts: Iterable[Fact]) -> None:
        doubtful = self._doubtful(facts)
        for fact in doubtful:
            self.index.remove(fact)
        restored = []
        for fact in doubtful:
            found = next(self.derivations(fact), None)
            if found is not None:
                restored.append((fact, found))
        new = []
        for fact, (number, body) in restored:
            self._support[fact] = (number, body)
            for premise in body:
                self._uses.setdefault(premise, []).append(fact)
            self._enter(fact)
            new.append(fact)
        self._spread(new)

    def _doubtful(self, facts: Iterable[Fact]) -> list[Fact]:
        """Take premises away, and with them all that hangs on them alone by the derivations kept."""
        waiting, doubtful = [], []
        for fact in facts:
            self._premises.discard(fact)
            if fact in self._support:
                self._came(fact)  # it was a premise, and still follows
            else:
                waiting.append(fact)
        while waiting:
            fact = waiting.pop()
            doubtful.append(fact)
            for user in self._uses.pop(fact, ()):
                kept = self._support.get(user)
                if kept is None or fact not in kept[1]:
                    continue  # it has come to hang on something else since
                del self._support[user]
                if user not in self._premises:
                    self._left(user)
                    waiting.append(user)
        return doubtful

    def _came(self, fact: Fact) -> None:
        if fact in self._delta.removed:
            self._delta.removed.discard(fact)
        else:
            self._delta.added.add(fact)

    def _left(self, fact: Fact) -> None:
        if fact in self._delta.added:
            self._delta.added.discard(fact)
        else:
            self._delta.removed.add(fact)
