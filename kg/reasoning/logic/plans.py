"""Rules made ready to run: terms as integers, variables as places, and an order of joining for each start."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.reasoning.logic.guards import holds
from kg.reasoning.logic.index import Fact, Index
from kg.reasoning.logic.rules import Atom, Clash, Denied, Rule, Term, Var

Pattern = tuple[int, int, int]
"""A triple in which -1, -2, … are the rule's first, second, … variable."""

Bound = list[int]
"""The value of each variable; -1 where it has none yet."""


@dataclass(frozen=True, slots=True)
class Test:
    """A guard over places and terms."""

    test: str
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A rule ready to run.

    Attributes:
        size: How many variables it has.
        orders: For each atom of the body, in which order the others join it; last, the order from the head.
    """

    number: int
    rule: Rule
    head: Pattern
    body: tuple[Pattern, ...]
    tests: tuple[Test, ...]
    size: int
    orders: tuple[tuple[int, ...], ...]


class Terms:
    """Numbers for terms, from 0, in the order in which they come."""

    def __init__(self) -> None:
        self._numbers: dict[Term, int] = {}
        self.values: list[Term] = []
        self.special: set[int] = set()
        """Predicates of denials and conflicts, which no variable stands for."""

    def number(self, term: Term) -> int:
        """Return a term's number; a new term gets one."""
        found = self._numbers.get(term)
        if found is None:
            found = self._numbers[term] = len(self.values)
            self.values.append(term)
            if isinstance(term, Denied | Clash):
                self.special.add(found)
        return found

    def known(self, term: Term) -> int | None:
        """Return a term's number, None if it never came."""
        return self._numbers.get(term)


@dataclass
class _Places:
    terms: Terms
    of: dict[Var, int] = field(default_factory=dict)

    def pattern(self, atom: Atom) -> Pattern:
        subject, predicate, object = (self.code(each) for each in atom)
        return (subject, predicate, object)

    def code(self, term: Term) -> int:
        if isinstance(term, Var):
            return -1 - self.of.setdefault(term, len(self.of))
        return self.terms.number(term)


def compile_rule(rule: Rule, number: int, terms: Terms) -> Plan:
    """Make a rule ready to run."""
    places = _Places(terms)
    body = tuple(places.pattern(atom) for atom in rule.body)
    head = places.pattern(rule.head)
    tests = tuple(
        Test(guard.test, places.code(guard.left), places.code(guard.right)) for guard in rule.guards
    )
    orders = [_order(body, {at}, _variables(body[at])) for at in range(len(body))]
    orders.append(_order(body, set(), _variables(head)))
    return Plan(number, rule, head, body, tests, len(places.of), tuple(orders))


def _order(body: Sequence[Pattern], done: set[int], bound: set[int]) -> tuple[int, ...]:
    """Put next, each time, the atom with the fewest ends open."""
    rest = [at for at in range(len(body)) if at not in done]
    order = []
    while rest:
        best = min(rest, key=lambda at: _open(body[at], bound))
        rest.remove(best)
        order.append(best)
        bound = bound | _variables(body[best])
    return tuple(order)


def _open(pattern: Pattern, bound: set[int]) -> tuple[bool, int]:
    free = [code < 0 and code not in bound for code in pattern]
    return free[1], sum(free)


def _variables(pattern: Pattern) -> set[int]:
    return {code for code in pattern if code < 0}


def bind(pattern: Pattern, fact: Fact, bound: Bound) -> Bound | None:
    """Return the values with those that make the pattern the fact; None if it cannot be that."""
    extended = bound.copy()
    for code, value in zip(pattern, fact, strict=True):
        if code >= 0:
            if code != value:
                return None
        elif extended[-1 - code] < 0:
            extended[-1 - code] = value
        elif extended[-1 - code] != value:
            return None
    return extended


def filled(pattern: Pattern, bound: Bound) -> Fact:
    """Return the pattern with values for its variables; -1 where there is none yet."""
    subject, predicate, object = pattern
    return (
        subject if subject >= 0 else bound[-1 - subject],
        predicate if predicate >= 0 else bound[-1 - predicate],
        object if object >= 0 else bound[-1 - object],
    )


def join(plan: Plan, order: Sequence[int], bound: Bound, index: Index) -> Iterator[Bound]:
    """Yield the ways to make all atoms of an order hold, and the guards with them."""
    if not order:
        yield bound
        return
    pattern = plan.body[order[0]]
    for fact in index.find(*filled(pattern, bound)):
        extended = bind(pattern, fact, bound)
        if extended is not None:
            yield from join(plan, order[1:], extended, index)


def passes(plan: Plan, bound: Bound, values: Sequence[Term]) -> bool:
    """Return whether the guards hold for these values."""
    return all(
        holds(test.test, _value(test.left, bound, values), _value(test.right, bound, values))
        for test in plan.tests
    )


def _value(code: int, bound: Bound, values: Sequence[Term]) -> Term:
    return values[code if code >= 0 else bound[-1 - code]]


class Dispatch:
    """Finds the places in rules that a triple may fit, without asking every rule."""

    def __init__(self, patterns: Iterable[tuple[Pattern, Plan, int]]) -> None:
        self._by_object: dict[tuple[int, int], list[tuple[Plan, int]]] = {}
        self._by_predicate: dict[int, list[tuple[Plan, int]]] = {}
        self._any: list[tuple[Plan, int]] = []
        for pattern, plan, at in patterns:
            _, predicate, object = pattern
            if predicate < 0:
                self._any.append((plan, at))
            elif object < 0:
                self._by_predicate.setdefault(predicate, []).append((plan, at))
            else:
                self._by_object.setdefault((predicate, object), []).append((plan, at))

    def of(self, fact: Fact) -> Iterator[tuple[Plan, int]]:
        """Yield plans with the place in their body that the triple may fit."""
        yield from self._by_object.get((fact[1], fact[2]), ())
        yield from self._by_predicate.get(fact[1], ())
        yield from self._any
