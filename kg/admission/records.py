"""What is checked before it becomes a fact, and why something does not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal as OneOf

from kg.records import AssertionStatus, Statement

Key = tuple[int, int]
"""Where a piece of evidence is kept: the row of its document, and its position."""
Outcome = Mapping[Key, "tuple[Reason, ...]"]
"""Why each piece of evidence is kept aside; for no reason, it is let in."""
Verdict = OneOf["open", "accepted", "rejected"]
"""What people decided about a piece of evidence."""


@dataclass(frozen=True, slots=True, order=True)
class Reason:
    """Why a piece of evidence is kept aside.

    Attributes:
        kind: "shape", "policy", or "verdict" where somebody rejected it.
        name: Under which name the shapes or policies were given.
        rule: IRI of the shape's constraint, or the name of the policy.
        message: For people.
    """

    kind: str
    name: str
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A thing about which something has to be checked.

    Attributes:
        role: What changed: what it is the "subject" or the "object" of, or its "kind".
        change: Grows with every change.
    """

    workspace: str
    iri: str
    role: str
    change: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A piece of evidence that is to be let in or kept aside.

    Attributes:
        change: Which of the document's changes it was read at.
        source: What names the text that it stands in.
        values: What else it says: the values of its qualifiers.
        aside: Whether it is kept aside now; `reasons` says why, None if nobody has looked.
    """

    key: Key
    change: int
    id: str
    statement_id: str
    statement: Statement
    status: AssertionStatus
    confidence: float
    source: str
    subject_name: str
    object_name: str
    quote: str
    values: tuple[str, ...]
    aside: bool
    reasons: tuple[Reason, ...] | None
    verdict: Verdict
