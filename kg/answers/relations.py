"""How well a question's words put a relation, with the name beside them at one or the other end.

Words are matched first. Where no relation of the ontology claims a word, sentence embeddings of the
words and of what relations are called are compared instead, and only the nearest relation of the whole
ontology has the word: a question about what the graph lacks must not be answered with the next best.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from kg.answers.phrases import Phrase, phrases_of, unknown_property
from kg.answers.placing import placings
from kg.answers.question import Asked
from kg.ontology.records import Property

Vectors = npt.NDArray[np.float32]
NOWHERE = frozenset[int]()

_NEAR, _FAR = 0.42, 0.75
_LIKELY = 0.6
"""How likely a question has to ask for a relation for it to be followed."""

_MARGIN = 0.06
"""Cosines: nothing below the first, nothing better above the second; what is this much behind the nearest is out."""


class Space(Protocol):
    """Where texts are points."""

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Return a unit vector for each text, float32 (texts, dimensions)."""
        ...

    def asked_for(self, question: str, names: Vectors, described: Vectors) -> Vectors | None:
        """Return how likely a question asks for each relation; None where the space has no reader of questions.

        Args:
            names, described: Vectors of what relations are called, without and with their descriptions.

        Returns:
            Float32 (2 · relations + 1), 1 in all: from the subject, from the object, and for none of them.
        """
        ...


@dataclass(frozen=True, slots=True)
class Match:
    """Words that put a relation: their places, how strongly, and whether they are a noun of one end.

    Attributes:
        whole: They are all of the question but the name, read at once.
    """

    places: frozenset[int]
    strength: float
    noun: bool = False
    whole: bool = False


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
            stem
            for some in self._phrases.values()
            for one in some
            for place in one.places
            for stem in place
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

    def spoken(self, asked: Asked) -> frozenset[int]:
        """Return the places of words that some relation of the ontology claims in full."""
        return frozenset(
            place
            for some in self._phrases.values()
            for phrase in some
            for places in placings(phrase, asked)
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
        points = self._named(self._space)
        asked = self._space.vectors(list(segments.values()))
        half = len(self._order)
        cosines = (asked @ points.T).reshape(len(segments), 2, half).max(1)
        found: dict[str, list[Match]] = {}
        for places, row in zip(segments, cosines, strict=True):
            for index in np.flatnonzero(row >= max(float(row.max()) - _MARGIN, _NEAR)):
                strength = min((float(row[index]) - _NEAR) / (_FAR - _NEAR), 1.0)
                match = Match(places, 0.4 + 0.5 * strength)
                found.setdefault(self._order[int(index)], []).append(match)
        return found

    def asked_for(self, question: str) -> dict[tuple[str, bool], float]:
        """Return the relations that a question as a whole may ask for, with how likely: by property and whether forward."""
        if self._space is None or not self._order:
            return {}
        half = len(self._order)
        points = self._named(self._space)
        likely = self._space.asked_for(question, points[:half], points[half:])
        if likely is None:
            return {}
        return {
            (self._order[column % half], column < half): float(likely[column])
            for column in np.flatnonzero(likely[:-1] >= _LIKELY).tolist()
        }

    def _named(self, space: Space) -> Vectors:
        """The vectors of all names of relations, and behind them those of names with descriptions."""
        if self._points is None:
            named = [self._known[iri] for iri in self._order]
            texts = [one.label for one in named]
            texts += [
                f"{one.label}: {one.description}" if one.description else one.label for one in named
            ]
            self._points = space.vectors(texts)
        return self._points
