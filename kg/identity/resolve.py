"""Entity resolution: a function of what documents name, what people decided and what an ontology says.

Nothing here remembers anything. The same documents and decisions give the same result, in whatever
order they came, and a decision that is undone is as if it had never been made. `kg.identity.kept`
arrives at the same by steps.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from kg.identity.anchors import Anchors, by_anchor
from kg.identity.blocking import meetings
from kg.identity.clusters import Likely
from kg.identity.concluding import Decided, conclude
from kg.identity.counts import Counts
from kg.identity.likelihood import Comparer, Comparison
from kg.identity.neighbourhood import Neighbourhood
from kg.identity.nodes import Node, nodes_of
from kg.identity.records import Decision, Doubt, Ref, Resolution, World
from kg.identity.rules import Rules
from kg.identity.weights import DOUBTFUL
from kg.records import Progress, ignore_progress

_STRIDE = 10_000


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
    nodes, doubts = nodes_of(decisions, settled, around)
    nodes = list(by_anchor(nodes, anchors or {}, unclear, around))
    comparer = Comparer(Counts.of(nodes), settled)
    pairs = dict(_likely(nodes, comparer, on_progress))
    found = conclude(nodes, Decided.of(decisions), anchors or {}, comparer.fit, pairs)
    return Resolution(found.assignments, in_order((*doubts, *found.doubts)))


def in_order(doubts: Sequence[Doubt]) -> tuple[Doubt, ...]:
    """Return doubts, the likeliest first."""
    return tuple(sorted(doubts, key=lambda doubt: (-doubt.score, doubt.id)))


def weigh(comparer: Comparer, one: Node, other: Node) -> tuple[float, Comparison] | None:
    """Return how likely two nodes that meet are one, one sorted before other; None if it is not worth a look."""
    if comparer.forbidden(one, other) or not comparer.promising(one, other):
        return None
    comparison = comparer.compare(one, other)
    score = comparison.probability()
    if one.refs[0].iri == other.refs[0].iri:  # they were told apart before
        score = 0.0 if comparison.contradiction else min(score, DOUBTFUL)
    return score, comparison


def _likely(
    nodes: Sequence[Node], comparer: Comparer, on_progress: Progress
) -> Iterator[tuple[Likely, Comparison]]:
    """Score the pairs that meet, but for those that can never be one."""
    done = 0
    for done, (one, other) in enumerate(meetings(nodes), start=1):
        if done % _STRIDE == 0:
            on_progress("compare", done, 0)
        found = weigh(comparer, nodes[one], nodes[other])
        if found and found[0] >= DOUBTFUL:
            yield Likely(found[0], one, other), found[1]
    on_progress("compare", done, done)
