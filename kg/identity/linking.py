"""Linking: which entity of a knowledge base a document means by a name, if any (NIL).

A candidate is an entity with a name like it. What speaks for it, besides the name: its type, that its
neighbours in the base are named in the same document, that the document states what the base states, and
words in common. How sure the best one is, and how far ahead of the second, decides.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.identity.anchors import Anchor, Linked
from kg.identity.base_facts import BaseFacts
from kg.identity.candidates import Candidate, Known, candidates_of
from kg.identity.records import Decision, Doubt, Ref, World
from kg.identity.rules import Rules
from kg.identity.weights import AHEAD, LINKED, UNCLEAR


@dataclass(frozen=True, slots=True)
class Links:
    """What documents mean: anchors by occurrence, and what somebody has to look at.

    Attributes:
        unclear: Occurrences that may mean an entity, so that what others of the name mean is no help.
    """

    anchors: Mapping[Ref, Anchor]
    doubts: tuple[Doubt, ...]
    unclear: frozenset[Ref]


def link(
    world: World, known: Known, facts: BaseFacts, rules: Rules, decisions: Sequence[Decision] = ()
) -> Links:
    """Return which entities of knowledge bases documents mean."""
    minted = {one.iri for one in world.occurrences}
    found = linked_in(world, known, facts, rules, decisions, minted)
    anchors = {Ref(iri, d): one for d, link in found.items() for iri, one in link.anchors.items()}
    unclear = frozenset(Ref(iri, d) for d, link in found.items() for iri in link.unclear)
    return Links(anchors, surest(doubt for one in found.values() for doubt in one.doubts), unclear)


def linked_in(
    world: World,
    known: Known,
    facts: BaseFacts,
    rules: Rules,
    decisions: Sequence[Decision],
    minted: Collection[str],
) -> dict[str, Linked]:
    """Return the same for each document by itself.

    Args:
        world: Some documents, each as a whole.
        minted: Every IRI that documents name, others too.
    """
    told = _Told(decisions, minted)
    anchors: dict[str, dict[str, Anchor]] = defaultdict(dict)
    doubts: dict[str, list[Doubt]] = defaultdict(list)
    unclear: dict[str, set[str]] = defaultdict(set)
    for ref, candidates in candidates_of(world, known, facts, rules):
        if iri := told.same(ref):
            anchors[ref.document][ref.iri] = Anchor(iri, 1.0)
            continue
        allowed = [one for one in candidates if not told.different(ref, one.entity.iri)]
        anchor, doubt = choose(ref, allowed)
        if anchor:
            anchors[ref.document][ref.iri] = anchor
        elif doubt:
            unclear[ref.document].add(ref.iri)
            doubts[ref.document].append(doubt)
    return {
        d: Linked(anchors.get(d, {}), frozenset(unclear.get(d, ())), tuple(doubts.get(d, ())))
        for d in anchors.keys() | unclear.keys()
    }


def surest(doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
    """Return each doubt once, by id, where it is likeliest."""
    found: dict[str, Doubt] = {}
    for doubt in doubts:
        held = found.setdefault(doubt.id, doubt)
        found[doubt.id] = max(held, doubt, key=lambda one: (one.score, one.id))
    return tuple(found[id] for id in sorted(found))


def choose(ref: Ref, candidates: Iterable[Candidate]) -> tuple[Anchor | None, Doubt | None]:
    """Return what an occurrence means, or what it may mean; neither if it is new to the bases."""
    ranked = sorted(((one.probability(), one) for one in candidates), key=_rank)
    if not ranked:
        return None, None
    score, best = ranked[0]
    second = ranked[1][0] if len(ranked) > 1 else 0.0
    if score >= LINKED and score - second >= AHEAD:
        return Anchor(best.entity.iri, score), None
    if score >= UNCLEAR:
        reasons = {name: round(v, 3) for name, v in best.features().items() if v and name != "bias"}
        return None, Doubt(Ref(ref.iri), Ref(best.entity.iri), score, reasons=reasons)
    return None, None


class _Told:
    """What people said of documents' things and the bases' entities."""

    def __init__(self, decisions: Sequence[Decision], minted: Collection[str]) -> None:
        self._same: dict[Ref, str] = {}
        self._different: set[tuple[Ref, str]] = set()
        for decision in sorted(decisions, key=lambda one: one.id):
            for ref, other in (decision.refs, decision.refs[::-1]):
                if decision.verdict == "different":
                    self._different.add((ref, other.iri))
                elif ref.iri in minted and other.iri not in minted:
                    self._same[ref] = other.iri

    def same(self, ref: Ref) -> str | None:
        return self._same.get(ref) or self._same.get(Ref(ref.iri))

    def different(self, ref: Ref, iri: str) -> bool:
        return (ref, iri) in self._different or (Ref(ref.iri), iri) in self._different


def _rank(item: tuple[float, Candidate]) -> tuple[float, str]:
    return (-item[0], item[1].entity.iri)
