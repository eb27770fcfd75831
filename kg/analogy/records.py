"""Analogies as they are answered."""

from dataclasses import dataclass

from kg.analogy.paths import Led
from kg.catalog.relations import Link, Named


@dataclass(frozen=True, slots=True)
class Term:
    """One of the three that a question names: words, and the things of the graph that go by them."""

    value: str
    things: tuple[Named, ...]

    @property
    def nodes(self) -> tuple[str, ...]:
        """What stands for it among links: its things, or else the words as a literal."""
        return tuple(one.iri for one in self.things) or (f'"{self.value}"',)

    @property
    def name(self) -> str:
        """What likeness compares."""
        return self.things[0].name if self.things else self.value


@dataclass(frozen=True, slots=True)
class Answer:
    """What may stand to c as b to a.

    Attributes:
        iri: None for plain words and literals.
        score: Both sources together, 0 to 1: 1 − (1 − logic)(1 − likeness / 2).
        logic: How links of the graph lead there; None where they do not.
        likeness: -1 to 1; None where names were not compared, or others were likelier.
    """

    value: str
    iri: str | None
    score: float
    logic: Led | None
    likeness: float | None


@dataclass(frozen=True, slots=True)
class SimilarPair:
    """A pair of the graph that is related as another one is.

    Attributes:
        forward: Whether the link leads from its first to its second.
        logic: How sure the same relation is on both sides; None where there is none.
    """

    link: Link
    forward: bool
    score: float
    logic: float | None
    likeness: float | None


def combined(logic: float | None, likeness: float | None) -> float:
    """Return what both sources come to: likeness alone is worth one half at most."""
    return 1 - (1 - (logic or 0.0)) * (1 - max(likeness or 0.0, 0.0) / 2)
