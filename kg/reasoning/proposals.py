"""The port of whoever proposes facts that no document states."""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Proposal:
    """A fact that is likely though no document says it. Nothing makes it part of the graph by itself.

    Attributes:
        subject, predicate, object: IRIs.
        score: How likely it is, 0 to 1.
        source: Who proposes it, for example "rules", "vectors" or "analogy".
        reason: Why, in words.
        support: Ids of the statements that it rests on.
        rule: Id of the rule that proposes it; empty if none does.
    """

    subject: str
    predicate: str
    object: str
    score: float
    source: str
    reason: str
    support: tuple[str, ...]
    rule: str = ""


class Proposer(Protocol):
    """Proposes facts from one point of view."""

    def proposals(
        self, subject: str, predicate: str | None = None, least: float = 0.0
    ) -> Iterator[Proposal]:
        """Yield proposals about a subject, an IRI, the likeliest first; none if it is not known.

        Args:
            predicate: The only relation to propose, if one is given.
            least: The lowest score.
        """
        ...


def surest_of_each(several: Iterable[Iterator[Proposal]]) -> Iterator[Proposal]:
    """Yield what several proposers say of one subject, each fact once, by whoever is surest of it."""
    met: set[tuple[str, str]] = set()
    for one in heapq.merge(*several, key=lambda proposal: -proposal.score):
        if (one.predicate, one.object) not in met:
            met.add((one.predicate, one.object))
            yield one
