"""From occurrences to nodes: those under one minted IRI are one thing, unless what is said of them contradicts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.identity.names import NameForm, name_form
from kg.identity.neighbourhood import Neighbourhood
from kg.identity.records import Decision, Doubt, Occurrence, Ref
from kg.identity.rules import Rules, Values
from kg.identity.senses import Sense, senses
from kg.text.demonyms import PLACES

_MOST_FORMS = 6


@dataclass(frozen=True, slots=True)
class Node:
    """Occurrences that are one thing for sure, as far as names and what is said of them go.

    Attributes:
        iri: What it is called as long as it is merged with nothing.
        refs: How decisions speak of it: (minted IRI, "") or one for each of its documents.
        forms: Its main name first.
        documents: Ids of the documents that name it, in order.
        neighbours: Keys of the names of things that facts connect it with, and of values.
        company: Keys of the names of other things in its documents.
    """

    iri: str
    refs: tuple[Ref, ...]
    label: str
    forms: tuple[NameForm, ...]
    documents: tuple[str, ...]
    neighbours: frozenset[str] = frozenset()
    company: frozenset[str] = frozenset()
    values: Values = field(default_factory=dict)
    vector: tuple[float, ...] = ()

    @property
    def key(self) -> tuple[bool, int, str]:
        """Sorts the node first that is named most fully; "Italian" behind Italy."""
        main = self.forms[0].joined
        is_other = PLACES.get(main, main) != main
        return (is_other, -max(len(form.joined) for form in self.forms), self.iri)


def part_of(around: Neighbourhood, node: Node, documents: Sequence[str]) -> Node:
    """Return what is left of a node in some of its documents."""
    return node_of(around, node.refs[0].iri, Sense(node.iri, tuple(documents), general=False))


def node_of(around: Neighbourhood, iri: str, sense: Sense) -> Node:
    """Return what a minted IRI is in the documents in which it has one sense."""
    named = around.occurrences[iri]
    here = [one for document in sense.documents for one in named[document]]
    values: dict[str, set[str]] = {}
    for document in sense.documents:
        for predicate, some in around.values.get((document, iri), {}).items():
            values.setdefault(predicate, set()).update(some)
    company = _union(around.company.get(d, ()) for d in sense.documents)
    return Node(
        iri=sense.iri,
        refs=(Ref(iri),) if sense.general else tuple(Ref(iri, d) for d in sense.documents),
        label=_most(one.label for one in here),
        forms=_forms(here),
        documents=sense.documents,
        neighbours=_union(around.neighbours.get((d, iri), ()) for d in sense.documents),
        company=company - {around.keys[iri]},
        values=values,
        vector=_mean([one.vector for one in here if one.vector]),
    )


def nodes_of(
    decisions: Sequence[Decision], rules: Rules, around: Neighbourhood
) -> tuple[list[Node], list[Doubt]]:
    """Return the nodes, in the order of their IRIs, and the doubts about which occurrences belong together."""
    told: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        if decision.left.iri == decision.right.iri:
            told[decision.left.iri].append(decision)
    found: list[Node] = []
    doubts: list[Doubt] = []
    for iri in sorted(around.occurrences):
        nodes, unsure = nodes_at(iri, told[iri], rules, around)
        found += nodes
        doubts += unsure
    return found, doubts


def nodes_at(
    iri: str, told: Sequence[Decision], rules: Rules, around: Neighbourhood
) -> tuple[list[Node], list[Doubt]]:
    """Return the nodes of one minted IRI.

    Args:
        told: The decisions that are between two documents of it.
    """
    documents = sorted(around.occurrences.get(iri, ()))
    if not documents:
        return [], []
    parts, doubts = senses(iri, documents, told, rules, around.values, around.neighbours)
    return [node_of(around, iri, sense) for sense in parts], doubts


def _forms(here: Sequence[Occurrence]) -> tuple[NameForm, ...]:
    """The names by how often, then by the alphabet: nothing may depend on the order of reading."""
    names = Counter(name for one in here for name in one.names)
    ranked = sorted(names, key=lambda name: (-names[name], name))
    main = min(one.names[0] for one in here)
    first = name_form(main)
    # a part of the name, "the Institute", names many things that have nothing else in common
    whole = {
        form: None for name in ranked if (form := name_form(name)) and not _within(form, first)
    }
    return (first, *[form for form in whole if form != first][: _MOST_FORMS - 1])


def _within(form: NameForm, whole: NameForm) -> bool:
    return len(form.words) < len(whole.words) and set(form.words) <= set(whole.words)


def _most(labels: Iterable[str]) -> str:
    return min(Counter(labels).items(), key=lambda item: (-item[1], item[0]))[0]


def _union(some: Iterable[Iterable[str]]) -> frozenset[str]:
    return frozenset().union(*some)


def _mean(vectors: Sequence[tuple[float, ...]]) -> tuple[float, ...]:
    if not vectors:
        return ()
    summed = [sum(column) for column in zip(*sorted(vectors), strict=True)]
    length = sum(value * value for value in summed) ** 0.5
    return tuple(value / length for value in summed) if length else ()
