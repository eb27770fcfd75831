"""Entity resolution: a function of what documents name, what people decided and what an ontology says.

Nothing here remembers anything. The same documents and decisions give the same result, in whatever
order they came, and a decision that is undone is as if it had never been made.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from kg.identity.blocking import meetings, sharing
from kg.identity.clusters import Clusters, Likely
from kg.identity.likelihood import Comparer, Comparison
from kg.identity.nodes import Neighbourhood, Node, nodes_of
from kg.identity.records import Assignment, Decision, Doubt, Ref, Resolution, World, pair_id
from kg.identity.rules import Rules
from kg.identity.weights import DOUBTFUL, SURE
from kg.records import Progress, ignore_progress

_STRIDE = 10_000


@dataclass(frozen=True, slots=True)
class Anchor:
    """The knowledge base's entity that an occurrence names.

    Attributes:
        second: The next best, if it is too close to tell.
    """

    iri: str
    score: float
    second: str | None = None


Anchors = Mapping[Ref, Anchor]
"""By occurrence, always with its document."""


def resolve(
    world: World,
    decisions: Sequence[Decision] = (),
    rules: Rules | None = None,
    anchors: Anchors | None = None,
    unclear: Set[Ref] = frozenset(),
    *,
    on_progress: Progress = ignore_progress,
) -> Resolution:
    """Return which things are one, and which may be.

    Args:
        anchors: What a knowledge base knows of the occurrences already.
        unclear: Occurrences that may be known, but it is not clear as what.
    """
    around = Neighbourhood(world)
    settled = replace(rules or Rules(), within=around.within)
    nodes, doubts = nodes_of(world, decisions, settled, around)
    nodes = list(_by_anchor(nodes, anchors or {}, unclear, around))
    state = _State.of(nodes, decisions, anchors or {})
    comparer = Comparer(nodes, sharing(nodes), settled)
    clusters = Clusters(nodes, state.apart, state.known, comparer.fit)
    for one, other in state.joined:
        clusters.join(one, other)
    pairs = dict(_likely(nodes, comparer, clusters, on_progress))
    kept_apart = clusters.grow(pairs, SURE)
    asked = [one for one in pairs if DOUBTFUL <= one.score < SURE] + kept_apart
    doubts += _doubts(state, clusters, {one: pairs[one] for one in asked})
    return Resolution(dict(_assignments(state, clusters, pairs)), tuple(sorted(doubts, key=_rank)))


@dataclass(frozen=True, slots=True)
class _State:
    """Nodes with what is certain about them, all by place.

    Attributes:
        known: The knowledge base's entity that a node is.
        sure: How sure that is.
        joined: Pairs that people said are one.
        apart: Pairs that people said are not.
        kept: IRIs that people want to see kept.
        decided: Ids of all decisions.
    """

    nodes: list[Node]
    known: dict[int, str]
    sure: dict[int, float]
    joined: list[tuple[int, int]]
    apart: list[tuple[int, int]]
    kept: frozenset[str]
    decided: frozenset[str]

    @classmethod
    def of(cls, nodes: list[Node], decisions: Sequence[Decision], anchors: Anchors) -> "_State":
        places = {ref: place for place, node in enumerate(nodes) for ref in node.refs}
        documents = {
            Ref(node.refs[0].iri, document): place
            for place, node in enumerate(nodes)
            for document in node.documents
        }
        known, sure = {}, {}
        for place, node in enumerate(nodes):
            for anchor in _anchors(node, anchors):
                known[place], sure[place] = anchor.iri, anchor.score
        joined: list[tuple[int, int]] = []
        apart: list[tuple[int, int]] = []
        for decision in sorted(decisions, key=lambda one: one.id):
            ends = [places.get(ref, documents.get(ref)) for ref in decision.refs]
            pair = [place for place in ends if place is not None]
            if len(pair) == 2 and pair[0] != pair[1]:
                (joined if decision.verdict == "same" else apart).append((pair[0], pair[1]))
        kept = frozenset(one.kept for one in decisions if one.kept and one.verdict == "same")
        return cls(nodes, known, sure, joined, apart, kept, frozenset(one.id for one in decisions))


def _by_anchor(
    nodes: Sequence[Node], anchors: Anchors, unclear: Set[Ref], around: Neighbourhood
) -> Iterator[Node]:
    """Part nodes of which the knowledge base knows several things: one name, two entities.

    Documents of which it knows nothing mean what the others of the name mean, if these mean one thing.
    """
    for node in nodes:
        minted = node.refs[0].iri
        found = {
            document: anchor.iri
            for document in node.documents
            if (anchor := anchors.get(Ref(minted, document)))
        }
        known = sorted(set(found.values()))
        open_ = [d for d in node.documents if d not in found and Ref(minted, d) in unclear]
        if not known or (len(known) == 1 and not open_):
            yield node
            continue
        rest = [d for d in node.documents if d not in found] if len(known) > 1 else open_
        for iri in known:
            mine = [d for d in node.documents if d not in rest and found.get(d, iri) == iri]
            yield around.part(node, mine)
        if rest:
            yield replace(around.part(node, rest), iri=node.iri, refs=_rest_of(node, rest))


def _rest_of(node: Node, documents: Sequence[str]) -> tuple[Ref, ...]:
    if node.refs[0].document == "":
        return node.refs
    return tuple(Ref(node.refs[0].iri, document) for document in documents)


def _anchors(node: Node, anchors: Anchors) -> list[Anchor]:
    found = [
        anchor
        for document in node.documents
        if (anchor := anchors.get(Ref(node.refs[0].iri, document)))
    ]
    return sorted(found, key=lambda anchor: anchor.score)[-1:]


def _likely(
    nodes: Sequence[Node], comparer: Comparer, clusters: Clusters, on_progress: Progress
) -> Iterator[tuple[Likely, Comparison]]:
    """Score the pairs that meet, but for those that are decided or can never be one."""
    done = 0
    for done, (one, other) in enumerate(meetings(nodes), start=1):
        if done % _STRIDE == 0:
            on_progress("compare", done, 0)
        pair = nodes[one], nodes[other]
        if clusters.together(one, other) or comparer.forbidden(*pair):
            continue
        if not comparer.promising(*pair):
            continue
        comparison = comparer.compare(*pair)
        score = comparison.probability()
        if nodes[one].refs[0].iri == nodes[other].refs[0].iri:  # they were told apart before
            score = 0.0 if comparison.contradiction else min(score, DOUBTFUL)
        if score >= DOUBTFUL:
            yield Likely(score, one, other), comparison
    on_progress("compare", done, done)


def _doubts(
    state: _State, clusters: Clusters, asked: Mapping[Likely, Comparison]
) -> Iterator[Doubt]:
    """Yield one doubt for each two clusters that may be one: the likeliest pair across them."""
    seen = set()
    for pair in sorted(asked, key=lambda one: (-one.score, one.left, one.right)):
        ends = frozenset((clusters.root(pair.left), clusters.root(pair.right)))
        left, right = (state.nodes[place].refs[0] for place in (pair.left, pair.right))
        if len(ends) < 2 or ends in seen or pair_id(left, right) in state.decided:
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
    chosen = sorted(state.kept & {node.iri for node in nodes})
    return chosen[0] if chosen else min(nodes, key=lambda node: node.key).iri


def _rank(doubt: Doubt) -> tuple[float, str]:
    return (-doubt.score, doubt.id)
