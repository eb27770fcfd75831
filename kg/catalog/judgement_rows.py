"""What people decide about a piece of evidence, as values."""

from dataclasses import dataclass
from typing import Any
from typing import Literal as OneOf

from kg.catalog.tables import Row
from kg.records import Span

JudgementVerdict = OneOf["accept", "reject", "correct"]


@dataclass(frozen=True, slots=True)
class Right:
    """What a text states in place of what was found: a property's IRI, and two mentions of the same sentence."""

    predicate: str
    subject: Span
    object: Span


@dataclass(frozen=True, slots=True)
class JudgementRow:
    """A decision about one piece of evidence.

    Attributes:
        id: Of the evidence.
        document: Id of the document.
        made_at: Milliseconds since the epoch, UTC.
        sentence: The stretch whose words are `quote`.
        right: What is right instead, if the verdict is "correct".
    """

    id: str
    document: str
    verdict: JudgementVerdict
    made_at: int
    predicate: str
    subject: Span
    object: Span
    sentence: Span
    quote: str
    status: str
    right: Right | None = None


def judgement_row(row: Row) -> JudgementRow:
    """Make the value of a row of judgements joined with documents, whose id is `document_id`."""
    return JudgementRow(
        id=row.id,
        document=row.document_id,
        verdict=row.verdict,
        made_at=row.made_at,
        predicate=row.predicate,
        subject=Span(row.subject_start, row.subject_end),
        object=Span(row.object_start, row.object_end),
        sentence=Span(row.sentence_start, row.sentence_end),
        quote=row.quote,
        status=row.status,
        right=right_of(row.right),
    )


def right_of(given: dict[str, Any] | None) -> Right | None:
    """Read what is right from its column."""
    if given is None:
        return None
    return Right(given["predicate"], Span(*given["subject"]), Span(*given["object"]))


def lesson(row: JudgementRow) -> dict[str, Any]:
    """Return a decision as a line of the training corpora in JSONL (docs/training.md).

    Accepted, the sentence is an example of the relation; rejected, it is one of a pair without it;
    corrected, it is one of the right relation, and the wrong one counts as looked for.
    """
    right = row.right or Right(row.predicate, row.subject, row.object)
    subject, object = (_within(span, row.sentence) for span in (right.subject, right.object))
    return {
        "id": row.id,
        "text": row.quote,
        "subject": row.quote[slice(*subject)],
        "object": row.quote[slice(*object)],
        "subject_span": subject,
        "object_span": object,
        "relation": None if row.verdict == "reject" else right.predicate,
        "judged": list(dict.fromkeys([row.predicate, right.predicate])),
    }


def _within(span: Span, sentence: Span) -> list[int]:
    return [span.start - sentence.start, span.end - sentence.start]
