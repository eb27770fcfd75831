"""CoNLL04's strict measure, "RE+": both spans and their types exact, and the relation between them."""

from kg.records import Extraction
from kg.training.corpora import LabelledText
from kg.training.measures.judgements import Judged, Judgement, counted, judged_evidence


def between_exact_mentions(text: LabelledText, extraction: Extraction) -> Judged:
    """Score relations between mentions; the mentions of a statement are those of its evidence."""
    label = {mention.span: mention.label for mention in extraction.mentions}
    marked = {mention.entity: (mention.span, mention.label) for mention in text.mentions}
    expected = {(marked[s], relation, marked[o]) for s, relation, o in text.relations}
    facts = []
    judgements = []
    for evidence in judged_evidence(text, extraction):
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
