"""Whether a claim is true, false or unknown, given facts and rules: the world is open, negation is classical."""

from dataclasses import dataclass
from typing import Literal as OneOf

from kg.reasoning.explaining import Step, why
from kg.reasoning.logic.drawing import Drawn
from kg.reasoning.logic.engine import Engine
from kg.reasoning.logic.rules import Denied, Triple
from kg.reasoning.plain_english import IS, read_claim, read_theory

Verdict = OneOf["True", "False", "Unknown"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with the proofs of the claim, or of its denial; there are none for "Unknown"."""

    verdict: Verdict
    proofs: tuple[Step, ...]


def judge(theory: str, claim: str, *, limit: int = 3) -> Judgement:
    """Judge a claim by a text, both in simple English.

    What follows together with its own denial is judged as it stands: the theory contradicts itself.

    Raises:
        InputError: A sentence is not of a known pattern.
    """
    engine = Engine(read_theory(theory).rules)
    subject, predicate, object = read_claim(claim)
    denied = isinstance(predicate, Denied)
    other = predicate.predicate if isinstance(predicate, Denied) else Denied(predicate)
    verdicts: tuple[tuple[Verdict, Triple], ...] = (
        ("True", (subject, predicate, object)),
        ("False", (subject, other, object)),
    )
    for verdict, triple in reversed(verdicts) if denied else verdicts:
        found = why(engine, triple, lambda _: 1.0, limit=limit)
        if found.proofs:
            return Judgement(verdict, tuple(proved.step for proved in found.proofs))
    return Judgement("Unknown", ())


def drawn(step: Step) -> Drawn:
    """Return a proof as it is drawn: each step by the sentence that gives it."""
    note = step.rule.text if step.rule is not None else "given"
    kind: OneOf["stated", "derived"] = "derived" if step.premises else "stated"
    return Drawn(in_words(step.triple), (note,), tuple(map(drawn, step.premises)), kind)


def in_words(triple: Triple) -> str:
    """Return a triple of a theory as a short sentence."""
    subject, predicate, object = triple
    denied = isinstance(predicate, Denied)
    bare = predicate.predicate if isinstance(predicate, Denied) else predicate
    if bare == IS:
        return f"{subject} is {'not ' if denied else ''}{object}"
    return f"{subject} {'does not ' if denied else ''}{bare} {object}"
