"""From a class to the mention types of the model, by what the class is called or by what it is a kind of.

A class that nothing is known of may be anything: a statement must not be lost because its class is new.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from kg.ontology import vocabulary as terms
from kg.ontology.chinese_nouns import types_in_chinese
from kg.ontology.labels import label_of, local_name, readable
from kg.ontology.nouns import NOUNS, PHRASES, WIKIDATA
from kg.ontology.triples import Triples

ANYTHING = frozenset(
    {
        terms.OWL + "Thing",
        terms.RDFS + "Resource",
        terms.SCHEMA + "Thing",
        terms.OLD_SCHEMA + "Thing",
        "http://www.wikidata.org/entity/Q35120",
    }
)
_HIGHEST = 30
"""Levels of superclasses that are looked at; real ontologies have fewer."""

_ENTITY = "http://www.wikidata.org/entity/"
_BY_ID = {
    _ENTITY + id: frozenset(kinds.split()) for kinds, ids in WIKIDATA.items() for id in ids.split()
}
_ONE = {"people": "person", "men": "man", "women": "woman", "children": "child", "bodies": "body"}
_LATIN = "\u2fff"
"""The last character before those of Chinese."""
_TAIL = re.compile(r" (?:of|in|for|by|with|from|to|at|on|or|and) ")
_BRACKETS = re.compile(r"\([^)]*\)")


def _kinds(words: str, separator: str | None) -> Iterator[str]:
    return (word.strip() for word in words.split(separator) if word.strip())


_TYPES: dict[str, set[str]] = {}
for _table, _separator in ((NOUNS, None), (PHRASES, ",")):
    for _types, _words in _table.items():
        for _word in _kinds(_words, _separator):
            _TYPES.setdefault(_word, set()).update(_types.split())


@lru_cache(maxsize=4096)
def types_of_name(name: str) -> frozenset[str]:
    """Return the mention types of what is called `name`; empty where the name is not known."""
    words = " ".join(_BRACKETS.sub(" ", name).casefold().replace("-", " ").split())
    # "body of water" is known as a whole; a "season of a club" is a season
    if words and words[-1] > _LATIN:
        return types_in_chinese(words)
    known = _ending(words, shortest=3) or _ending(_TAIL.split(words)[0], shortest=1)
    # where one reader marks a concept ("football"), another marks a thing
    return frozenset(known | {"thing"} if "concept" in known else known)


def _ending(phrase: str, shortest: int) -> set[str]:
    """Return the types of the longest ending of a phrase that is known, of so many words or more."""
    words = phrase.split()
    for length in range(min(len(words), 4), shortest - 1, -1):
        if known := _TYPES.get(_singular(" ".join(words[-length:]))):
            return known
    return set()


def _singular(phrase: str) -> str:
    *front, last = phrase.split()
    for form in (
        last,
        _ONE.get(last, last),
        _cut(last, "ies") + "y",
        _cut(last, "es"),
        _cut(last, "s"),
    ):
        candidate = " ".join([*front, form])
        if candidate in _TYPES:
            return candidate
    return phrase


def _cut(word: str, ending: str) -> str:
    return word.removesuffix(ending) if word.endswith(ending) else word


class ClassTypes:
    """Looks up the mention types of an ontology's classes."""

    def __init__(self, triples: Triples) -> None:
        self._triples = triples
        self._known: dict[str, frozenset[str]] = {}

    def of_any(self, classes: Iterable[str]) -> tuple[str, ...]:
        """Return the types of things that are in one of these classes; empty: any type."""
        each = [self.of(iri) for iri in classes]
        return tuple(sorted(frozenset().union(*each))) if all(each) else ()

    def of(self, iri: str) -> frozenset[str]:
        """Return the types of one class; empty: any type."""
        if iri not in self._known:
            self._known[iri] = self._of(iri)
        return self._known[iri]

    def _of(self, iri: str) -> frozenset[str]:
        if iri in ANYTHING:
            return frozenset()
        if iri.startswith(terms.OUR_TYPE):
            return frozenset({iri.removeprefix(terms.OUR_TYPE)})
        if iri in _BY_ID:
            return _BY_ID[iri]
        by_name = self._by_name(iri)
        ancestors = list(self._ancestors(iri))
        for level in ancestors:
            for parent in level:
                if parent in _BY_ID or parent.startswith(terms.OUR_TYPE):
                    return by_name | self.of(parent)
        return by_name or next(
            (types for level in ancestors if (types := self._level(level))), frozenset()
        )

    def _level(self, level: Iterable[str]) -> frozenset[str]:
        return frozenset().union(*map(self._by_name, level))

    def _by_name(self, iri: str) -> frozenset[str]:
        if iri in ANYTHING:
            return frozenset()
        return types_of_name(label_of(self._triples, iri)) or types_of_name(
            readable(local_name(iri))
        )

    def _ancestors(self, iri: str) -> Iterator[list[str]]:
        """Yield parents, then their parents and so on; a class that is its own ancestor comes up once."""
        seen, level = {iri}, [iri]
        for _ in range(_HIGHEST):
            found = dict.fromkeys(
                parent
                for child in level
                for parent in self._triples.iris(
                    child, terms.SUBCLASS_OF, terms.OWL + "equivalentClass"
                )
            )
            level = [parent for parent in found if parent not in seen]
            seen.update(level)
            if level:
                yield level
