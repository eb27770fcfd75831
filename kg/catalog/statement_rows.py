"""Statements as the catalog gives them: each once, with what all evidence for it comes to."""

from collections.abc import Mapping
from dataclasses import dataclass

from kg.records import AssertionStatus, Statement


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement and what all evidence for it comes to (`kg.confidence.Belief`).

    Attributes:
        subject_name, object_name: What the surest evidence calls the two ends.
        subject_label, object_label: Their entity types.
        support: How sure each status that occurs is.
        documents, sources: How many put it as its status says; the same text under two ids is one source.
        standing: Whether it is "known" to a knowledge base, "new" to it or "conflicting" with it; None
            without one.
    """

    id: str
    statement: Statement
    subject_label: str
    object_label: str
    subject_name: str
    object_name: str
    status: AssertionStatus
    confidence: float
    support: Mapping[AssertionStatus, float]
    documents: int
    sources: int
    standing: str | None = None


@dataclass(frozen=True, slots=True)
class Sought:
    """Which statements to find; None leaves a condition out.

    Attributes:
        subject, predicate: IRIs.
        object: IRI of a thing, or a literal's value.
        document: Id of a document that speaks of the statement.
        status: How at least one text puts it.
        min_confidence: Of the statement, or, with a status other than "asserted", of its support for that.
    """

    subject: str | None = None
    predicate: str | None = None
    object: str | None = None
    document: str | None = None
    status: AssertionStatus | None = "asserted"
    min_confidence: float = 0.0
