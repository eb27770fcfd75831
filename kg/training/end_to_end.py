"""Measures of an extractor from raw text: mentions, clusters and relations all predicted."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extraction.extractor import Extractor
from kg.model.pronouns import pronoun_kind
from kg.records import Document, Extraction, Progress, ignore_progress
from kg.training.corpora import LabelledText
from kg.training.scores import Scores


@dataclass(frozen=True, slots=True)
class Judgement:
    """One predicted statement: how sure the extractor was, and whether the corpus agrees."""

    confidence: float
    correct: bool


@dataclass(frozen=True, slots=True)
class EndToEnd:
    """Scores over a corpus.

    Attributes:
        mentions: Spans with their types, strict.
        relations: (text, subject, relation, object), where an entity counts as found when most of those
            of its mentions that are marked in the corpus belong to one entity there.
        judgements: One for each predicted statement, for calibration.
    """

    mentions: Scores
    relations: Scores
    judgements: tuple[Judgement, ...]


def measure(
    extractor: Extractor,
    texts: Sequence[LabelledText],
    *,
    on_progress: Progress = ignore_progress,
) -> EndToEnd:
    """Run the extractor over the texts and compare."""
    documents = [Document(text.id, text.text) for text in texts]
    extractions = extractor.extract(documents, on_progress=on_progress)
    mentions, relations = Scores(), Scores()
    judgements: list[Judgement] = []
    for text, extraction in zip(texts, extractions, strict=True):
        mentions += _mention_scores(text, extraction)
        judged = _judge(text, extraction)
        right = {fact for fact, judgement in judged if judgement.correct}
        relations += Scores(len(right), len(judged), len(text.relations))
        judgements.extend(judgement for _, judgement in judged)
    return EndToEnd(mentions, relations, tuple(judgements))


def _mention_scores(text: LabelledText, extraction: Extraction) -> Scores:
    gold = {
        (mention.span, mention.label)
        for mention in text.mentions
        if mention.label in text.complete and not pronoun_kind(mention.span.of(text.text))
    }
    found = {
        (mention.span, mention.label)
        for mention in extraction.mentions
        if not pronoun_kind(mention.span.of(text.text)) and mention.label in text.complete
    }
    return Scores(len(gold & found), len(found), len(gold))


Fact = tuple[int, str, int]


def _judge(text: LabelledText, extraction: Extraction) -> list[tuple[Fact, Judgement]]:
    """Pair each predicted statement that the corpus can judge with its verdict."""
    gold_entity = _aligned(text, extraction)
    entity = {mention.span: mention.entity for mention in extraction.mentions}
    judged = []
    for evidence in extraction.evidence:
        relation = evidence.statement.predicate
        if relation not in (text.judged or ()):
            continue
        subject, object_ = (
            gold_entity.get(entity[span], -1) for span in (evidence.subject, evidence.object)
        )
        fact = (subject, relation, object_)
        judged.append((fact, Judgement(evidence.confidence, fact in text.relations)))
    return judged


def _aligned(text: LabelledText, extraction: Extraction) -> dict[int, int]:
    """Return the corpus's entity for each predicted one that shares a mention with it."""
    marked = {mention.span: mention.entity for mention in text.mentions}
    votes: dict[int, Counter[int]] = {}
    for mention in extraction.mentions:
        if mention.span in marked:
            votes.setdefault(mention.entity, Counter())[marked[mention.span]] += 1
    return {entity: counter.most_common(1)[0][0] for entity, counter in votes.items()}
