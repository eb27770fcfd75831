"""Why a statement holds: proofs from what documents say, and how sure they make it."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from kg.confidence import weigh
from kg.iris import statement_id
from kg.reasoning.logic.engine import Engine
from kg.reasoning.logic.index import Fact
from kg.reasoning.logic.proofs import Proof, explain
from kg.reasoning.logic.rules import Clash, Denied, Rule, Triple
from kg.records import Iri, Literal, Statement

MOST_PROOFS = 10

Sure = Callable[[Triple], float]
"""How sure documents make a premise, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a proof.

    Attributes:
        rule: The rule or axiom by which it follows; None for what documents say.
    """

    triple: Triple
    rule: Rule | None
    premises: "tuple[Step, ...]"


@dataclass(frozen=True, slots=True)
class Proved:
    """A proof, and how sure it makes its conclusion: the product over its different premises."""

    step: Step
    confidence: float


@dataclass(frozen=True, slots=True)
class Why:
    """All minimal proofs of a triple, the surest first; `complete`: there are no others."""

    triple: Triple
    proofs: tuple[Proved, ...]
    complete: bool

    @property
    def confidence(self) -> float:
        """How sure the surest proof makes it: proofs share premises, so that they do not add up."""
        return max((proved.confidence for proved in self.proofs), default=0.0)


@dataclass(frozen=True, slots=True)
class ConflictFound:
    """Triples that cannot all hold.

    Attributes:
        kind: "denied", "disjoint", "functional", …
        rule: The axiom or rule that says so; None for a plain denial.
        sides: What cannot hold together, each with its proofs.
        revised: How sure one may still be of each side: `kg.confidence.weigh`, the others against it.
    """

    kind: str
    rule: Rule | None
    sides: tuple[Why, ...]
    revised: tuple[float, ...]


def why(engine: Engine, triple: Triple, sure: Sure, *, limit: int = MOST_PROOFS) -> Why:
    """Return why a triple holds; without proofs if it does not follow from what the engine has."""
    fact = engine.known(triple)
    if fact is None or not engine.holds(fact):
        return Why(triple, (), True)
    found = explain(engine, fact, limit=limit)
    proofs = [_proved(engine, proof, sure) for proof in found.proofs]
    return Why(triple, tuple(sorted(proofs, key=lambda each: -each.confidence)), found.complete)


def conflicts(engine: Engine, sure: Sure, *, limit: int = 3) -> Iterator[ConflictFound]:
    """Yield what cannot hold together, in a steady order.

    Args:
        limit: Proofs for each side.
    """
    found = [fact for fact in engine.derived() if _kind(engine, fact)]
    denied = [fact for fact in _denied(engine) if _positive(engine, fact) is not None]
    for fact in sorted({*found, *denied}, key=lambda each: _order(engine.decode(each))):
        yield _conflict(engine, fact, sure, limit)


def _conflict(engine: Engine, fact: Fact, sure: Sure, limit: int) -> ConflictFound:
    kind, rule = _kind(engine, fact), None
    if kind:
        number, body = engine.support(fact) or (0, ())
        rule = engine.plans[number].rule
        triples = [engine.decode(each) for each in dict.fromkeys(body)]
    else:
        kind = "denied"
        subject, predicate, object = engine.decode(fact)
        assert isinstance(predicate, Denied)
        triples = [(subject, predicate.predicate, object), (subject, predicate, object)]
    sides = tuple(why(engine, triple, sure, limit=limit) for triple in triples)
    return ConflictFound(kind, rule, sides, tuple(revised([side.confidence for side in sides])))


def revised(sure: list[float]) -> list[float]:
    """Return how sure one may be of each of several things that cannot all hold.

    What speaks against one is that all the others hold: the least sure of them.
    """
    if len(sure) < 2:
        return [0.0 for _ in sure]  # it contradicts itself
    found = []
    for at, own in enumerate(sure):
        others = [one for other, one in enumerate(sure) if other != at]
        found.append(round(weigh([own], [min(others)]), 3))
    return found


def statement_of(triple: Triple) -> Statement:
    """Return a triple of the engine as a statement; of one that is denied, what is denied."""
    subject, predicate, object = triple
    bare = predicate.predicate if isinstance(predicate, Denied) else predicate
    end = object if isinstance(object, Literal) else Iri(str(object))
    return Statement(str(subject), str(bare), end)


def id_of(triple: Triple) -> str:
    """Return the id of the statement that a triple is, asserted or denied."""
    return statement_id(statement_of(triple))


def triple_of(statement: Statement) -> Triple:
    """Return a statement as the engine has it."""
    end = statement.object
    return (statement.subject, statement.predicate, end.value if isinstance(end, Iri) else end)


def _proved(engine: Engine, proof: Proof, sure: Sure) -> Proved:
    known: Mapping[Fact, float] = {leaf: sure(engine.decode(leaf)) for leaf in proof.leaves}
    return Proved(_step(engine, proof), round(math.prod(known.values()), 3))


def _step(engine: Engine, proof: Proof) -> Step:
    rule = None if proof.rule is None else engine.plans[proof.rule].rule
    below = tuple(_step(engine, each) for each in proof.premises)
    return Step(engine.decode(proof.fact), rule, below)


def _kind(engine: Engine, fact: Fact) -> str:
    predicate = engine.terms.values[fact[1]]
    return predicate.kind if isinstance(predicate, Clash) else ""


def _denied(engine: Engine) -> Iterator[Fact]:
    for predicate in engine.index.predicates():
        if isinstance(engine.terms.values[predicate], Denied):
            yield from engine.index.find(-1, predicate, -1)


def _positive(engine: Engine, fact: Fact) -> Fact | None:
    subject, predicate, object = engine.decode(fact)
    assert isinstance(predicate, Denied)
    found = engine.known((subject, predicate.predicate, object))
    return found if found is not None and engine.holds(found) else None


def _order(triple: Triple) -> tuple[str, ...]:
    return tuple(map(str, triple))
