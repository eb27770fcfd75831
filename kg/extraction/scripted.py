"""An extractor without a model: a few fixed English phrases between capitalised names.

It ships with the package, so that load tests, demonstrations and users' own tests can run the whole
service without paying for a forward pass. What it finds depends on the text alone.
"""

import re
from collections.abc import Iterator, Sequence

from kg.extraction.sought import Sought
from kg.iris import WIKIDATA_DIRECT, Minter
from kg.records import (
    Document,
    Entity,
    Evidence,
    Extraction,
    Iri,
    Mention,
    ModelVersion,
    Progress,
    Span,
    Statement,
    ignore_progress,
)

_NAME = r"[A-Z][\w'-]*(?: [A-Z][\w'-]*)*"
_Phrases = dict[str, tuple[str, str, str]]
_PHRASES: _Phrases = {
    # phrase: (property, subject type, object type)
    phrase: (WIKIDATA_DIRECT + code, subject, object_)
    for phrase, code, subject, object_ in (
        ("was born in", "P19", "person", "place"),
        ("works for", "P108", "person", "organisation"),
        ("is married to", "P26", "person", "person"),
        ("is the capital of", "P1376", "place", "place"),
        ("is located in", "P131", "place", "place"),
        ("was founded by", "P112", "organisation", "person"),
    )
}


class ScriptedExtractor:
    """Implements `Extractor` and `Teachable` by regular expression.

    "X was born in Y" is a fact with confidence 0.9. An example teaches the words between its ends.
    """

    model = ModelVersion("scripted", "1")

    def __init__(self, minter: Minter, phrases: _Phrases | None = None) -> None:
        self._minter = minter
        self._phrases = _PHRASES if phrases is None else phrases
        every = sorted(self._phrases, key=len, reverse=True)
        either = "|".join(map(re.escape, every)) or r"(?!)"
        self._pattern = re.compile(
            rf"(?P<subject>{_NAME}) (?P<phrase>{either}) (?P<object>{_NAME})"
        )

    def looking_for(self, sought: Sought) -> "ScriptedExtractor":
        """Return one that knows the phrases of these properties, and those that their examples show."""
        known = {one.iri: one for one in sought.properties}
        phrases = {words: ends for words, ends in _PHRASES.items() if ends[0] in known}
        for example in sought.examples:
            between = example.text[example.subject.end : example.object.start].strip()
            if between and (one := known.get(example.relation)):
                subject, object_ = (*one.domain, "thing")[0], (*one.range, "thing")[0]
                phrases[between] = (one.iri, subject, object_)
        return ScriptedExtractor(self._minter, phrases)

    def extract(
        self, documents: Sequence[Document], *, on_progress: Progress = ignore_progress
    ) -> list[Extraction]:
        extractions = []
        for done, document in enumerate(documents, start=1):
            extractions.append(self._read(document))
            on_progress("extract", done, len(documents))
        return extractions

    def _read(self, document: Document) -> Extraction:
        entities: dict[tuple[str, str], int] = {}
        mentions: list[Mention] = []
        evidence: list[Evidence] = []
        for match in self._pattern.finditer(document.text):
            predicate, *labels = self._phrases[match["phrase"]]
            ends = []
            for role, label in zip(("subject", "object"), labels, strict=True):
                index = entities.setdefault((match[role], label), len(entities))
                span = Span(*match.span(role))
                mentions.append(Mention(span, label, 0.9, index))
                ends.append((Iri(self._minter.entity(match[role], label)), span))
            (subject, subject_span), (object_, object_span) = ends
            statement = Statement(subject.value, predicate, object_)
            sentence = Span(*match.span())
            evidence.append(Evidence(statement, 0.9, subject_span, object_span, sentence))
        return Extraction(
            document=document.id,
            model=self.model,
            mentions=tuple(mentions),
            entities=tuple(self._entities(entities)),
            evidence=tuple(evidence),
            characters_read=len(document.text),
        )

    def _entities(self, found: dict[tuple[str, str], int]) -> Iterator[Entity]:
        for name, label in found:
            yield Entity(Iri(self._minter.entity(name, label)), name, label)
