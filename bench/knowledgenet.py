"""KnowledgeNet for measures of identity: what each document names, with the Wikidata entity that it is."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.identity.records import Edge, Occurrence, World
from kg.iris import WIKIDATA_DIRECT, Minter
from kg.records import Literal
from kg.training.corpora.knowledgenet import PROPERTIES, REVERSED
from kg.training.corpora.records import open_corpus

FOLDS = (1, 2, 3)
FILE = "data/knowledgenet/passages_fold1-3.jsonl.gz"
MINTER = Minter("urn:bench:")
VALUES = frozenset({"time", "number"})
ENTITY = "http://www.wikidata.org/entity/"
_PRONOUNS = frozenset(
    "he him his himself she her hers herself it its itself they them their themselves who whom whose"
    " which that where i my me we our us you your this these those one".split()
)


@dataclass(frozen=True, slots=True)
class Named:
    """One entity of one document.

    Attributes:
        uri: Its Wikidata entity, None if it has none.
        names: As written, the longest first; none but pronouns if empty.
    """

    document: str
    uri: str | None
    names: tuple[str, ...]
    label: str

    @property
    def iri(self) -> str:
        """The IRI that extraction would mint."""
        return MINTER.entity(self.names[0], self.label)


@dataclass(frozen=True, slots=True)
class Fact:
    """A stated fact; the object is the text of a value where `values` says so."""

    document: str
    passage: str
    property: str
    subject: int
    object: int | str


@dataclass(frozen=True, slots=True)
class Gold:
    """What is marked in some folds; facts point into `named`."""

    named: tuple[Named, ...]
    facts: tuple[Fact, ...]
    words: dict[str, frozenset[str]]

    def world(self) -> World:
        """Return it as the catalog would know it, without the links."""
        edges = []
        for fact in self.facts:
            subject = self.named[fact.subject]
            end = fact.object if isinstance(fact.object, str) else self.named[fact.object].names
            if not subject.names or not end:
                continue
            value = end if isinstance(end, str) else MINTER.entity(end[0], self._label(fact))
            kind = Literal("").datatype if isinstance(end, str) else None
            edges.append(Edge(fact.document, subject.iri, fact.property, value, kind, 1.0))
        return World(
            tuple(
                Occurrence(one.document, one.iri, one.names, one.label, self.words[one.document])
                for one in self.named
                if one.names
            ),
            tuple(edges),
        )

    def _label(self, fact: Fact) -> str:
        assert isinstance(fact.object, int)
        return self.named[fact.object].label


def read_gold(shared: Path, folds: Iterable[int]) -> Gold:
    """Read what is marked in these folds."""
    wanted = set(folds)
    with open_corpus(shared / FILE) as file:
        rows = [row for line in file if (row := json.loads(line))["fold"] in wanted]
    return _Reader(rows).gold()


class _Reader:
    """Puts mentions together that one document marks with one entity."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self._rows = rows
        self._index: dict[tuple[str, str], int] = {}
        self._texts: dict[int, list[str]] = defaultdict(list)
        self._labels: dict[int, str] = {}
        self._keys: list[tuple[str, str]] = []

    def gold(self) -> Gold:
        facts = tuple(fact for row in self._rows for fact in self._facts(row))
        words: dict[str, set[str]] = defaultdict(set)
        for row in self._rows:
            words[row["documentId"]].update(row["passageText"].casefold().split())
        named = tuple(self._named(place, key) for place, key in enumerate(self._keys))
        return Gold(named, facts, {document: frozenset(some) for document, some in words.items()})

    def _facts(self, row: dict[str, Any]) -> Iterable[Fact]:
        for fact in row["facts"]:
            code, *labels = PROPERTIES[fact["property"]]
            ends: list[int | str] = []
            for role, label in zip(("subject", "object"), labels, strict=True):
                value = fact[f"{role}Text"]
                ends.append(value if label in VALUES else self._end(row, fact, role, label))
            if fact["property"] in REVERSED:
                ends.reverse()
            subject = ends[0]
            assert isinstance(subject, int)
            passage = f"{row['documentId']}:{row['passageStart']}"
            yield Fact(row["documentId"], passage, f"{WIKIDATA_DIRECT}{code}", subject, ends[1])

    def _end(self, row: dict[str, Any], fact: dict[str, Any], role: str, label: str | None) -> int:
        text, uri = fact[f"{role}Text"], fact[f"{role}Uri"]
        key = (row["documentId"], _entity(uri) if uri else f"text {text.casefold()}")
        place = self._index.setdefault(key, len(self._index))
        if place == len(self._keys):
            self._keys.append(key)
        self._texts[place].append(text)
        self._labels.setdefault(place, label or "person")
        return place

    def _named(self, place: int, key: tuple[str, str]) -> Named:
        document, link = key
        names = {text for text in self._texts[place] if text.casefold() not in _PRONOUNS}
        ranked = tuple(sorted(names, key=lambda name: (-len(name), name)))
        uri = link if link.startswith(ENTITY) else None
        return Named(document, uri, ranked, self._labels[place])


def _entity(uri: str) -> str:
    return ENTITY + uri.rstrip("/").rpartition("/")[2]
