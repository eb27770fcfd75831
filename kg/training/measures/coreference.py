"""Coreference: B³ over mentions (Bagga and Baldwin, 1998), where the mentions themselves are predicted.

Each predicted mention is worth the share of its predicted cluster that the corpus puts with it, each marked
mention the share of its own cluster that was found together with it. One that the other side does not
have at all is worth nothing (the "all mentions" reading of Stoyanov et al., 2009).
"""

from kg.model.pronouns import pronoun_kind
from kg.records import Extraction, Span
from kg.training.corpora import LabelledText
from kg.training.measures.judgements import marked_places, members
from kg.training.scores import Scores

Clusters = dict[Span, frozenset[Span]]
"""Each mention's place, and the places of all mentions of its entity."""


def b_cubed(text: LabelledText, extraction: Extraction) -> Scores:
    """Compare clusters; nothing is expected of a text whose entities the corpus does not mark as such.

    A predicted mention counts if it is marked, or if the corpus marks every mention of its type; so
    pronouns count only where they are marked.
    """
    if not text.clustered:
        return Scores(found=0)
    gold = _clusters(list(marked_places(text).values()))
    counted = [
        mention
        for mention in extraction.mentions
        if mention.span in gold
        or (mention.label in text.complete and not pronoun_kind(mention.span.of(text.text)))
    ]
    predicted = _clusters(list(members(counted).values()))
    return Scores(
        _credit(predicted, gold), len(predicted), len(gold), found=_credit(gold, predicted)
    )


def _clusters(groups: list[list[Span]]) -> Clusters:
    return {span: frozenset(group) for group in groups for span in group}


def _credit(own: Clusters, other: Clusters) -> float:
    return sum(
        len(cluster & other[span]) / len(cluster) for span, cluster in own.items() if span in other
    )
