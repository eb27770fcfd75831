"""Windows' findings to one Extraction: entities of the whole document, statements, evidence."""

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.extraction.clusters import PRONOUN, Named, cluster
from kg.extraction.decode import FoundMention
from kg.extraction.literals import number_literal, time_literal
from kg.extraction.reader import FoundRelation, WindowFindings
from kg.iris import Minter
from kg.model.config import Calibration
from kg.records import (
    Document,
    Entity,
    Evidence,
    Extraction,
    Iri,
    Mention,
    ModelVersion,
    Span,
    Statement,
)

_ARTICLE = re.compile(r"^(?:the|a|an) (?=\S)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Candidate:
    subject: int
    relation: str
    object: int
    confidence: float
    subject_span: Span
    object_span: Span


class Assembler:
    """Puts together what the windows of one document hold."""

    def __init__(self, minter: Minter, calibration: Calibration, min_confidence: float) -> None:
        self._minter = minter
        self._calibration = calibration
        self._min_confidence = min_confidence

    def assemble(
        self,
        document: Document,
        model: ModelVersion,
        findings: Sequence[WindowFindings],
        sentences: Sequence[Span],
    ) -> Extraction:
        """Merge findings, cluster mentions over the whole text, and keep each statement's best evidence."""
        mentions = _merged(findings)
        index = cluster([Named(m.span, m.span.of(document.text), m.label) for m in mentions])
        whose = {m.span: e for m, e in zip(mentions, index, strict=True) if e is not None}
        entities = self._entities(document.text, mentions, index)
        quoter = Quoter(sentences)
        best: dict[Statement, _Candidate] = {}
        for found in findings:
            for candidate in self._candidates(found, whose):
                subject = entities[candidate.subject].term
                if not isinstance(subject, Iri) or candidate.subject == candidate.object:
                    continue
                object_ = entities[candidate.object].term
                statement = Statement(subject.value, candidate.relation, object_)
                if statement not in best or candidate.confidence > best[statement].confidence:
                    best[statement] = candidate
        return Extraction(
            document=document.id,
            model=model,
            mentions=tuple(
                Mention(m.span, m.label, round(m.score, 3), e)
                for m, e in zip(mentions, index, strict=True)
                if e is not None
            ),
            entities=entities,
            evidence=tuple(
                Evidence(
                    statement,
                    candidate.confidence,
                    candidate.subject_span,
                    candidate.object_span,
                    quoter.quote(candidate.subject_span, candidate.object_span),
                )
                for statement, candidate in best.items()
            ),
            characters_read=len(document.text),
        )

    def _entities(
        self, text: str, mentions: Sequence[FoundMention], index: Sequence[int | None]
    ) -> tuple[Entity, ...]:
        members: dict[int, list[FoundMention]] = {}
        for mention, entity in zip(mentions, index, strict=True):
            if entity is not None:
                members.setdefault(entity, []).append(mention)
        return tuple(self._entity(text, members[entity]) for entity in range(len(members)))

    def _entity(self, text: str, mentions: Sequence[FoundMention]) -> Entity:
        name = best_name(m.span.of(text) for m in mentions)
        label = mentions[0].label
        if label == "time":
            return Entity(time_literal(name), name, label)
        if label == "number":
            return Entity(number_literal(name), name, label)
        return Entity(Iri(self._minter.entity(name, label)), name, label)

    def _candidates(self, found: WindowFindings, whose: dict[Span, int]) -> list[_Candidate]:
        places: dict[int, list[FoundMention]] = {}
        for mention, entity in zip(found.mentions, found.entity, strict=True):
            if mention.span in whose:
                places.setdefault(entity, []).append(mention)
        return [
            self._candidate(relation, places, whose, confidence)
            for relation in found.relations
            if (confidence := self._confidence(relation)) >= self._min_confidence
            and relation.subject in places
            and relation.object in places
        ]

    def _candidate(
        self,
        relation: FoundRelation,
        places: dict[int, list[FoundMention]],
        whose: dict[Span, int],
        confidence: float,
    ) -> _Candidate:
        subject, object_ = min(
            ((s, o) for s in places[relation.subject] for o in places[relation.object]),
            key=lambda ends: abs(ends[0].first - ends[1].first),
        )
        return _Candidate(
            whose[subject.span],
            relation.relation,
            whose[object_.span],
            confidence,
            subject.span,
            object_.span,
        )

    def _confidence(self, relation: FoundRelation) -> float:
        scaled = self._calibration.slope * relation.margin + self._calibration.offset
        return round(1 / (1 + math.exp(-scaled)), 3)


def best_name(names: Iterable[str]) -> str:
    """Return the longest name, in one line, without an article: documents differ in using one."""
    bare = (
        _ARTICLE.sub("", " ".join(name.split())) for name in names if not PRONOUN.fullmatch(name)
    )
    return max(bare, key=len)


def _merged(findings: Sequence[WindowFindings]) -> list[FoundMention]:
    """Return each place once, in the order of the text; of overlapping readings the surer one stays."""
    everything = {m.span: m for found in findings for m in sorted(found.mentions, key=_score)}
    kept: list[FoundMention] = []
    for mention in sorted(everything.values(), key=lambda m: (m.span.start, -m.span.end)):
        if kept and mention.span.start < kept[-1].span.end:
            if mention.score > kept[-1].score:
                kept[-1] = mention
        else:
            kept.append(mention)
    return kept


def _score(mention: FoundMention) -> float:
    return mention.score


class Quoter:
    """Finds the sentences that a pair of mentions stands in."""

    def __init__(self, sentences: Sequence[Span]) -> None:
        self._sentences = sentences
        self._starts = [sentence.start for sentence in sentences]

    def quote(self, subject: Span, object: Span) -> Span:
        """Return the stretch from the first to the last sentence that either mention is in."""
        first, last = sorted((subject, object))
        return Span(
            min(self._around(first).start, first.start), max(self._around(last).end, last.end)
        )

    def _around(self, mention: Span) -> Span:
        return self._sentences[max(bisect_right(self._starts, mention.start) - 1, 0)]
