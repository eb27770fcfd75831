"""What an ontology says about identity: which things and types differ, which properties have one value."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from functools import lru_cache

from kg.identity.names import likeness, name_form
from kg.iris import WIKIDATA_DIRECT
from kg.ontology.records import Property

Values = Mapping[str, Set[str]]
"""What is said of a thing, by property: keys of things (see `value_key`), or literals."""

_ALIKE = frozenset(
    {"same", "variant", "initials", "spelling", "acronym", "headed", "extended", "part"}
)
_DATED = frozenset(WIKIDATA_DIRECT + code for code in ("P569", "P570", "P571"))
_SEATED = frozenset(WIKIDATA_DIRECT + code for code in ("P17", "P131", "P159"))
"""Where something is. A thing has one such place at a time, though Wikidata does not say so."""
_VAGUE = frozenset(WIKIDATA_DIRECT + code for code in ("P19", "P20"))
CONTAINED = frozenset(WIKIDATA_DIRECT + code for code in ("P17", "P30", "P131", "P276", "P361"))
"""Properties that lead from a place to a larger one, which does not contradict it."""

SPLITTING = 2
"""Weight of contradiction from which things of one name are two; one less is a doubt."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What differs, and by what.

    Attributes:
        disjoint: Pairs of entity types that have no thing in common.
        different: Pairs of IRIs that owl:differentFrom keeps apart.
        within: Keys of the larger places that a place lies in, by its key.
    """

    functional: frozenset[str] = frozenset()
    inverse_functional: frozenset[str] = frozenset()
    disjoint: frozenset[frozenset[str]] = frozenset()
    different: frozenset[frozenset[str]] = frozenset()
    within: Mapping[str, Set[str]] = field(default_factory=dict)

    @property
    def distinguishing(self) -> frozenset[str]:
        """Properties whose values tell things of one name apart."""
        return _distinguishing(self.functional, self.inverse_functional)

    @property
    def joining(self) -> frozenset[str]:
        """Properties whose common value speaks for one thing: many things share a country, few a birthday."""
        return self.distinguishing - CONTAINED

    def disjoint_types(self, one: str, other: str) -> bool:
        """Return whether nothing can be of both types."""
        return frozenset((one, other)) in self.disjoint

    def contradiction(self, one: Values, other: Values) -> int:
        """Return how much two things' values contradict each other; 0 if one thing may have them all."""
        both = one.keys() & other.keys() & self.distinguishing
        return sum(
            _weight(predicate)
            for predicate in both
            if not any(self._agree(a, b) for a in one[predicate] for b in other[predicate])
        )

    def sharing(self, one: Values, other: Values) -> bool:
        """Return whether two things have the same value of an inverse functional property."""
        both = one.keys() & other.keys() & self.inverse_functional
        return any(one[predicate] & other[predicate] for predicate in both)

    def _agree(self, one: str, other: str) -> bool:
        if one == other:
            return True
        if one.startswith("#") and other.startswith("#"):  # literals: a year agrees with its days
            shorter, longer = sorted((one, other), key=len)
            return longer.startswith(shorter + "-")
        if other in self.within.get(one, ()) or one in self.within.get(other, ()):
            return True
        return likeness(name_form(one), name_form(other)) in _ALIKE


def rules_of(properties: Iterable[Property]) -> Rules:
    """Return what an ontology's properties say, and that persons are neither organisations nor places."""
    return Rules(
        functional=frozenset(one.iri for one in properties if one.functional),
        disjoint=frozenset(
            frozenset(("person", other)) for other in ("organisation", "place", "time", "number")
        ),
    )


def value_key(value: str, *, literal: bool) -> str:
    """Return the key of a value in `Values`; literals are told from things by a sign."""
    return f"#{value}" if literal else value


@lru_cache(maxsize=8)
def _distinguishing(functional: frozenset[str], inverse: frozenset[str]) -> frozenset[str]:
    return functional | inverse | _SEATED | _DATED


def _weight(predicate: str) -> int:
    """Where somebody was born or died is often told of a town here and of its country there."""
    return 1 if predicate in _VAGUE else SPLITTING
