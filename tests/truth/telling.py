"""Texts of few words, and an extractor for them that comes in versions.

A text is a row of sentences: "Ada knows Bob.", "It is denied that …", "Perhaps …", "They say that …",
with or without "in 1998". What a version makes of a sentence, and how sure it is, depends on both.
"""

import re
import zlib
from collections.abc import Sequence

from hypothesis import strategies as st

from kg.iris import XSD, Minter
from kg.records import (
    AssertionStatus,
    Document,
    Entity,
    Evidence,
    Extraction,
    Iri,
    Literal,
    Mention,
    ModelVersion,
    Progress,
    Qualifier,
    Span,
    Statement,
    ignore_progress,
)

KNOWS, SINCE = "urn:p:knows", "urn:p:since"
WORDS: dict[str, AssertionStatus] = {
    "": "asserted",
    "It is denied that ": "denied",
    "Perhaps ": "hedged",
    "They say that ": "reported",
}
_NAMES = ("Ada", "Bob", "Cy")
_SENTENCE = re.compile(
    rf"(?P<how>{'|'.join(WORDS)})(?P<subject>Ada|Bob|Cy) knows (?P<object>Ada|Bob|Cy|7)"
    r"(?: since (?P<year>\d{4}))?\."
)
_SURE = (0.3, 0.5, 0.62, 0.8, 0.95)

sentences = st.builds(
    "{}{} knows {}{}.".format,
    st.sampled_from(["", "", *WORDS]),
    st.sampled_from(_NAMES),
    st.sampled_from([*_NAMES, "7"]),
    st.sampled_from(["", "", " since 1998"]),
)
texts = st.lists(sentences, min_size=1, max_size=3).map(" ".join)


class Reader:
    """Implements `Extractor`: one version of the model, and the least confidence that it keeps."""

    def __init__(self, minter: Minter, version: str, min_confidence: float) -> None:
        self.model = ModelVersion("telling", version)
        self._minter = minter
        self._min_confidence = min_confidence

    def extract(
        self, documents: Sequence[Document], *, on_progress: Progress = ignore_progress
    ) -> list[Extraction]:
        return [self._read(document) for document in documents]

    def _read(self, document: Document) -> Extraction:
        entities: dict[Entity, int] = {}
        mentions: list[Mention] = []
        evidence: list[Evidence] = []
        for found in _SENTENCE.finditer(document.text):
            confidence = self._confidence(found[0])
            if confidence < self._min_confidence:
                continue
            for role in ("subject", "object"):
                place = entities.setdefault(self._entity(found[role]), len(entities))
                mentions.append(Mention(Span(*found.span(role)), "person", 0.9, place))
            evidence.append(self._evidence(found, confidence))
        length = len(document.text)
        found_all = tuple(mentions), tuple(entities), tuple(evidence)
        return Extraction(document.id, self.model, *found_all, length)

    def _confidence(self, sentence: str) -> float:
        return _SURE[zlib.crc32(f"{self.model.version} {sentence}".encode()) % len(_SURE)]

    def _entity(self, name: str) -> Entity:
        if name == "7":
            return Entity(Literal("7", XSD + "integer"), "7", "number")
        return Entity(Iri(self._minter.entity(name, "person")), name, "person")

    def _evidence(self, found: re.Match[str], confidence: float) -> Evidence:
        subject, object_ = self._entity(found["subject"]).term, self._entity(found["object"]).term
        assert isinstance(subject, Iri)
        since = [Qualifier(SINCE, Literal(found["year"], XSD + "gYear"))] if found["year"] else []
        return Evidence(
            Statement(subject.value, KNOWS, object_),
            confidence,
            Span(*found.span("subject")),
            Span(*found.span("object")),
            Span(*found.span()),
            WORDS[found["how"]],
            tuple(since),
        )
