"""Which d stands to c as b to a, and which pairs are related as a and b are: logic and likeness, side by side."""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.analogy.paths import Led, Step, between, led, sure
from kg.analogy.records import Answer, SimilarPair, Term, combined
from kg.catalog.catalog import Catalog
from kg.catalog.relations import Link, Named
from kg.errors import InputError, NotFound

if TYPE_CHECKING:
    from kg.analogy.likeness import Likeness


_CALLED = 3
"""Things that one name may stand for."""


@dataclass(frozen=True, slots=True)
class _Node:
    """What may be an answer; `key` is the same for the same node."""

    value: str
    iri: str | None
    key: str


class Analogies:
    """Answers from one catalog; names are embedded at the first question, and new ones as they come."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._lock = threading.Lock()
        self._likeness: Likeness | None = None
        self._things: tuple[object, list[Named]] = (None, [])
        self._pairs: tuple[object, list[Link]] = (None, [])

    def term(self, value: str, iri: str) -> Term:
        """Return what words name: by IRI, else by name.

        Raises:
            InputError: There are no words.
            NotFound: An IRI names nothing here.
        """
        if not value.strip():
            raise InputError("Each of a, b and c needs a name or an IRI.")
        if ":" in iri or "/" in iri:
            try:
                row = self._catalog.findings.entity(self._catalog.identities.renamed(iri))
                return Term(value, (Named(row.iri, row.name, row.label),))
            except NotFound:
                if "://" in value:
                    raise
        return Term(value, tuple(self._catalog.relations.called(value) or self._spelt(value)))

    def _spelt(self, value: str) -> list[Named]:
        """Things that texts call so, though their names are others: Marie Curie is also Maria Skłodowska."""
        found = {
            iri: Named(iri, name, label)
            for iri, name, label, _ in self._catalog.naming.spelt([value.strip()], _CALLED)
        }
        return list(found.values())[:_CALLED]

    def answer(
        self, a: Term, b: Term, c: Term, *, k: int = 10, candidates: Sequence[str] = ()
    ) -> list[Answer]:
        """Return up to k answers, the best first.

        Where the graph knows b, likeness offers only things of its types. It offers neither a, b nor c;
        logic may lead to a and b.

        Args:
            candidates: Plain words that may be the answer too.

        Raises:
            InputError: a and b are the same: nothing is related to itself.
        """
        if a.value.casefold() == b.value.casefold() or set(a.nodes) & set(b.nodes):
            raise InputError("a and b are the same; name two that differ.")
        links = led(self._catalog.relations, a.nodes, b.nodes, c.nodes)
        nodes = [_node(one) for one in links.values()]
        scores = self._compare(a, b, c, nodes)
        nodes += [one for one in self._open(a, b, c, candidates) if one.key not in links]
        scores |= self._compare(a, b, c, nodes[len(links) :])
        found = [
            Answer(
                one.value,
                one.iri,
                combined(logic.score if logic else None, likeness),
                logic,
                likeness,
            )
            for one in nodes
            if (logic := links.get(one.key)) or one.key in scores
            for likeness in (scores.get(one.key),)
        ]
        return sorted(found, key=lambda one: (-one.score, one.value))[:k]

    def similar(self, a: Term, b: Term, *, limit: int = 20) -> list[SimilarPair]:
        """Return the linked pairs of the graph that are related as a and b are, the best first.

        Raises:
            InputError: a and b are the same.
        """
        if set(a.nodes) & set(b.nodes):
            raise InputError("a and b are the same; name two that differ.")
        paths = between(self._catalog.relations, a.nodes, b.nodes, most=2)
        steps = {path[0]: sure(trail) for path, trail in paths.items() if len(path) == 1}
        own = set(a.nodes), set(b.nodes)
        offered = [
            (link, forward)
            for link in self._linked()
            if {link.subject, link.object} - own[0] - own[1]
            for forward in (True, False)
        ]
        heads = [one.subject_name if forward else one.object_name for one, forward in offered]
        tails = [one.object_name if forward else one.subject_name for one, forward in offered]
        ends = [(place, place) for place in range(len(offered))]
        alike = dict(self._alike().pairs((a.name, b.name), heads, tails, ends))
        found: list[SimilarPair] = []
        for place, (link, forward) in enumerate(offered):
            worth = steps.get(Step(link.predicate, forward))
            if worth is not None or place in alike:
                logic = None if worth is None else worth * link.confidence
                likeness = alike.get(place)
                score = combined(logic, likeness)
                found.append(SimilarPair(link, forward, score, logic, likeness))
        return sorted(found, key=lambda one: (-one.score, one.link.id))[:limit]

    def _compare(self, a: Term, b: Term, c: Term, nodes: Sequence[_Node]) -> dict[str, float]:
        """Return the likeness of the likeliest nodes by their key."""
        alike = self._alike().ends((a.name, b.name), c.name, [one.value for one in nodes])
        return {nodes[place].key: likeness for place, likeness in alike}

    def _open(self, a: Term, b: Term, c: Term, candidates: Iterable[str]) -> list[_Node]:
        """Return what likeness may choose from."""
        words = {name.casefold() for term in (a, b, c) for name in (term.value, term.name)}
        asked = {one.iri for term in (a, b, c) for one in term.things}
        labels = {one.label for one in b.things}
        nodes = {
            one.name.casefold(): _Node(one.name, one.iri, one.iri)
            for one in reversed(self._known())  # of two of one name the more mentioned stays
            if one.iri not in asked and (not labels or one.label in labels)
        }
        for word in candidates:
            nodes.setdefault(word.casefold(), _Node(word, None, word.casefold()))
        return [one for name, one in nodes.items() if name not in words]

    def _known(self) -> list[Named]:
        revision = self._catalog.relations.revision()
        if self._things[0] != revision:
            self._things = (revision, self._catalog.relations.things())
            self._alike().keep([one.name for one in self._things[1]])
        return self._things[1]

    def _linked(self) -> list[Link]:
        revision = self._catalog.relations.revision()
        if self._pairs[0] != revision:
            self._pairs = (revision, self._catalog.relations.pairs())
        return self._pairs[1]

    def _alike(self) -> "Likeness":
        with self._lock:
            if self._likeness is None:
                from kg.analogy.likeness import Likeness  # loads torch

                self._likeness = Likeness()
            return self._likeness


def _node(one: Led) -> _Node:
    """Return what a trail ends in."""
    link = one.found[-1]
    value = link.object_name if one.path[-1].forward else link.subject_name
    return _Node(value, None if one.end.startswith('"') else one.end, one.end)
