"""What documents say of each occurrence, kept up as documents come, change and go."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.identity.names import name_form
from kg.identity.records import Edge, Occurrence, World
from kg.identity.rules import CONTAINED, value_key

_MOST_COMPANY = 200


@dataclass(frozen=True, slots=True)
class Said:
    """What one document names and states; the order does not matter."""

    occurrences: tuple[Occurrence, ...] = ()
    edges: tuple[Edge, ...] = ()

    def iris(self) -> set[str]:
        """Return everything that it speaks of."""
        ends = {edge.object for edge in self.edges if edge.datatype is None}
        return {one.iri for one in self.occurrences} | {e.subject for e in self.edges} | ends


def said_in(world: World) -> dict[str, Said]:
    """Return what each document of a world says."""
    named: dict[str, list[Occurrence]] = defaultdict(list)
    stated: dict[str, list[Edge]] = defaultdict(list)
    for one in world.occurrences:
        named[one.document].append(one)
    for edge in world.edges:
        stated[edge.document].append(edge)
    return {
        document: Said(tuple(named.get(document, ())), tuple(stated.get(document, ())))
        for document in sorted(named.keys() | stated.keys())
    }


class Neighbourhood:
    """What is said of each occurrence: facts with their other end under the key of its name.

    Attributes:
        occurrences: By minted IRI and document: two entities of one document may share an IRI.
        keys: Keys of the names of minted IRIs.
        values: Values of its properties, by document and IRI.
        neighbours: Other ends of its facts, by document and IRI.
        company: Keys of the names of things in a document.
        within: Keys of the larger places that a place lies in, by its key.
    """

    def __init__(self, world: World | None = None) -> None:
        self.occurrences: dict[str, dict[str, list[Occurrence]]] = {}
        self.keys: dict[str, str] = {}
        self.values: dict[tuple[str, str], dict[str, set[str]]] = {}
        self.neighbours: dict[tuple[str, str], set[str]] = {}
        self.company: dict[str, set[str]] = {}
        self.within: dict[str, set[str]] = {}
        self._said: dict[str, Said] = {}
        self._elsewhere: dict[str, set[str]] = {}
        self._named: dict[str, set[str]] = {}
        self._contained: Counter[tuple[str, str]] = Counter()
        self._bent: set[str] = set()
        if world:
            self.take(said_in(world))

    def take(self, told: Mapping[str, Said]) -> set[str]:
        """Have documents say something else, or nothing; returns the minted IRIs that it concerns."""
        told = {d: said for d, said in told.items() if said != self._said.get(d, Said())}
        concerned: set[str] = set()
        for document, said in told.items():
            concerned |= self._said.get(document, Said()).iris() | said.iris()
            self._unsay(document)
            self._name(document, said)
        keys = {iri: self._key(iri) for iri in concerned}
        moved = {iri for iri, key in keys.items() if key != self.keys.get(iri)}
        others = {document for iri in moved for document in self._speaking(iri)} - told.keys()
        for document in others:  # they speak of something whose name has another key now
            concerned |= self._said[document].iris()
            self._unsay(document)
        for iri in moved:
            self._rekey(iri, keys[iri])
        for document in sorted(told.keys() | others):
            self._say(document)
        return concerned

    def bent(self) -> set[str]:
        """Return the keys of places that lie in others than when this was last called."""
        found, self._bent = self._bent, set()
        return found

    def documents_with(self, key: str) -> Iterator[str]:
        """Yield the documents that name something under a key; some twice."""
        for iri in self._named.get(key, ()):
            yield from self.occurrences.get(iri, ())

    def named_in(self, document: str) -> Iterable[str]:
        """Return the minted IRIs that a document names; some twice."""
        return (one.iri for one in self._said.get(document, Said()).occurrences)

    def _name(self, document: str, said: Said) -> None:
        """Put what it names in place of what it named."""
        before = self._said.pop(document, Said())
        for iri in {one.iri for one in before.occurrences}:
            _discard(self.occurrences, iri, document)
        for iri in _strange(before):
            self._elsewhere[iri].discard(document)
        for one in sorted(said.occurrences, key=lambda one: (one.iri, one.names)):
            self.occurrences.setdefault(one.iri, {}).setdefault(document, []).append(one)
        for iri in _strange(said):
            self._elsewhere.setdefault(iri, set()).add(document)
        if said.occurrences or said.edges:
            self._said[document] = said

    def _speaking(self, iri: str) -> set[str]:
        return set(self.occurrences.get(iri, ())) | self._elsewhere.get(iri, set())

    def _key(self, iri: str) -> str | None:
        named = self.occurrences.get(iri, {}).values()
        return min((name_form(one.names[0]).key for some in named for one in some), default=None)

    def _rekey(self, iri: str, key: str | None) -> None:
        before = self.keys.pop(iri, None)
        if before is not None:
            self._named[before].discard(iri)
            if not self._named[before]:
                del self._named[before]
        if key is not None:
            self.keys[iri] = key
            self._named.setdefault(key, set()).add(iri)

    def _say(self, document: str) -> None:
        said = self._said.get(document, Said())
        for edge in said.edges:
            self._add(edge)
        for key, end in self._places(said.edges):
            self._contain(key, end, 1)
        iris = sorted(one.iri for one in said.occurrences)
        company: set[str] = set()
        for iri in iris:
            if len(company) < _MOST_COMPANY:
                company.add(self.keys[iri])
        if company:
            self.company[document] = company

    def _unsay(self, document: str) -> None:
        said = self._said.get(document, Said())
        for key, end in self._places(said.edges):
            self._contain(key, end, -1)
        for iri in said.iris():
            self.values.pop((document, iri), None)
            self.neighbours.pop((document, iri), None)
        self.company.pop(document, None)

    def _add(self, edge: Edge) -> None:
        is_literal = edge.datatype is not None
        end = edge.object if is_literal else self.keys.get(edge.object, edge.object)
        subject = self.keys.get(edge.subject, edge.subject)
        value = value_key(end, literal=is_literal)
        here = (edge.document, edge.subject)
        self.values.setdefault(here, {}).setdefault(edge.predicate, set()).add(value)
        self.neighbours.setdefault(here, set()).add(value)
        if not is_literal:
            self.neighbours.setdefault((edge.document, edge.object), set()).add(subject)

    def _places(self, edges: Sequence[Edge]) -> set[tuple[str, str]]:
        """Which places lie in which, as one document has it."""
        keys = self.keys
        return {
            (keys.get(edge.subject, edge.subject), keys.get(edge.object, edge.object))
            for edge in edges
            if edge.datatype is None and edge.predicate in CONTAINED
        }

    def _contain(self, key: str, end: str, by: int) -> None:
        self._contained[key, end] += by
        inside = self._contained[key, end] > 0
        if not inside:
            del self._contained[key, end]
        held = self.within.setdefault(key, set())
        if inside != (end in held):
            self._bent.add(key)
            (held.add if inside else held.discard)(end)
        if not held:
            del self.within[key]


def _strange(said: Said) -> set[str]:
    """What it states something of, but does not name."""
    return said.iris() - {one.iri for one in said.occurrences}


def _discard(some: dict[str, dict[str, list[Occurrence]]], iri: str, document: str) -> None:
    some[iri].pop(document, None)
    if not some[iri]:
        del some[iri]
