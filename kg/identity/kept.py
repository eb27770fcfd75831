"""A resolution that is kept up: what changed is worked out anew, and what that touches, and nothing else.

It arrives at what `kg.identity.resolve` makes of everything at once: tests compare the two. What a
document's coming touches: the minted IRIs that it names, the pairs that these make, pairs that share
something which is rarer or more common now, and the clusters of all these.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from itertools import zip_longest

from kg.identity.anchors import Anchor, Linked, by_anchor
from kg.identity.clusters import Likely
from kg.identity.concluding import Decided, conclude
from kg.identity.likelihood import Comparison
from kg.identity.linking import surest
from kg.identity.neighbourhood import Neighbourhood, Said
from kg.identity.nodes import Node, nodes_at
from kg.identity.pairs import Pairs
from kg.identity.records import Assignment, Decision, Doubt, Ref
from kg.identity.resolve import in_order
from kg.identity.rules import Rules
from kg.records import Progress, ignore_progress


class Kept:
    """Which things are one, as documents come, change and go.

    Attributes:
        assignments: As in a Resolution.
    """

    def __init__(self, rules: Rules) -> None:
        self.assignments: dict[Ref, Assignment] = {}
        self._around = Neighbourhood()
        self._rules = replace(rules, within=self._around.within)
        self._decisions: dict[str, Decision] = {}
        self._decided = Decided()
        self._anchors: dict[Ref, Anchor] = {}
        self._unclear: set[Ref] = set()
        self._linked: dict[str, Linked] = {}
        self._ids: dict[str, list[int]] = {}
        self._order: list[tuple[str, int]] = []
        self._pairs = Pairs(self._rules, self._order.__getitem__, self._with_company)
        self._unsure: dict[str, list[Doubt]] = {}
        self._asked: dict[int, list[Doubt]] = {}
        self._before: dict[Ref, Assignment | None] = {}

    def update(
        self,
        told: Mapping[str, Said],
        decisions: Sequence[Decision] = (),
        linked: Mapping[str, Linked] | None = None,
        *,
        on_progress: Progress = ignore_progress,
    ) -> dict[Ref, Assignment | None]:
        """Take in what is new; returns the assignments that are others than before, None where there is none now.

        Args:
            told: What documents say now that they did not; nothing if they are gone.
            decisions: All that stand.
            linked: What bases know of these documents; of those left out, nothing.
        """
        concerned = self._around.take(told)
        for document in told:
            concerned |= self._link(document, (linked or {}).get(document, Linked()))
        concerned |= self._decide(decisions)
        beside = self._pairs.beside(self._around.bent())
        concerned |= {self._order[id][0] for id in beside}
        changed: dict[int, tuple[Node | None, Node | None]] = {}
        for iri in sorted(concerned):
            changed.update(self._rebuild(iri))
        for old, _ in changed.values():
            self._forget(old)
        for id in changed:
            self._asked.pop(id, None)
        stirred = self._pairs.change(changed, on_progress)
        stirred |= {id for iri in concerned for one in self._beside(iri) for id in self._at(one)}
        self._conclude(stirred)
        before, self._before = self._before, {}
        return {
            ref: now for ref, was in before.items() if (now := self.assignments.get(ref)) != was
        }

    def doubts(self) -> tuple[Doubt, ...]:
        """Return everything that somebody should look at, the likeliest first."""
        own = [*_flat(self._unsure.values()), *_flat(self._asked.values())]
        return (*in_order(own), *surest(_flat(one.doubts for one in self._linked.values())))

    def things(self) -> int:
        """Return how many things documents name, each in each of its documents."""
        named = self._around.occurrences.values()
        return sum(len(some) for documents in named for some in documents.values())

    def minted(self) -> Set[str]:
        """Return every IRI that documents name."""
        return self._around.occurrences.keys()

    def _link(self, document: str, linked: Linked) -> set[str]:
        before = self._linked.pop(document, Linked())
        for iri in before.anchors:
            del self._anchors[Ref(iri, document)]
        self._unclear -= {Ref(iri, document) for iri in before.unclear}
        if linked != Linked():
            self._linked[document] = linked
        self._anchors |= {Ref(iri, document): one for iri, one in linked.anchors.items()}
        self._unclear |= {Ref(iri, document) for iri in linked.unclear}
        return {*before.anchors, *before.unclear, *linked.anchors, *linked.unclear}

    def _decide(self, decisions: Iterable[Decision]) -> set[str]:
        """Take the decisions that stand; returns the minted IRIs of those that did not, or do not any more."""
        now = {one.id: one for one in decisions}
        if now == self._decisions:
            return set()
        other = set(now.values()) ^ set(self._decisions.values())
        self._decisions, self._decided = now, Decided.of(now.values())
        kept = {iri for one in other if one.kept for iri in _origins(one.kept)}
        return kept | {ref.iri for one in other for ref in one.refs}

    def _rebuild(self, iri: str) -> Iterator[tuple[int, tuple[Node | None, Node | None]]]:
        """Yield the nodes of a minted IRI that are others now, as they were and as they are."""
        told = [d for d in self._decided.by_iri.get(iri, ()) if d.left.iri == d.right.iri]
        nodes, doubts = nodes_at(iri, told, self._rules, self._around)
        nodes = list(by_anchor(nodes, self._anchors, self._unclear, self._around))
        self._unsure.pop(iri, None)
        if doubts:
            self._unsure[iri] = doubts
        ids = self._ids.setdefault(iri, [])
        while len(ids) < len(nodes):
            self._order.append((iri, len(ids)))
            ids.append(len(self._order) - 1)
        for id, new in zip_longest(ids, nodes):
            old = self._pairs.nodes.get(id)
            if old != new:
                yield id, (old, new)

    def _at(self, iri: str) -> list[int]:
        return [id for id in self._ids.get(iri, ()) if id in self._pairs.nodes]

    def _with_company(self, key: str) -> set[int]:
        documents = set(self._around.documents_with(key))
        iris = {iri for document in documents for iri in self._around.named_in(document)}
        return {id for iri in iris for id in self._at(iri)}

    def _conclude(self, stirred: set[int]) -> None:
        """Form the clusters anew that any of these nodes is in."""
        left = set(stirred)
        while left:
            members = sorted(self._reached(left.pop()), key=self._order.__getitem__)
            left.difference_update(members)
            nodes = [self._pairs.nodes[id] for id in members]
            for id, node in zip(members, nodes, strict=True):
                self._forget(node)
                self._asked.pop(id, None)
            found = conclude(
                nodes, self._decided, self._anchors, self._pairs.fit, self._pairs_of(members)
            )
            self.assignments |= found.assignments
            for ref in found.assignments:
                self._before.setdefault(ref, None)
            if found.doubts:
                self._asked[members[0]] = list(found.doubts)

    def _reached(self, start: int) -> set[int]:
        """All nodes that likely pairs and decisions lead to."""
        found, open_ = {start}, [start]
        while open_:
            id = open_.pop()
            decided = (other for one in self._beside(self._order[id][0]) for other in self._at(one))
            near = {*self._pairs.likely(id), *decided}
            open_ += near - found
            found |= near
        return found

    def _beside(self, iri: str) -> set[str]:
        """The minted IRIs that people decided about together with one, and that one itself."""
        return {iri, *(ref.iri for one in self._decided.by_iri.get(iri, ()) for ref in one.refs)}

    def _pairs_of(self, members: Sequence[int]) -> dict[Likely, Comparison]:
        places = {id: place for place, id in enumerate(members)}
        found = [
            (places[id], places[other], seen)
            for id in members
            for other, seen in self._pairs.likely(id).items()
            if places[id] < places[other]
        ]
        found.sort(key=lambda one: one[:2])
        return {Likely(seen[0], left, right): seen[1] for left, right, seen in found}

    def _forget(self, node: Node | None) -> None:
        """Drop what stands for a node, and remember it."""
        for ref in node.refs if node else ():
            held = self.assignments.pop(ref, None)
            self._before.setdefault(ref, held)


def _flat(lists: Iterable[Iterable[Doubt]]) -> Iterator[Doubt]:
    return (doubt for some in lists for doubt in some)


def _origins(iri: str) -> set[str]:
    """The minted IRIs that a node's IRI may be a sense of."""
    return {iri, *(iri[:place] for place, sign in enumerate(iri) if sign == "~")}
