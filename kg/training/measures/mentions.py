"""Mentions: spans with their types, strict."""

from kg.model.pronouns import pronoun_kind
from kg.records import Extraction
from kg.training.corpora import LabelledText
from kg.training.scores import Scores


def mention_scores(text: LabelledText, extraction: Extraction) -> Scores:
    """Compare spans and types, of those types of which the corpus marks every mention.

    Pronouns are left out on both sides: most corpora do not mark them, and they have no type of their own.
    """
    gold = {
        (mention.span, mention.label)
        for mention in text.mentions
        if mention.label in text.complete and not pronoun_kind(mention.span.of(text.text))
    }
    found = {
        (mention.span, mention.label)
        for mention in extraction.mentions
        if mention.label in text.complete and not pronoun_kind(mention.span.of(text.text))
    }
    return Scores(len(gold & found), len(found), len(gold))
