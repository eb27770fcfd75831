"""KnowledgeNet's text F1: a fact is found where subject and object overlap those of a marked one.

Counts are those of the corpus's own script (method "span overlap", Mesquita et al., EMNLP 2019): a marked
fact that some predicted one meets is found; a predicted one that meets none is wrong; one that meets a
fact which another has met already is neither.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from kg.records import Extraction, Span
from kg.training.corpora import LabelledText
from kg.training.measures.judgements import (
    Judged,
    Judgement,
    judged_evidence,
    marked_places,
    members,
)
from kg.training.scores import Scores, Tally


@dataclass(frozen=True, slots=True)
class _Fact:
    relation: str
    pairs: tuple[tuple[Span, Span], ...]


def between_places(text: LabelledText, extraction: Extraction) -> Judged:
    """Score statements once each, however many mentions their ends have.

    The places of a predicted one are those of its evidence, those of a marked one all pairs of mentions of
    its two entities.
    """
    marked, found = _marked(text), judged_evidence(text, extraction)
    predicted = [_Fact(e.statement.predicate, ((e.subject, e.object),)) for e in found]
    judgements = [
        Judgement(evidence.confidence, any(_meet(fact, one) for one in marked))
        for evidence, fact in zip(found, predicted, strict=True)
    ]
    return Judged(_tally(marked, predicted), tuple(judgements))


def between_pairs_of_places(text: LabelledText, extraction: Extraction) -> Tally:
    """Score every pair of mentions as a fact of its own, as the corpus's script does."""
    entity = {mention.span: mention.entity for mention in extraction.mentions}
    places = members(extraction.mentions)
    predicted = [
        _Fact(evidence.statement.predicate, (pair,))
        for evidence in judged_evidence(text, extraction)
        for pair in product(places[entity[evidence.subject]], places[entity[evidence.object]])
    ]
    marked = [_Fact(fact.relation, (pair,)) for fact in _marked(text) for pair in fact.pairs]
    return _tally(marked, predicted)


def _marked(text: LabelledText) -> list[_Fact]:
    places = marked_places(text)
    return [
        _Fact(relation, tuple(product(places[subject], places[object_])))
        for subject, relation, object_ in sorted(text.relations)
    ]


def _tally(marked: Sequence[_Fact], predicted: Sequence[_Fact]) -> dict[str, Scores]:
    tally: dict[str, Scores] = {}
    for relation in dict.fromkeys(fact.relation for fact in (*marked, *predicted)):
        expected = [fact for fact in marked if fact.relation == relation]
        found = [fact for fact in predicted if fact.relation == relation]
        right = sum(any(_meet(fact, one) for one in found) for fact in expected)
        wrong = sum(not any(_meet(fact, one) for one in expected) for fact in found)
        tally[relation] = Scores(right, right + wrong, len(expected))
    return tally


def _meet(one: _Fact, other: _Fact) -> bool:
    return one.relation == other.relation and any(
        _overlap(a[0], b[0]) and _overlap(a[1], b[1]) for a in one.pairs for b in other.pairs
    )


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
