"""What a knowledge base's own classes are kinds of: its ontology says so, in the file or beside it."""

import sqlite3
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path

from kg.identity.kinds import label_of

_SUBCLASS = frozenset(
    {
        b"<http://www.w3.org/2000/01/rdf-schema#subClassOf>",
        b"<http://www.wikidata.org/prop/direct/P279>",
    }
)
_HIGHEST = 30
_MOST = 2_000
"""Classes above one that are looked at: where everything is a kind of everything, the nearest count."""
_MEMORY_KIB = 64_000
_AT_ONCE = 10_000
_REMEMBERED = 100_000


class Classes:
    """Looks up the entity types that a class stands for, by its own name or by what it is a kind of.

    All of Wikidata has some four million such pairs, which would not fit into memory as Python has them:
    they are in a private SQLite database, in memory up to `_MEMORY_KIB` and in a temporary file beyond.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._labels = lru_cache(_REMEMBERED)(self._climb)
        self._database = sqlite3.connect("")
        self._database.execute(f"PRAGMA cache_size = -{_MEMORY_KIB}")
        self._database.execute("PRAGMA journal_mode = OFF")  # it is never rolled back
        self._database.execute("CREATE TABLE pairs (class TEXT, parent TEXT)")
        rest = iter(pairs)
        while some := list(islice(rest, _AT_ONCE)):
            self._database.executemany("INSERT INTO pairs VALUES (?, ?)", some)
        self._database.execute("CREATE INDEX above ON pairs (class, parent)")

    @classmethod
    def read(cls, lines: Path) -> "Classes":
        """Read the classes of a file of N-Triples, a triple a line."""
        with lines.open("rb") as file:
            return cls(_pairs(file))

    def close(self) -> None:
        """Let go of the pairs."""
        self._database.close()

    def labels(self, iri: str) -> frozenset[str]:
        """Return the entity types of the nearest classes above that tell; empty where none does."""
        return self._labels(iri)

    def _climb(self, iri: str) -> frozenset[str]:
        level, seen = [iri], {iri}
        for _ in range(_HIGHEST):
            if told := _told(level):
                return told
            if len(seen) > _MOST:
                break
            above = dict.fromkeys(up for one in level for up in self._above(one))
            level = [one for one in above if one not in seen]
            seen.update(level)
        return frozenset()

    def _above(self, iri: str) -> list[str]:
        query = "SELECT parent FROM pairs WHERE class = ?"
        return [parent for (parent,) in self._database.execute(query, (iri,))]


def _pairs(lines: Iterable[bytes]) -> Iterator[tuple[str, str]]:
    for line in lines:
        subject, _, rest = line.partition(b" ")
        predicate, _, end = rest.partition(b" ")
        if predicate in _SUBCLASS and end[:1] == b"<":
            yield _iri(subject), _iri(end.partition(b" ")[0])


def _told(classes: Iterable[str]) -> frozenset[str]:
    return frozenset(label for one in classes if (label := label_of(one)))


def _iri(node: bytes) -> str:
    return node[1:-1].decode()
