"""What people decide about a piece of evidence, as values."""

from dataclasses import dataclass
from typing import Any
from typing import Literal as OneOf

from kg.catalog.tables import Row
from kg.records import Iri, Literal, Span

JudgementVerdict = OneOf["accept", "reject", "correct"]


@dataclass(frozen=True, slots=True)
class Made:
    """A mention that a person makes: where, and what it names there.

    Attributes:
        term: As minted from the name.
        label: Entity type.
    """

    span: Span
    term: Iri | Literal
    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Right:
    """What a text states in place of what was found: a property's IRI, and two stretches of the text.

    Attributes:
        made: What ends name that are no mentions of the model's.
        sentence: The quoted stretch, and `quote` its words, if an end is outside the one that was judged.
    """

    predicate: str
    subject: Span
    object: Span
    made: tuple[Made, ...] = ()
    sentence: Span | None = None
    quote: str = ""


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
    return Right(
        given["predicate"],
        Span(*given["subject"]),
        Span(*given["object"]),
        tuple(_made(one) for one in given.get("made", ())),
        Span(*given["sentence"]) if "sentence" in given else None,
        given.get("quote", ""),
    )


def right_as_json(right: Right | None) -> dict[str, Any] | None:
    """Return what is right as its column holds it."""
    if right is None:
        return None
    kept: dict[str, Any] = {
        "predicate": right.predicate,
        "subject": [right.subject.start, right.subject.end],
        "object": [right.object.start, right.object.end],
    }
    if right.made:
        kept["made"] = [_made_as_json(one) for one in right.made]
    if right.sentence is not None:
        kept["sentence"] = [right.sentence.start, right.sentence.end]
        kept["quote"] = right.quote
    return kept


def _made(given: dict[str, Any]) -> Made:
    datatype = given["datatype"]
    term = Iri(given["term"]) if datatype is None else Literal(given["term"], datatype)
    return Made(Span(*given["span"]), term, given["name"], given["label"])


def _made_as_json(one: Made) -> dict[str, Any]:
    return {
        "span": [one.span.start, one.span.end],
        "term": one.term.value,
        "datatype": None if isinstance(one.term, Iri) else one.term.datatype,
        "name": one.name,
        "label": one.label,
    }


def lesson(row: JudgementRow) -> dict[str, Any]:
    """Return a decision as a line of the training corpora in JSONL (docs/training.md).

    Accepted, the sentence is an example of the relation; rejected, it is one of a pair without it;
    corrected, it is one of the right relation, and the wrong one counts as looked for.
    """
    right = row.right or Right(row.predicate, row.subject, row.object)
    sentence, quote = row.sentence, row.quote
    if right.sentence is not None:
        sentence, quote = right.sentence, right.quote
    subject, object = (_within(span, sentence) for span in (right.subject, right.object))
    return {
        "id": row.id,
        "text": quote,
        "subject": quote[slice(*subject)],
        "object": quote[slice(*object)],
        "subject_span": subject,
        "object_span": object,
        "relation": None if row.verdict == "reject" else right.predicate,
        "judged": list(dict.fromkeys([row.predicate, right.predicate])),
    }


def _within(span: Span, sentence: Span) -> list[int]:
    return [span.start - sentence.start, span.end - sentence.start]
