"""CoNLL04's strict measure, "RE+": both spans and their types exact, and the relation between them."""

from dataclasses import replace

from kg.records import Extraction
from kg.training.corpora import LabelledText
from kg.training.measures.judgements import Judged, Judgement, counted
from kg.training.scores import Tally


def between_exact_mentions(text: LabelledText, extraction: Extraction) -> Judged:
    """Score relations between mentions; the mentions of a statement are those of its evidence.

    The corpus marks what a sentence says whoever says it, "Ann works for Acme, Bo claimed" too, so that what
    the text only reports, doubts or denies counts as found here.
    """
    label = {mention.span: mention.label for mention in extraction.mentions}
    marked = {mention.entity: (mention.span, mention.label) for mention in text.mentions}
    expected = {(marked[s], relation, marked[o]) for s, relation, o in text.relations}
    facts = []
    judgements = []
    for evidence in extraction.evidence:
        if evidence.statement.predicate not in (text.judged or ()):
            continue
        subject, object_ = ((span, label[span]) for span in (evidence.subject, evidence.object))
        fact = (subject, evidence.statement.predicate, object_)
        facts.append(fact)
        judgements.append(Judgement(evidence.confidence, fact in expected))
    return Judged(
        dict(
            counted(
                sorted(text.judged or ()),
                [relation for _, relation, _ in expected.intersection(facts)],
                [relation for _, relation, _ in facts],
                [relation for _, relation, _ in expected],
            )
        ),
        tuple(judgements),
    )


def between_exact_mentions_asserted(text: LabelledText, extraction: Extraction) -> Tally:
    """Score the same, of those statements alone that the text asserts: what would become facts."""
    asserted = tuple(e for e in extraction.evidence if e.status == "asserted")
    return between_exact_mentions(text, replace(extraction, evidence=asserted)).tally
