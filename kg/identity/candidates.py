"""Which entities of a knowledge base an occurrence may mean, and what speaks for each of them."""

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from kg.identity.agreeing import denied, says
from kg.identity.base_facts import BaseFacts, Statements
from kg.identity.likelihood import logistic
from kg.identity.names import KINDS, NameForm, likeness, meeting_keys, name_form, numbers_differ
from kg.identity.records import BaseEntity, Edge, Occurrence, Ref, World
from kg.identity.rules import Rules
from kg.identity.weights import LINKING
from kg.records import Iri, Literal

_BATCH = 300
_LOOSE = frozenset({"overlap", "none"})
_WORD = re.compile(r"[^\W\d_]{4,}")
_MOST = 3.0


class Known(Protocol):
    """Finds entities of bases by the keys of their names."""

    def meeting(self, keys: Collection[str]) -> Mapping[str, Sequence[BaseEntity]]:
        """Return the entities that have a name under each key."""
        ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a document may mean.

    Attributes:
        kind: The likeness of the names.
        rivals: Other candidates whose names are at least as like.
        company: Neighbours of it that the document may name.
        agreeing, contradicting: Statements of the document that the base makes too, or otherwise.
        words: Words that it shares with the document, the share of its own.
        fame: How much less the base says of it than of the candidate of which it says most, as a logarithm.
        other_type: Whether the base says that it is of another type.
    """

    entity: BaseEntity
    kind: str
    rivals: int
    company: int
    agreeing: int
    contradicting: int
    words: float
    fame: float
    other_type: bool

    def features(self) -> dict[str, float]:
        """Return what is weighed, by name."""
        return {
            "bias": 1.0,
            **{kind: float(kind == self.kind) for kind in KINDS},
            "rivals": math.log1p(self.rivals),
            "company": min(float(self.company), _MOST),
            "agreeing": min(float(self.agreeing), _MOST),
            "contradicting": min(float(self.contradicting), _MOST),
            "words": self.words,
            "fame": self.fame,
            "other type": float(self.other_type),
        }

    def probability(self, weights: Mapping[str, float] = LINKING) -> float:
        """Return the probability that the document means it."""
        return logistic(weights, self.features())


def candidates_of(
    world: World, known: Known, facts: BaseFacts, rules: Rules
) -> Iterator[tuple[Ref, list[Candidate]]]:
    """Yield every occurrence with its candidates, a document after the other."""
    by_document: dict[str, list[Occurrence]] = defaultdict(list)
    for one in world.occurrences:
        by_document[one.document].append(one)
    said: dict[str, list[Edge]] = defaultdict(list)
    for edge in world.edges:
        said[edge.document].append(edge)
    for documents in _batches(by_document):
        here = [one for document in documents for one in by_document[document]]
        named = _Named(here, known)
        about = facts.about({iri for some in named.found.values() for iri in some})
        for document in documents:
            weighing = _Weighing(by_document[document], said[document], named, about, rules)
            yield from weighing.weigh()


class _Named:
    """The entities whose names are like those of occurrences."""

    def __init__(self, occurrences: Sequence[Occurrence], known: Known) -> None:
        self.entities: dict[str, BaseEntity] = {}
        self.found: dict[Ref, dict[str, str]] = {}
        keys = {one: _keys(one) for one in occurrences}
        met = known.meeting({key for some in keys.values() for key in some})
        for one in occurrences:
            here = {entity.iri: entity for key in keys[one] for entity in met.get(key, ())}
            likes = {iri: _kind(one, entity) for iri, entity in here.items()}
            ref = Ref(one.iri, one.document)
            kept = {iri: kind for iri, kind in likes.items() if kind not in _LOOSE}
            self.found.setdefault(ref, {}).update(kept)
            self.entities |= {iri: here[iri] for iri in kept}


class _Weighing:
    """Weighs the candidates of one document against what else it names and says."""

    def __init__(
        self,
        occurrences: Sequence[Occurrence],
        edges: Sequence[Edge],
        named: _Named,
        about: Statements,
        rules: Rules,
    ) -> None:
        self._occurrences = {Ref(one.iri, one.document): one for one in occurrences}
        self._named = named
        self._about = about
        self._rules = rules
        self._edges: dict[str, list[Edge]] = defaultdict(list)
        for edge in edges:
            self._edges[edge.subject].append(edge)
            if edge.datatype is None:
                self._edges[edge.object].append(edge)
        self._near = self._neighbours()

    def weigh(self) -> Iterator[tuple[Ref, list[Candidate]]]:
        for ref, one in sorted(self._occurrences.items()):
            kinds = self._named.found[ref]
            found = [self._candidate(ref, one, iri, kinds) for iri in sorted(kinds)]
            most = max((candidate.fame for candidate in found), default=0.0)
            yield ref, [replace(one, fame=round(one.fame - most, 3)) for one in found]

    def _candidate(
        self, ref: Ref, one: Occurrence, iri: str, kinds: Mapping[str, str]
    ) -> Candidate:
        entity = self._named.entities[iri]
        rank = KINDS.index(kinds[iri])
        agreeing, contradicting = self._statements(ref, iri)
        return Candidate(
            entity,
            kinds[iri],
            rivals=sum(KINDS.index(kind) <= rank for kind in kinds.values()) - 1,
            company=self._company(ref, iri),
            agreeing=agreeing,
            contradicting=contradicting,
            words=self._words(one, entity),
            fame=round(math.log1p(sum(map(len, self._about.get(iri, {}).values()))), 3),
            other_type=bool(entity.labels) and one.label not in entity.labels,
        )

    def _neighbours(self) -> dict[str, set[str]]:
        """Statements in either direction, as far as they are between candidates of this document."""
        here = {iri for ref in self._occurrences for iri in self._named.found[ref]}
        near: dict[str, set[str]] = defaultdict(set)
        for iri in here:
            for values in self._about.get(iri, {}).values():
                for value in values:
                    if isinstance(value, Iri) and value.value in here:
                        near[iri].add(value.value)
                        near[value.value].add(iri)
        return near

    def _company(self, ref: Ref, iri: str) -> int:
        near = self._near.get(iri, set()) - {iri}
        return sum(
            not near.isdisjoint(self._named.found[other])
            for other in self._occurrences
            if other != ref
        )

    def _statements(self, ref: Ref, iri: str) -> tuple[int, int]:
        agreeing = contradicting = 0
        for edge in self._edges.get(ref.iri, ()):
            ours, theirs = (iri, edge.object) if edge.subject == ref.iri else (edge.subject, iri)
            if edge.subject == ref.iri:
                held = self._about.get(iri, {}).get(edge.predicate, frozenset())
                if self._states(edge, held):
                    agreeing += 1
                elif edge.predicate in self._rules.functional:
                    contradicting += denied(held, edge.end)
            else:
                subjects = self._named.found.get(Ref(ours, ref.document), {})
                agreeing += any(
                    Iri(theirs) in self._about.get(subject, {}).get(edge.predicate, ())
                    for subject in subjects
                )
        return agreeing, contradicting

    def _states(self, edge: Edge, held: Collection[Iri | Literal]) -> bool:
        if edge.datatype is not None:
            return any(says(value, edge.end) for value in held)
        ends = self._named.found.get(Ref(edge.object, edge.document), {})
        return any(Iri(end) in held for end in ends)

    def _words(self, one: Occurrence, entity: BaseEntity) -> float:
        if not one.words:
            return 0.0
        values = (v for some in self._about.get(entity.iri, {}).values() for v in some)
        texts = [value.value for value in values if not isinstance(value, Iri)]
        own = {word for text in texts for word in _WORD.findall(text.casefold())}
        own -= {word for name in entity.names for word in _WORD.findall(name.casefold())}
        return round(len(own & one.words) / len(own), 3) if own else 0.0


def _keys(one: Occurrence) -> frozenset[str]:
    return frozenset(key for name in one.names for key in meeting_keys(name_form(name)))


def _kind(one: Occurrence, entity: BaseEntity) -> str:
    """The closest likeness of any two names; none if the types or the numbers forbid it."""
    if entity.labels and "person" in {one.label} ^ entity.labels:
        return "none"
    best = len(KINDS) - 1
    forms = [name_form(name) for name in entity.names]
    for ours in _whole(one):
        for theirs in forms:
            if not theirs.words or numbers_differ(ours, theirs):
                continue
            best = min(best, KINDS.index(likeness(ours, theirs, one.label)))
    return KINDS[best]


def _whole(one: Occurrence) -> list[NameForm]:
    """The names that are not merely part of the first."""
    first, *others = (name_form(name) for name in one.names)
    return [first, *(form for form in others if not set(form.words) < set(first.words))]


def _batches(by_document: Mapping[str, Sequence[Occurrence]]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for document in sorted(by_document):
        batch.append(document)
        size += len(by_document[document])
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
