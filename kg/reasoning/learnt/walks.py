"""Where one or two steps lead from an entity."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kg.reasoning.triples import Numbers, Triples, both_ways


@dataclass(frozen=True, slots=True)
class Reached:
    """Ways from one entity, each once.

    Attributes:
        first: Int64 (ways,): the relation that is followed first; backwards: plus how many there are.
        second: Int64 (ways,): the one that is followed then; -1 if the way has one step.
        ends: Int64 (ways,): the entity at the end, never the one at the beginning.
    """

    first: Numbers
    second: Numbers
    ends: Numbers

    def among(self, chosen: npt.NDArray[np.bool_] | Numbers) -> "Reached":
        """Return some of them, by mask or by place."""
        return Reached(self.first[chosen], self.second[chosen], self.ends[chosen])


class Walks:
    """Walks over facts in both directions. Loops (s, r, s) are left out."""

    def __init__(self, triples: Triples) -> None:
        self.relations = len(triples.relations)
        self.entities = len(triples.entities)
        facts = both_ways(triples.facts[triples.facts[:, 0] != triples.facts[:, 2]], self.relations)
        facts = facts[np.lexsort((facts[:, 2], facts[:, 1], facts[:, 0]))]
        self._relation, self._end = facts[:, 1].copy(), facts[:, 2].copy()
        self._starts = np.searchsorted(facts[:, 0], np.arange(self.entities + 1))

    def facts(self, entity: int) -> tuple[Numbers, Numbers]:
        """Return relation and other end of each fact of an entity, int64 (facts,) each."""
        here = slice(self._starts[entity], self._starts[entity + 1])
        return self._relation[here], self._end[here]

    def reached(
        self, entity: int, most: int = 0, chosen: np.random.Generator | None = None
    ) -> Reached:
        """Return where one or two steps lead.

        Args:
            most: Steps followed from each entity, drawn with `chosen`; 0: all.
        """
        relation, end = self.facts(entity)
        kept = np.arange(len(end))
        if chosen is not None and most and len(end) > most:
            kept = chosen.choice(len(end), most, replace=False)
        through = end[kept]
        starts, counts = self._starts[through], np.diff(self._starts)[through]
        first, places = _following(starts, counts, most, chosen)
        onward = self._end[places] != entity
        first, places = first[onward], places[onward]
        second = np.concatenate([np.full(len(end), -1), self._relation[places]])
        begun = np.concatenate([relation, relation[kept][first]])
        ends = np.concatenate([end, self._end[places]])
        return _each_once(begun, second, ends, self.relations, self.entities)


def _following(
    starts: Numbers, counts: Numbers, most: int, chosen: np.random.Generator | None
) -> tuple[Numbers, Numbers]:
    """Return which first step each second one follows, and the second one's place among all."""
    if chosen is not None and most:
        taken = np.minimum(counts, most)
        first = np.repeat(np.arange(len(starts)), taken)
        within = np.arange(len(first)) - np.repeat(np.cumsum(taken) - taken, taken)
        drawn = (chosen.random(len(first)) * counts[first]).astype(np.int64)
        return first, starts[first] + np.where(counts[first] > most, drawn, within)
    first = np.repeat(np.arange(len(starts)), counts)
    within = np.arange(len(first)) - np.repeat(np.cumsum(counts) - counts, counts)
    return first, starts[first] + within


def _each_once(
    first: Numbers, second: Numbers, ends: Numbers, relations: int, entities: int
) -> Reached:
    wide = 2 * relations + 1
    code = (first * wide + second + 1) * entities + ends
    _, place = np.unique(code, return_index=True)
    return Reached(first[place], second[place], ends[place])
