"""How sure one is of a statement, given every piece of evidence for and against it.

The rule is Dempster and Shafer's for simple support functions (Shafer, A Mathematical Theory of
Evidence, 1976, chapters 4 and 5), with the weight of the i-th source discounted for what sources
have in common (Kish's effective sample size, Survey Sampling, 1965, §8.2). docs/confidence.md
derives it and shows numbers. SQL and the graph both ask here.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import get_args

from kg.records import AssertionStatus

CORRELATION = 0.5
"""How alike the errors of two sources are: 0 makes each count in full, 1 makes only the surest count."""

STATUSES: tuple[AssertionStatus, ...] = get_args(AssertionStatus)
"""In the order in which a statement takes its own: asserted as soon as one text asserts it."""

_SUREST = 1 - 1e-4
"""No evidence is certain: with certainty on both sides, no rule could decide."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What one piece of evidence adds.

    Attributes:
        source: Names the text that says so: pieces of one text, however often it is stored, are one source.
    """

    source: str
    status: AssertionStatus
    confidence: float


@dataclass(frozen=True, slots=True)
class Belief:
    """What all evidence for one statement comes to.

    Attributes:
        status: "asserted" if any text asserts it; else how texts put it.
        confidence: That it holds, if it is asserted; else that texts put it in this way. Three decimals.
        support: How sure each status that occurs is, before one is weighed against another.
        sources: Different texts behind the status.
    """

    status: AssertionStatus
    confidence: float
    support: Mapping[AssertionStatus, float]
    sources: int


def believe(pieces: Iterable[Piece]) -> Belief:
    """Weigh all evidence for one statement, at least one piece of it; their order does not matter."""
    surest: dict[AssertionStatus, dict[str, float]] = {}
    for piece in pieces:
        sources = surest.setdefault(piece.status, {})
        sources[piece.source] = max(piece.confidence, sources.get(piece.source, 0.0))
    said = {status: surest[status].values() for status in STATUSES if status in surest}
    status = next(iter(said))
    support = {each: weigh(found) for each, found in said.items()}
    sure = support[status]
    if status == "asserted" and "denied" in said:
        sure = weigh(said[status], said["denied"])
    return Belief(
        status=status,
        confidence=round(sure, 3),
        support={each: round(found, 3) for each, found in support.items()},
        sources=len(surest[status]),
    )


def weigh(
    asserted: Iterable[float], denied: Iterable[float] = (), *, correlation: float = CORRELATION
) -> float:
    """Return the belief in a statement, 0 to 1.

    Args:
        asserted: One confidence for each source that asserts it.
        denied: One for each source that denies it.
        correlation: 0 to 1.
    """
    for_it, against = _support(asserted, correlation), _support(denied, correlation)
    return for_it * (1 - against) / (1 - for_it * against) if against else for_it


def _support(confidences: Iterable[float], correlation: float) -> float:
    """Add up the weights of evidence, -ln(1 - confidence), the surest first and in full."""
    weights = sorted((-math.log1p(-min(c, _SUREST)) for c in confidences), reverse=True)
    if not weights:
        return 0.0
    counted = [_effective(n, correlation) for n in range(len(weights) + 1)]
    total = sum(w * (counted[n + 1] - counted[n]) for n, w in enumerate(weights))
    return min(-math.expm1(-total), _SUREST)


def _effective(sources: int, correlation: float) -> float:
    """Return how many independent sources some correlated ones are worth."""
    return sources / (1 + (sources - 1) * correlation) if sources else 0.0
