"""From occurrences to nodes: those under one minted IRI are one thing, unless what is said of them contradicts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.text.demonyms import PLACES
from kg.identity.names import NameForm, name_form
from kg.identity.records import Decision, Doubt, Edge, Occurrence, Ref, World
from kg.identity.rules import CONTAINED, Rules, Values, value_key
from kg.identity.senses import Sense, senses

_MOST_FORMS = 6
_MOST_COMPANY = 200


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


class Neighbourhood:
    """What is said of each occurrence: facts with their other end under the key of its name."""

    def __init__(self, world: World) -> None:
        self.occurrences = _by_iri(world.occurrences)
        self._keys = {one.iri: name_form(one.names[0]).key for one in world.occurrences}
        self.values: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(dict)
        self.neighbours: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.company: dict[str, set[str]] = defaultdict(set)
        self.within: dict[str, set[str]] = defaultdict(set)
        for edge in world.edges:
            self._add(edge)
        for one in sorted(world.occurrences, key=lambda one: (one.document, one.iri)):
            company = self.company[one.document]
            if len(company) < _MOST_COMPANY:
                company.add(self._keys[one.iri])

    def part(self, node: Node, documents: Sequence[str]) -> Node:
        """Return what is left of a node in some of its documents."""
        return self.node(node.refs[0].iri, Sense(node.iri, tuple(documents), general=False))

    def node(self, iri: str, sense: Sense) -> Node:
        """Return what a minted IRI is in the documents in which it has one sense."""
        here = [one for document in sense.documents for one in self.occurrences[iri][document]]
        values: dict[str, set[str]] = {}
        for document in sense.documents:
            for predicate, some in self.values.get((document, iri), {}).items():
                values.setdefault(predicate, set()).update(some)
        return Node(
            iri=sense.iri,
            refs=(Ref(iri),) if sense.general else tuple(Ref(iri, d) for d in sense.documents),
            label=_most(one.label for one in here),
            forms=_forms(here),
            documents=sense.documents,
            neighbours=_union(self.neighbours.get((d, iri), ()) for d in sense.documents),
            company=_union(self.company[d] for d in sense.documents) - {self._keys[iri]},
            values=values,
            vector=_mean([one.vector for one in here if one.vector]),
        )

    def _add(self, edge: Edge) -> None:
        is_literal = edge.datatype is not None
        end = edge.object if is_literal else self._keys.get(edge.object, edge.object)
        subject = self._keys.get(edge.subject, edge.subject)
        value = value_key(end, literal=is_literal)
        here = (edge.document, edge.subject)
        self.values[here].setdefault(edge.predicate, set()).add(value)
        self.neighbours[here].add(value)
        if not is_literal:
            self.neighbours[edge.document, edge.object].add(subject)
            if edge.predicate in CONTAINED:
                self.within[subject].add(end)


def nodes_of(
    world: World, decisions: Sequence[Decision], rules: Rules, around: Neighbourhood
) -> tuple[list[Node], list[Doubt]]:
    """Return the nodes, in the order of their IRIs, and the doubts about which occurrences belong together."""
    told: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        if decision.left.iri == decision.right.iri:
            told[decision.left.iri].append(decision)
    found: list[Node] = []
    doubts: list[Doubt] = []
    for iri, documents in sorted(around.occurrences.items()):
        parts, unsure = senses(
            iri, sorted(documents), told[iri], rules, around.values, around.neighbours
        )
        doubts += unsure
        found.extend(around.node(iri, sense) for sense in parts)
    return found, doubts


def _by_iri(occurrences: Iterable[Occurrence]) -> dict[str, dict[str, list[Occurrence]]]:
    """Occurrences by minted IRI and document: two entities of one document may share an IRI."""
    found: dict[str, dict[str, list[Occurrence]]] = {}
    for one in sorted(occurrences, key=lambda one: (one.document, one.iri, one.names)):
        found.setdefault(one.iri, {}).setdefault(one.document, []).append(one)
    return found


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
    return frozenset(item for one in some for item in one)


def _mean(vectors: Sequence[tuple[float, ...]]) -> tuple[float, ...]:
    if not vectors:
        return ()
    summed = [sum(column) for column in zip(*sorted(vectors), strict=True)]
    length = sum(value * value for value in summed) ** 0.5
    return tuple(value / length for value in summed) if length else ()
