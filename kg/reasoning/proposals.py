"""The port of whoever proposes facts that no document states."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Proposal:
    """A fact that is likely though no document says it. Nothing makes it part of the graph by itself.

    Attributes:
        subject, predicate, object: IRIs.
        score: How likely it is, 0 to 1.
        source: Who proposes it, for example "rules".
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

    def propose(self, subject: str, limit: int) -> list[Proposal]:
        """Return proposals about a subject, an IRI, the likeliest first; none if it is not known."""
        ...
