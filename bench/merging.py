"""Merging on KnowledgeNet: pairs of documents that name one entity otherwise, or two alike.

Alike means by names that are equal but for their form: those pairs are the hard ones to keep apart.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from bench.knowledgenet import Named, read_gold
from kg.identity.names import name_form
from kg.identity.records import Ref, Resolution
from kg.identity.resolve import resolve
from kg.identity.rules import rules_of
from kg.ontology.shipped import shipped_properties
from kg.training.scores import Scores


@dataclass(frozen=True, slots=True)
class MergeScores:
    """How well pairs were judged.

    Attributes:
        everything: All pairs of documents that name one entity, or two by names that are merged.
        labelled: Only pairs of two names of one entity, and of one name of two entities.
    """

    everything: Scores
    labelled: Scores

    def __str__(self) -> str:
        return (
            f"{self.everything} of {self.everything.expected}; other names, and other entities of "
            f"one name: {self.labelled} of {self.labelled.expected}"
        )


def merge_scores(shared: Path, fold: int) -> MergeScores:
    """Resolve a fold, and compare what is one with what is marked as one."""
    gold = read_gold(shared, [fold])
    found = resolve(gold.world(), (), rules_of(shipped_properties()))
    linked = [one for one in gold.named if one.names and one.uri]
    everything, labelled = Scores(), Scores()
    for one, other in _pairs(linked, found):
        same, merged = one.uri == other.uri, _iri(found, one) == _iri(found, other)
        score = Scores(int(same and merged), int(merged), int(same))
        everything += score
        if same != (name_form(one.names[0]).key == name_form(other.names[0]).key):
            labelled += score
    return MergeScores(everything, labelled)


def _pairs(linked: list[Named], found: Resolution) -> Iterator[tuple[Named, Named]]:
    """Pairs of two documents that are, or were made, or might be taken for one thing; each once."""
    groups: dict[str, set[int]] = defaultdict(set)
    for place, one in enumerate(linked):
        key = name_form(one.names[0]).key
        for group in (f"uri {one.uri}", f"iri {_iri(found, one)}", f"name {key}"):
            groups[group].add(place)
    pairs = {pair for group in groups.values() for pair in combinations(sorted(group), 2)}
    for first, second in sorted(pairs):
        if linked[first].document != linked[second].document:
            yield linked[first], linked[second]


def _iri(found: Resolution, one: Named) -> str:
    ref = Ref(one.iri, one.document)
    stands = found.assignments.get(ref) or found.assignments.get(Ref(one.iri))
    return stands.iri if stands else one.iri
