"""Windows' findings to one Extraction: entities of the whole document, statements, evidence."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.extraction.assertion import assertion_status
from kg.extraction.confidence import Confidence
from kg.extraction.decode import FoundMention
from kg.extraction.found import FoundRelation, WindowFindings
from kg.extraction.literals import number_literal, time_literal, value_reader
from kg.extraction.merging import document_entities, merged
from kg.extraction.qualifiers import time_qualifiers
from kg.iris import Minter
from kg.model.pronouns import pronoun_kind
from kg.ontology.records import VALUES, Property
from kg.records import (
    Document,
    Entity,
    Evidence,
    Extraction,
    Iri,
    Literal,
    Mention,
    ModelVersion,
    Span,
    Statement,
)

_ARTICLE = re.compile(r"^(?:the|a|an) (?=\S)", re.IGNORECASE)
_SMALL_ARTICLE = re.compile(r"^(?:the|a|an) (?=\S)")


@dataclass(frozen=True, slots=True)
class _Candidate:
    statement: Statement
    confidence: float
    subject: Span
    object: Span


class Assembler:
    """Puts together what the windows of one document hold."""

    def __init__(
        self,
        minter: Minter,
        properties: Sequence[Property],
        confidence: Confidence,
        min_confidence: float,
        *,
        unresolved: bool = False,
        by_mention: bool = False,
    ) -> None:
        """With `unresolved`, pronouns that nobody could be found for make statements too.

        With `by_mention`, each mention is an entity, and a statement has evidence for each pair of them.
        """
        self._minter = minter
        self._readers = {one.iri: read for one in properties if (read := value_reader(one))}
        self._confidence = confidence
        self._min_confidence = min_confidence
        self._unresolved = unresolved
        self._by_mention = by_mention

    def assemble(
        self,
        document: Document,
        model: ModelVersion,
        findings: Sequence[WindowFindings],
        sentences: Sequence[Span],
    ) -> Extraction:
        """Merge findings over the whole text, and keep each statement's best evidence."""
        mentions, index, entities = self._entities(document.text, findings)
        whose = {mention.span: entity for mention, entity in zip(mentions, index, strict=True)}
        best: dict[tuple[Statement, tuple[Span, Span] | None], _Candidate] = {}
        for found in findings:
            for candidate in self._candidates(found, whose, entities, document.text):
                place = (candidate.subject, candidate.object) if self._by_mention else None
                known = best.get((candidate.statement, place))
                if known is None or candidate.confidence > known.confidence:
                    best[candidate.statement, place] = candidate
        quoter = Quoter(sentences)
        return Extraction(
            document=document.id,
            model=model,
            mentions=tuple(
                Mention(m.span, entities[e].label, round(m.score, 3), e)
                for m, e in zip(mentions, index, strict=True)
            ),
            entities=entities,
            evidence=tuple(_evidence(c, document.text, quoter) for c in best.values()),
            characters_read=len(document.text),
        )

    def _entities(
        self, text: str, findings: Sequence[WindowFindings]
    ) -> tuple[list[FoundMention], list[int], tuple[Entity, ...]]:
        """Return the mentions that name something, the entity of each, and the entities."""
        mentions = merged(findings)
        index = (
            list(range(len(mentions)))
            if self._by_mention
            else document_entities(mentions, findings, text)
        )
        members: dict[int, list[FoundMention]] = {}
        for mention, entity in zip(mentions, index, strict=True):
            members.setdefault(entity, []).append(mention)
        if not self._unresolved:
            members = {e: group for e, group in members.items() if any(m.label for m in group)}
        number = {entity: position for position, entity in enumerate(members)}
        kept = [(m, number[e]) for m, e in zip(mentions, index, strict=True) if e in number]
        entities = tuple(self._entity(text, group) for group in members.values())
        return [m for m, _ in kept], [e for _, e in kept], entities

    def _entity(self, text: str, mentions: Sequence[FoundMention]) -> Entity:
        label = next((mention.label for mention in mentions if mention.label), "thing")
        name = best_name((m.name or m.span.of(text) for m in mentions), titled=label == "thing")
        if label == "time":
            return Entity(time_literal(name), name, label)
        if label == "number":
            return Entity(number_literal(name), name, label)
        return Entity(Iri(self._minter.entity(name, label)), name, label)

    def _candidates(
        self,
        found: WindowFindings,
        whose: dict[Span, int],
        entities: Sequence[Entity],
        text: str,
    ) -> Iterator[_Candidate]:
        members: dict[int, list[FoundMention]] = {}
        for mention, entity in zip(found.mentions, found.entity, strict=True):
            if mention.span in whose:
                members.setdefault(entity, []).append(mention)
        for relation in found.relations:
            confidence = self._confidence.of(relation.margin)
            ends = relation.subject in members and relation.object in members
            if ends and confidence >= self._min_confidence:
                subject, object_ = _closest(relation, members)
                statement = self._statement(
                    relation.relation, subject, object_, whose, entities, text
                )
                if statement is not None:
                    yield _Candidate(statement, confidence, subject, object_)

    def _statement(
        self,
        relation: str,
        subject: Span,
        object: Span,
        whose: dict[Span, int],
        entities: Sequence[Entity],
        text: str,
    ) -> Statement | None:
        term = entities[whose[subject]].term
        if not isinstance(term, Iri) or _is_one(entities[whose[subject]], entities[whose[object]]):
            return None
        value: Iri | Literal | None = entities[whose[object]].term
        if read := self._readers.get(relation):
            value = read(object.of(text))
        return None if value is None else Statement(term.value, relation, value)


def _is_one(one: Entity, other: Entity) -> bool:
    """Return whether one thing would be related to itself: one name may have been taken for two things.

    A person may bear the name of a place, and a book that of a year.
    """
    own = {"person", "place", *VALUES}
    namesakes = one.name == other.name and own.isdisjoint((one.label, other.label))
    return one.term == other.term or namesakes


def _closest(relation: FoundRelation, members: dict[int, list[FoundMention]]) -> tuple[Span, Span]:
    """Return the two mentions of a relation that stand closest together, names before pronouns."""
    subject, object_ = min(
        ((s, o) for s in members[relation.subject] for o in members[relation.object]),
        key=lambda ends: (
            abs(ends[0].first - ends[1].first),
            ends[0].label == "",
            ends[0].first,
        ),
    )
    return subject.span, object_.span


def _evidence(candidate: _Candidate, text: str, quoter: "Quoter") -> Evidence:
    ends = candidate.subject, candidate.object
    sentence = quoter.quote(*ends)
    return Evidence(
        candidate.statement,
        candidate.confidence,
        *ends,
        sentence,
        assertion_status(text, sentence, *ends),
        time_qualifiers(text, sentence, *ends),
    )


def best_name(names: Iterable[str], *, titled: bool = False) -> str:
    """Return the longest name, in one line, without an article: documents differ in using one.

    With `titled`, an article with a capital stays: it belongs to the title of a film or a book.
    """
    article = _SMALL_ARTICLE if titled else _ARTICLE
    lines = [" ".join(name.split()) for name in names]
    proper = [article.sub("", line) for line in lines if not pronoun_kind(line)]
    return max(proper or lines, key=len)


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
