"""What a correction says, made whole: ends that no model marked get a name, a type and, where needed, a wider quote."""

from collections.abc import Iterator

from api.schemas.judgements import JudgementIn
from api.service import Service
from kg.catalog.judgement_rows import Made, Right
from kg.catalog.rows import EvidenceRow
from kg.errors import Conflict, InputError
from kg.extraction.literals import number_literal, time_literal
from kg.iris import content_hash
from kg.ontology.nouns import NOUNS
from kg.records import Iri, Literal, Span
from kg.text.sentences import sentences

LONGEST_QUOTE = 4_000
"""Characters; ends that are further apart are not read as one statement."""
LONGEST_NAME = 200
"""Characters of a stretch that names something."""
_VALUES = {"time": time_literal, "number": number_literal}
_TYPES = {one for types in NOUNS for one in types.split()} | {*_VALUES, "thing"}


def right_of(service: Service, body: JudgementIn, found: EvidenceRow) -> Right:
    """Return what a correction says is right; what it leaves out is as it was found.

    Raises:
        InputError: An end is not in the text, or its type is unknown, or the ends are too far apart.
        Conflict: The text was replaced, and has not been read yet.
    """
    subject = Span(*body.subject_span) if body.subject_span else found.subject
    object = Span(*body.object_span) if body.object_span else found.object
    predicate = body.predicate or found.statement.predicate
    text = service.catalog.documents.text(found.document)
    if content_hash(text) != found.source:
        raise Conflict(
            f"The text of document {found.document} was replaced, and waits to be read. Then judge what it says."
        )
    for span in (subject, object):
        if not 0 <= span.start < span.end <= len(text) or not span.of(text).strip():
            raise InputError("Subject and object must be stretches of the document's text.")
        if span.end - span.start > LONGEST_NAME:
            raise InputError(f"A name has at most {LONGEST_NAME} characters. Mark fewer words.")
    if subject == object:
        raise InputError("Subject and object are the same words. Mark others for one of them.")
    types = (body.subject_type or found.subject_label, body.object_type or found.object_label)
    ends = zip((subject, object), types, strict=True)
    made = tuple(_made(service, found.document, text, dict(ends)))
    sentence = _sentence(text, found.sentence, subject, object)
    if sentence == found.sentence:
        return Right(predicate, subject, object, made)
    return Right(predicate, subject, object, made, sentence, sentence.of(text))


def _made(service: Service, document: str, text: str, ends: dict[Span, str]) -> Iterator[Made]:
    marked = service.catalog.findings.mentions(document)
    known = _TYPES | {row.label for row in marked}
    one, other = min(ends), max(ends)
    if one.end > other.start and not ends.keys() <= {row.span for row in marked}:
        raise InputError("Subject and object must not overlap, unless both are mentions.")
    for span in sorted(ends.keys() - {row.span for row in marked}):
        label = ends[span] or "thing"
        if label not in known:
            listed = ", ".join(sorted(known - {""}))
            raise InputError(f"{label!r} is no type of things here. Say one of {listed}.")
        name = " ".join(span.of(text).split())
        yield Made(span, _term(service, name, label), name, label)


def _term(service: Service, name: str, label: str) -> Iri | Literal:
    if label in _VALUES:
        return _VALUES[label](name)
    return Iri(service.minter.entity(name, label))


def _sentence(text: str, quoted: Span, subject: Span, object: Span) -> Span:
    """Return the quote if both ends are in it, else from the first to the last sentence that either is in."""
    if subject.within(quoted) and object.within(quoted):
        return quoted
    around = [
        each
        for each in sentences(text)
        for span in (subject, object)
        if each.start < span.end and span.start < each.end
    ]
    starts = [subject.start, object.start, *(each.start for each in around)]
    ends = [subject.end, object.end, *(each.end for each in around)]
    wide = Span(min(starts), max(ends))
    if wide.end - wide.start > LONGEST_QUOTE:
        raise InputError(
            f"Subject and object are too far apart: the quote would be longer than {LONGEST_QUOTE} characters."
        )
    return wide
