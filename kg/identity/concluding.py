"""From likely pairs to what stands for what: clusters, what is asked about, and the IRI of each."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from kg.identity.anchors import Anchors, best_anchor
from kg.identity.clusters import Clusters, Likely
from kg.identity.likelihood import Comparison
from kg.identity.nodes import Node
from kg.identity.records import Assignment, Decision, Doubt, Ref, Resolution, pair_id
from kg.identity.weights import DOUBTFUL, SURE


@dataclass(frozen=True, slots=True)
class Decided:
    """What people decided, as far as clusters go by it.

    Attributes:
        by_iri: Every decision, under the minted IRIs of both its ends.
        ids: Of all decisions.
        kept: IRIs that people want to see kept.
    """

    by_iri: Mapping[str, Sequence[Decision]] = field(default_factory=dict)
    ids: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()

    @classmethod
    def of(cls, decisions: Iterable[Decision]) -> "Decided":
        """Gather decisions."""
        by_iri: dict[str, list[Decision]] = {}
        ids, kept = set(), set()
        for one in sorted(decisions, key=lambda one: one.id):
            ids.add(one.id)
            if one.kept and one.verdict == "same":
                kept.add(one.kept)
            for iri in {ref.iri for ref in one.refs}:
                by_iri.setdefault(iri, []).append(one)
        return cls(by_iri, frozenset(ids), frozenset(kept))

    def about(self, iris: Set[str]) -> list[Decision]:
        """Return the decisions that speak of any of some minted IRIs, by id."""
        if not self.by_iri:
            return []
        found = {one.id: one for iri in iris for one in self.by_iri.get(iri, ())}
        return [found[id] for id in sorted(found)]


def conclude(
    nodes: Sequence[Node],
    decided: Decided,
    anchors: Anchors,
    fit: Callable[[Node, Node], bool],
    pairs: Mapping[Likely, Comparison],
) -> Resolution:
    """Return which nodes are one thing, and which may be.

    Args:
        nodes: In the order of their minted IRIs. No likely pair and no decision leads out of them.
        anchors: What a knowledge base knows of their occurrences.
        fit: Whether two nodes may be in one cluster, even if others join them.
        pairs: By place in `nodes`; what people joined already may be among them.
    """
    state = _State.of(nodes, decided, anchors)
    clusters = Clusters(nodes, state.apart, state.known, fit)
    for one, other in state.joined:
        clusters.join(one, other)
    open_ = {
        pair: seen for pair, seen in pairs.items() if not clusters.together(pair.left, pair.right)
    }
    kept_apart = clusters.grow(open_, SURE)
    asked = [one for one in open_ if DOUBTFUL <= one.score < SURE] + kept_apart
    doubts = _doubts(state, clusters, {one: open_[one] for one in asked})
    return Resolution(dict(_assignments(state, clusters, open_)), tuple(doubts))


@dataclass(frozen=True, slots=True)
class _State:
    """Nodes with what is certain about them, all by place.

    Attributes:
        known: The knowledge base's entity that a node is.
        sure: How sure that is.
        joined: Pairs that people said are one.
        apart: Pairs that people said are not.
    """

    nodes: Sequence[Node]
    known: dict[int, str]
    sure: dict[int, float]
    joined: list[tuple[int, int]]
    apart: list[tuple[int, int]]
    decided: Decided

    @classmethod
    def of(cls, nodes: Sequence[Node], decided: Decided, anchors: Anchors) -> "_State":
        known, sure = {}, {}
        for place, node in enumerate(nodes):
            if anchor := best_anchor(node, anchors):
                known[place], sure[place] = anchor.iri, anchor.score
        joined: list[tuple[int, int]] = []
        apart: list[tuple[int, int]] = []
        decisions = decided.about({node.refs[0].iri for node in nodes})
        places = _places(nodes, decisions)
        for decision in decisions:
            pair = [places[ref] for ref in decision.refs if ref in places]
            if len(pair) == 2 and pair[0] != pair[1]:
                (joined if decision.verdict == "same" else apart).append((pair[0], pair[1]))
        return cls(nodes, known, sure, joined, apart, decided)


def _places(nodes: Sequence[Node], decisions: Collection[Decision]) -> dict[Ref, int]:
    """Where the things are that decisions speak of: under that very name, or in that document."""
    spoken = {ref for one in decisions for ref in one.refs}
    iris = {ref.iri for ref in spoken}
    found: dict[Ref, int] = {}
    exact: dict[Ref, int] = {}
    for place, node in enumerate(nodes):
        if (iri := node.refs[0].iri) in iris:
            exact.update((ref, place) for ref in node.refs if ref in spoken)
            found.update((ref, place) for one in node.documents if (ref := Ref(iri, one)) in spoken)
    return found | exact


def _doubts(
    state: _State, clusters: Clusters, asked: Mapping[Likely, Comparison]
) -> Iterator[Doubt]:
    """Yield one doubt for each two clusters that may be one: the likeliest pair across them."""
    seen = set()
    for pair in sorted(asked, key=lambda one: (-one.score, one.left, one.right)):
        ends = frozenset((clusters.root(pair.left), clusters.root(pair.right)))
        left, right = (state.nodes[place].refs[0] for place in (pair.left, pair.right))
        if len(ends) < 2 or ends in seen or pair_id(left, right) in state.decided.ids:
            continue
        if not clusters.open(pair.left, pair.right):
            continue
        seen.add(ends)
        yield Doubt(left, right, pair.score, reasons=asked[pair].reasons())


def _assignments(
    state: _State, clusters: Clusters, pairs: Iterable[Likely]
) -> Iterator[tuple[Ref, Assignment]]:
    scores = dict.fromkeys(range(len(state.nodes)), 0.0)
    for pair in pairs:
        if clusters.together(pair.left, pair.right):
            for place in (pair.left, pair.right):
                scores[place] = max(scores[place], pair.score)
    for members in clusters.sets():
        canonical = clusters.anchor(members[0]) or _canonical(state, members)
        for place in members:
            score = state.sure.get(place) or scores[place] or 1.0
            for ref in state.nodes[place].refs:
                if ref.document or canonical != ref.iri:
                    yield ref, Assignment(canonical, score)


def _canonical(state: _State, members: Sequence[int]) -> str:
    """The IRI that people chose, else that of the fullest name."""
    nodes = [state.nodes[place] for place in members]
    chosen = sorted(state.decided.kept & {node.iri for node in nodes})
    return chosen[0] if chosen else min(nodes, key=lambda node: node.key).iri
