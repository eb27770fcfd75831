"""What a knowledge base's own classes are kinds of: its ontology says so, in the file or beside it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from kg.identity.kinds import label_of

_SUBCLASS = frozenset(
    {
        b"<http://www.w3.org/2000/01/rdf-schema#subClassOf>",
        b"<http://www.wikidata.org/prop/direct/P279>",
    }
)
_MOST = 500_000
"""Pairs that are kept, the first of the file: more would not fit into memory. Ontologies have fewer, all of Wikidata has more."""
_HIGHEST = 30


class Classes:
    """Looks up the entity types that a class stands for, by its own name or by what it is a kind of."""

    def __init__(self, parents: Mapping[str, Collection[str]]) -> None:
        self._parents = parents
        self._found: dict[str, frozenset[str]] = {}

    @classmethod
    def read(cls, lines: Path) -> "Classes":
        """Read the classes of a file of N-Triples, a triple a line."""
        parents: dict[str, list[str]] = defaultdict(list)
        pairs = 0
        with lines.open("rb") as file:
            for line in file:
                subject, _, rest = line.partition(b" ")
                predicate, _, end = rest.partition(b" ")
                if predicate in _SUBCLASS and end[:1] == b"<" and pairs < _MOST:
                    parents[_iri(subject)].append(_iri(end.partition(b" ")[0]))
                    pairs += 1
        return cls(parents)

    def labels(self, iri: str) -> frozenset[str]:
        """Return the entity types of the nearest classes above that tell; empty where none does."""
        if iri not in self._found:
            self._found[iri] = self._climb(iri)
        return self._found[iri]

    def _climb(self, iri: str) -> frozenset[str]:
        level, seen = [iri], {iri}
        for _ in range(_HIGHEST):
            if told := _told(level):
                return told
            above = dict.fromkeys(up for one in level for up in self._parents.get(one, ()))
            level = [one for one in above if one not in seen]
            seen.update(level)
        return frozenset()


def _told(classes: Iterable[str]) -> frozenset[str]:
    return frozenset(label for one in classes if (label := label_of(one)))


def _iri(node: bytes) -> str:
    return node[1:-1].decode()
