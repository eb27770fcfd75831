"""A component for spaCy pipelines: `import kg.spacy; nlp.add_pipe("kg")`. Needs `pip install 'kg[spacy]'`.

It fills `doc.spans["kg"]` with the mentions, each labelled with its type, and `doc._.kg_relations`
with what the text says of them.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.extractor import Extractor
from kg.extraction.sought import sought_from
from kg.records import AssertionStatus, Document, Span
from kg.settings import Settings

Doc.set_extension("kg_relations", default=(), force=True)


@dataclass(frozen=True, slots=True)
class Relation:
    """What a text says of two of its mentions.

    Attributes:
        subject, object: Spans of the doc (`spacy.tokens.Span`), widened to whole tokens.
        predicate: IRI of the relation; `label` is what people call it.
        value: IRI of the object, or the lexical form of a date or number.
    """

    subject: Any
    predicate: str
    label: str
    object: Any
    value: str
    confidence: float
    status: AssertionStatus


class Component:
    """Reads docs with an extractor; `labels` says what relations are called, by IRI."""

    def __init__(self, extractor: Extractor, labels: dict[str, str]) -> None:
        self._extractor = extractor
        self._labels = labels

    def __call__(self, doc: Doc) -> Doc:
        (found,) = self._extractor.extract([Document("doc", doc.text)])
        doc.spans["kg"] = [_span(doc, one.span, one.label) for one in found.mentions]
        doc._.kg_relations = tuple(
            Relation(
                _span(doc, one.subject),
                one.statement.predicate,
                self._labels.get(one.statement.predicate, one.statement.predicate),
                _span(doc, one.object),
                one.statement.object.value,
                one.confidence,
                one.status,
            )
            for one in found.evidence
        )
        return doc


@Language.factory("kg", default_config={"model": None, "ontology": None, "min_confidence": 0.5})
def component(
    nlp: Language, name: str, model: str | None, ontology: str | None, min_confidence: float
) -> Component:
    """Return a component over the shipped model, or the checkpoint and ontology in these files."""
    from kg.extraction.neural import NeuralExtractor

    own = Path(ontology) if ontology else None
    settings = Settings(
        model=Path(model) if model else None, ontology=own, min_confidence=min_confidence
    )
    return Component(NeuralExtractor.load(settings), sought_from(own, None).labels)


def _span(doc: Doc, span: Span, label: str = "") -> Any:
    return doc.char_span(span.start, span.end, label=label, alignment_mode="expand")
