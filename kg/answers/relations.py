"""How well a question's words put a relation, with the name beside them at one or the other end.

Words are matched first. Where no relation of the ontology claims a word, sentence embeddings of the
words and of what relations are called are compared instead, and only the nearest relation of the whole
ontology has the word: a question about what the graph lacks must not be answered with the next best.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Protocol

import numpy as np
import numpy.typing as npt

from kg.answers.phrases import Phrase, phrases_of, unknown_property
from kg.answers.question import Asked
from kg.answers.records import Link, Step
from kg.answers.words import BE, Token
from kg.ontology.records import Property

Vectors = npt.NDArray[np.float32]
NOWHERE = frozenset[int]()

_HAVE = frozenset("have has had".split())
_WRONG_END = 0.45
_STRONG = 0.75
_NEAR, _FAR = 0.42, 0.75
_MARGIN = 0.06
"""Cosines: nothing below the first, nothing better above the second; what is this much behind the nearest is out."""


class Space(Protocol):
    """Where texts are points."""

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Return a unit vector for each text, float32 (texts, dimensions)."""
        ...


@dataclass(frozen=True, slots=True)
class Match:
    """Words that put a relation: their places, how strongly, and whether they are a noun of one end."""

    places: frozenset[int]
    strength: float
    noun: bool = False


class Relations:
    """The relations that an ontology describes, and any other by the end of its IRI.

    Args:
        space: None does without embeddings.
    """

    def __init__(self, properties: Iterable[Property], space: Space | None = None) -> None:
        self._known = {one.iri: one for one in properties}
        self._phrases: dict[str, tuple[Phrase, ...]] = {
            iri: phrases_of(one) for iri, one in self._known.items()
        }
        self._space = space
        self._order = list(self._known)
        self._points: Vectors | None = None
        self.common = frozenset(
            stem for some in self._phrases.values() for one in some for place in one.places for stem in place
        )

    def property(self, iri: str) -> Property:
        """Return a property; one that no ontology describes is called by the end of its IRI."""
        if iri not in self._known:
            self._known[iri] = unknown_property(iri)
            self._phrases[iri] = phrases_of(self._known[iri])
        return self._known[iri]

    def label(self, iri: str) -> str:
        """Return what a property is called."""
        return self.property(iri).label

    def reader(self, asked: Asked) -> "Reader":
        """Return what matches relations with one question."""
        return Reader(self, asked)

    def spoken(self, asked: Asked) -> frozenset[int]:
        """Return the places of words that some relation of the ontology claims in full."""
        return frozenset(
            place
            for some in self._phrases.values()
            for phrase in some
            for places in _placings(phrase, asked)
            for place in places
        )

    def names_relation(self, stem: str) -> bool:
        """Return whether a word alone is what the ontology calls a relation, as "country" is."""
        return any(
            phrase.own and phrase.places == (frozenset({stem}),)
            for some in self._phrases.values()
            for phrase in some
        )

    def phrases(self, iri: str) -> tuple[Phrase, ...]:
        """Return how questions put a property."""
        self.property(iri)
        return self._phrases[iri]

    def nearest(self, segments: Mapping[frozenset[int], str]) -> dict[str, list[Match]]:
        """Return, by property, the segments to which no other property is nearer."""
        if self._space is None or not segments or not self._order:
            return {}
        if self._points is None:
            named = [self._known[iri] for iri in self._order]
            texts = [one.label for one in named]
            texts += [f"{one.label}: {one.description}" if one.description else one.label for one in named]
            self._points = self._space.vectors(texts)
        asked = self._space.vectors(list(segments.values()))
        half = len(self._order)
        cosines = (asked @ self._points.T).reshape(len(segments), 2, half).max(1)
        found: dict[str, list[Match]] = {}
        for places, row in zip(segments, cosines, strict=True):
            for index in np.flatnonzero(row >= max(float(row.max()) - _MARGIN, _NEAR)):
                strength = min((float(row[index]) - _NEAR) / (_FAR - _NEAR), 1.0)
                match = Match(places, 0.4 + 0.5 * strength)
                found.setdefault(self._order[int(index)], []).append(match)
        return found


class Reader:
    """Matches relations with one question."""

    def __init__(self, relations: Relations, asked: Asked) -> None:
        self._relations = relations
        self._asked = asked
        self._known: dict[tuple[str, bool, int], tuple[Match, ...]] = {}
        gaps = asked.content - relations.spoken(asked)
        self._near = relations.nearest(_segments(asked, gaps)) if gaps else {}

    def matches(self, step: Step, topic: Link | None) -> tuple[Match, ...]:
        """Return how the question puts a step away from what `topic` names, or from a thing that it does not name."""
        key = step.predicate, step.forward, topic.first if topic else -1
        if key not in self._known:
            found = tuple(self._matches(step, topic))
            self._known[key] = found + _together(found)
        return self._known[key]

    def _matches(self, step: Step, topic: Link | None) -> Iterable[Match]:
        property = self._relations.property(step.predicate)
        for phrase in self._relations.phrases(step.predicate):
            weight = 0.95 if phrase.own else 1.0
            for places in _placings(phrase, self._asked):
                end = _end(phrase, min(places), topic, self._asked, step.forward or property.symmetric)
                if property.symmetric:
                    end = max(end, 0.95)
                yield Match(places, weight * end, phrase.kind in ("holder", "value"))
            if phrase.own and len(phrase.places) > 1:
                yield from _partial(phrase, self._asked)
        for match in self._near.get(step.predicate, ()):
            yield Match(match.places, match.strength * (1.0 if step.forward else 0.9))


def _together(found: Sequence[Match]) -> tuple[Match, ...]:
    """Several words may put one relation: "won the award", "plays in the league"; of the same end, each once."""
    strong = [match for match in found if match.strength >= _STRONG]
    places = NOWHERE.union(*(match.places for match in strong))
    if len(strong) < 2 or any(match.places >= places for match in strong):
        return ()
    best = max(strong, key=lambda match: match.strength)
    return (Match(places, best.strength, best.noun),)


def _placings(phrase: Phrase, asked: Asked) -> Iterable[frozenset[int]]:
    """Yield where all words of a phrase are, close together."""
    where = [
        [n for n, token in enumerate(asked.tokens) if token.stem in place and not asked.within_link(n)]
        for place in phrase.places
    ]
    if all(where) and sum(map(len, where)) <= 12:
        for chosen in product(*where):
            if len(set(chosen)) == len(chosen) and max(chosen) - min(chosen) <= len(chosen) + 1:
                yield frozenset(chosen)


def _partial(phrase: Phrase, asked: Asked) -> Iterable[Match]:
    """A label of several words may be put by most of them, or by its first: "head of government" by "government"."""
    found = frozenset(
        n for n in asked.content | asked.noun
        if any(asked.tokens[n].stem in place for place in phrase.places)
    )  # fmt: skip
    if found and len(found) < len(phrase.places):
        yield Match(found, 0.85 * len(found) / len(phrase.places))


def _end(phrase: Phrase, at: int, topic: Link | None, asked: Asked, forward: bool) -> float:
    """Return how well the words fit the topic at the subject's end (`forward`) or at the object's."""
    if phrase.kind == "about":
        near = 0.0 if topic is None else 0.01 * min(abs(at - topic.first), abs(at - topic.last + 1), 10)
        return (0.96 if forward else 0.88) - near
    if topic is None:
        return _chained(phrase, forward)
    if phrase.kind in ("holder", "value"):
        fits = _holds(at, topic, asked) == (phrase.kind == "holder")
    else:
        fits = _does(at, topic, asked) == (phrase.kind == "doer")
    return 1.0 if fits == forward else _WRONG_END


def _chained(phrase: Phrase, forward: bool) -> float:
    if phrase.kind in ("holder", "value"):
        return 0.97 if (phrase.kind == "holder") == forward else _WRONG_END
    return 0.9 if (phrase.kind == "doer") == forward else 0.8


def _holds(at: int, topic: Link, asked: Asked) -> bool:
    """Whether the named thing has what the noun at `at` names: "X's father", "father of X"; not "X the father of"."""
    words = asked.tokens
    if at > 0 and words[at - 1].lower == "whose":
        return False
    if at < topic.first or any(words[n].lower in _HAVE for n in range(topic.last, at)):
        return True
    return topic.last < len(words) and words[topic.last].lower == "'s"


def _does(at: int, topic: Link, asked: Asked) -> bool:
    """Whether the named thing does what the verb at `at` says: "did X found", "founded by X"; not "founded X"."""
    words = asked.tokens
    if any(words[n].lower == "by" for n in range(max(topic.first - 2, 0), topic.first)):
        return True
    return topic.first < at and not _is_passive(words, at)


def _is_passive(words: Sequence[Token], at: int) -> bool:
    before = {token.lower for token in words[:at]}
    helped = before & {"did", "does", "do", "has", "have", "had"}
    participle = words[at].lower.endswith(("ed", "en", "ght", "wn", "ilt", "ade", "ung", "und", "ld", "ven"))
    return participle and bool(before & BE) and not (helped and "been" not in before)


def _segments(asked: Asked, gaps: frozenset[int]) -> dict[frozenset[int], str]:
    """Return the runs of words that no relation claims, each alone and with its neighbours of content."""
    found: dict[frozenset[int], str] = {}
    runs: list[list[int]] = []
    for place in sorted(asked.content):
        if runs and place - runs[-1][-1] <= 2:
            runs[-1].append(place)
        else:
            runs.append([place])
    for run in runs:
        for size in range(1, min(len(run), 4) + 1):
            for start in range(len(run) - size + 1):
                part = run[start : start + size]
                if set(part) & gaps:
                    words = asked.tokens[part[0] : part[-1] + 1]
                    found[frozenset(part)] = " ".join(token.text for token in words)
    if len(asked.content) > 1:
        rest = [token.text for n, token in enumerate(asked.tokens) if not asked.within_link(n)]
        found.setdefault(asked.content, " ".join(rest))
    return found
