"""Pairs of one sentence against each other: what it most probably says of a relation that many examples show.

A threshold asks of each pair whether it is related; whoever reads a sentence asks which of its pairs is. The
likeliest one may be less sure than the threshold has it, and the others are measured by it.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from kg.extraction.decode import FoundMention
from kg.extraction.distance import sentences_of
from kg.extraction.found import FoundRelation
from kg.extraction.windows import Window

LEEWAY = 3.0
"""How far below a relation's own threshold the likeliest pair of a sentence may be."""

BEHIND = 1.0
"""How far behind the likeliest pair of its sentence another pair may be."""

_SLOPE = 0.2
"""What a margin below the threshold counts: of such pairs an eighth are right, far below, to a third, just below."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Holds pairs of a sentence against each other.

    Attributes:
        shown: Relations with examples, which therefore have thresholds of their own.
        judged: Those of them with so many that pairs can be held against each other.
        least: The margin below which nobody wants to be told anything.
        barely: The margin that the least sure of all findings has, by the checkpoint's own threshold.
    """

    shown: Collection[str]
    judged: Collection[str]
    least: float
    barely: float

    @property
    def lowest(self) -> float:
        """The margin from which on pairs of the judged relations have to be known."""
        told = self._raised(0.0) >= self.least
        return min(self.least, -LEEWAY) if told else self.least

    def held(
        self,
        relations: Sequence[FoundRelation],
        mentions: Sequence[FoundMention],
        entity: Sequence[int],
        window: Window,
    ) -> list[FoundRelation]:
        """Return those relations of a window that hold.

        A pair that nothing else is found of has the relations for which it is the likeliest of some sentence.
        A pair goes if each of its sentences has a much likelier one. Pairs that no sentence has both ends of
        go by the threshold, and so does all that is not judged.

        Args:
            relations: All from the margin `lowest` on, of relations that are not judged from `least` on.
            entity: The entity of each mention.
        """
        places = sentences_of(mentions, entity, window)
        best: dict[tuple[int, str], float] = defaultdict(lambda: float("-inf"))
        for one in relations:
            for place in places[one.subject] & places[one.object]:
                best[place, one.relation] = max(best[place, one.relation], one.margin)
        told = {(one.subject, one.object) for one in relations if self._passes(one)}
        held = []
        for one in relations:
            shared = places[one.subject] & places[one.object]
            behind = [best[place, one.relation] - one.margin for place in shared]
            if self._passes(one):
                if one.relation not in self.judged or min(behind, default=0.0) <= BEHIND:
                    held.append(one)
            elif self._is_likeliest(one, behind) and (one.subject, one.object) not in told:
                held.append(replace(one, margin=self._raised(one.margin)))
        return [one for one in held if one.margin >= self.least]

    def _passes(self, one: FoundRelation) -> bool:
        return one.margin >= (max(self.least, 0.0) if one.relation in self.shown else self.least)

    def _is_likeliest(self, one: FoundRelation, behind: Collection[float]) -> bool:
        return one.relation in self.judged and 0.0 in behind

    def _raised(self, margin: float) -> float:
        return self.barely + _SLOPE * (margin + LEEWAY)
