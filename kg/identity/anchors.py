"""What knowledge bases know of occurrences, and how that parts what one name means."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from kg.identity.neighbourhood import Neighbourhood
from kg.identity.nodes import Node, part_of
from kg.identity.records import Doubt, Ref


@dataclass(frozen=True, slots=True)
class Anchor:
    """The knowledge base's entity that an occurrence names.

    Attributes:
        second: The next best, if it is too close to tell.
    """

    iri: str
    score: float
    second: str | None = None


@dataclass(frozen=True, slots=True)
class Linked:
    """What knowledge bases know of one document.

    Attributes:
        anchors: The entities that it names, by minted IRI.
        unclear: Minted IRIs that may be known, but it is not clear as what.
        doubts: What somebody has to look at.
    """

    anchors: Mapping[str, Anchor] = field(default_factory=dict)
    unclear: frozenset[str] = frozenset()
    doubts: tuple[Doubt, ...] = ()


Anchors = Mapping[Ref, Anchor]
"""By occurrence, always with its document."""


def by_anchor(
    nodes: Sequence[Node], anchors: Anchors, unclear: Set[Ref], around: Neighbourhood
) -> Iterator[Node]:
    """Part nodes of which the knowledge base knows several things: one name, two entities.

    Documents of which it knows nothing mean what the others of the name mean, if these mean one thing.
    """
    if not anchors:
        yield from nodes
        return
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
            yield part_of(around, node, mine)
        if rest:
            yield replace(part_of(around, node, rest), iri=node.iri, refs=_rest_of(node, rest))


def _rest_of(node: Node, documents: Sequence[str]) -> tuple[Ref, ...]:
    if node.refs[0].document == "":
        return node.refs
    return tuple(Ref(node.refs[0].iri, document) for document in documents)


def best_anchor(node: Node, anchors: Anchors) -> Anchor | None:
    """Return the surest of what is known of a node."""
    if not anchors:
        return None
    found = [
        anchor
        for document in node.documents
        if (anchor := anchors.get(Ref(node.refs[0].iri, document)))
    ]
    return sorted(found, key=lambda anchor: anchor.score)[-1] if found else None
