"""Relations between entities of a whole text, where mentions and clusters are predicted too."""

from collections import Counter

from kg.model.pronouns import pronoun_kind
from kg.records import Extraction, Span
from kg.training.corpora import LabelledText
from kg.training.measures.judgements import (
    Judged,
    Judgement,
    counted,
    judged_evidence,
    marked_places,
    members,
)
from kg.training.scores import Tally

Fact = tuple[int, str, int]


def between_entities(text: LabelledText, extraction: Extraction) -> Judged:
    """Score statements, where a predicted entity counts as the marked one that it mostly is.

    That is the one to which more than half of its marked mentions belong. Each marked fact counts once; a
    statement that says it again, of another predicted entity, is not right a second time. Where the corpus
    looked at some pairs only, statements about others are left out.
    """
    aligned = _aligned(text, extraction)
    entity = {mention.span: mention.entity for mention in extraction.mentions}
    facts: list[Fact] = []
    judgements = []
    for evidence in judged_evidence(text, extraction):
        subject = aligned.get(entity[evidence.subject], -1)
        object_ = aligned.get(entity[evidence.object], -1)
        if text.pairs is None or (subject, object_) in text.pairs:
            fact = (subject, evidence.statement.predicate, object_)
            facts.append(fact)
            judgements.append(Judgement(evidence.confidence, fact in text.relations))
    return Judged(
        dict(
            counted(
                sorted(text.judged or ()),
                [relation for _, relation, _ in text.relations.intersection(facts)],
                [relation for _, relation, _ in facts],
                [relation for _, relation, _ in text.relations],
            )
        ),
        tuple(judgements),
    )


def between_exact_entities(text: LabelledText, extraction: Extraction) -> Tally:
    """Score statements as JEREX does (Eberts and Ulges, arXiv 2102.05980): both clusters exactly right.

    Pronouns are left out of the clusters on both sides.
    """
    gold = {entity: _named(places, text.text) for entity, places in marked_places(text).items()}
    predicted = {
        entity: _named(places, text.text) for entity, places in members(extraction.mentions).items()
    }
    entity = {mention.span: mention.entity for mention in extraction.mentions}
    facts = [
        (
            predicted[entity[evidence.subject]],
            evidence.statement.predicate,
            predicted[entity[evidence.object]],
        )
        for evidence in judged_evidence(text, extraction)
    ]
    expected = {(gold[s], relation, gold[o]) for s, relation, o in text.relations}
    return dict(
        counted(
            sorted(text.judged or ()),
            [relation for _, relation, _ in expected.intersection(facts)],
            [relation for _, relation, _ in facts],
            [relation for _, relation, _ in text.relations],
        )
    )


def _named(places: list[Span], text: str) -> frozenset[Span]:
    return frozenset(span for span in places if not pronoun_kind(span.of(text)))


def _aligned(text: LabelledText, extraction: Extraction) -> dict[int, int]:
    """Return the corpus's entity for each predicted one that is mostly that."""
    marked = {mention.span: mention.entity for mention in text.mentions}
    votes: dict[int, Counter[int]] = {}
    for mention in extraction.mentions:
        if mention.span in marked:
            votes.setdefault(mention.entity, Counter())[marked[mention.span]] += 1
    best = {entity: counter.most_common(1)[0] for entity, counter in votes.items()}
    return {e: own for e, (own, count) in best.items() if 2 * count > votes[e].total()}
