"""What a corpus says of the statements of one text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.records import Evidence, Extraction, Mention, Span
from kg.training.corpora import LabelledText
from kg.training.scores import Scores, Tally


@dataclass(frozen=True, slots=True)
class Judgement:
    """One predicted statement: how sure the extractor was, and whether the corpus agrees."""

    confidence: float
    correct: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """Scores of one text, or of several, by relation; and every statement that the corpus could judge."""

    tally: Tally = field(default_factory=dict)
    judgements: tuple[Judgement, ...] = ()


def judged_evidence(text: LabelledText, extraction: Extraction) -> list[Evidence]:
    """Return what the extractor asserts, of relations that somebody looked for in this text.

    What the text denies, doubts or only reports never becomes a fact, so it is not counted as found.
    """
    return [
        evidence
        for evidence in extraction.evidence
        if evidence.status == "asserted" and evidence.statement.predicate in (text.judged or ())
    ]


def members(mentions: Iterable[Mention]) -> dict[int, list[Span]]:
    """Return the places of each predicted entity."""
    found: dict[int, list[Span]] = {}
    for mention in mentions:
        found.setdefault(mention.entity, []).append(mention.span)
    return found


def marked_places(text: LabelledText) -> dict[int, list[Span]]:
    """Return the places of each entity that the corpus marks."""
    found: dict[int, list[Span]] = {}
    for mention in text.mentions:
        found.setdefault(mention.entity, []).append(mention.span)
    return found


def counted(
    relations: Iterable[str],
    right: Sequence[str],
    predicted: Sequence[str],
    expected: Sequence[str],
) -> Iterator[tuple[str, Scores]]:
    """Yield the scores of each relation, given the relation of each fact that is right, predicted or expected."""
    for relation in dict.fromkeys(relations):
        scores = Scores(right.count(relation), predicted.count(relation), expected.count(relation))
        if scores.predicted or scores.expected:
            yield relation, scores
