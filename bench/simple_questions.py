"""SimpleQuestions-Wikidata over CoDEx and the questions' own triples: accuracy of one-hop questions.

    python -m bench.simple_questions --shared FOLDER [--words] [--wrong]

The graph is CoDEx-M with every triple that the answerable questions of both parts are about. Names come
from Wiki80 and FewRel, the only sets at hand that say what a Wikidata entity is called; so only questions
whose subject one of these names are asked. Exact: the answers are all that the graph has for the gold
subject and relation, or as many of them as are shown. Held: the gold answer is among them.
"""

import argparse
import gzip
import json
import os
import time
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox

from bench.texts import machine
from kg.answers.asking import Asker
from kg.answers.graph import Row, term_of
from kg.answers.records import Named
from kg.answers.sources import Known
from kg.answers.space import SentenceSpace
from kg.answers.sparql import ROWS
from kg.errors import InputError
from kg.iris import WIKIDATA_DIRECT, normal_name
from kg.ontology.records import Property
from kg.ontology.shipped import shipped_properties
from kg.records import Statement

_ENTITY = "http://www.wikidata.org/entity/"
Asked = tuple[str, str, str, str]
"""Subject, property (R for P backwards), object, question."""


class Memory:
    """Implements `Graph` in memory, without limits."""

    def __init__(self, triples: Collection[tuple[str, str, str]]) -> None:
        self._store = ox.Store()
        self._store.extend(
            ox.Quad(
                ox.NamedNode(_ENTITY + s),
                ox.NamedNode(WIKIDATA_DIRECT + p),
                ox.NamedNode(_ENTITY + o),
            )
            for s, p, o in triples
        )

    def rows(self, query: str) -> Sequence[Row]:
        results = self._store.query(query)
        assert isinstance(results, ox.QuerySolutions)
        names = [variable.value for variable in results.variables]
        rows = [{name: term_of(solution[name]) for name in names} for solution in results]
        return [{name: term for name, term in row.items() if term is not None} for row in rows]

    def holds(self, query: str) -> bool:
        return bool(self._store.query(query))


class Called:
    """Implements `Sources` on names alone."""

    def __init__(self, names: dict[str, str]) -> None:
        self._by_key: dict[str, list[Named]] = defaultdict(list)
        for id, name in names.items():
            self._by_key[normal_name(name)].append(Named(_ENTITY + id, name))

    def exact(self, keys: Collection[str]) -> Sequence[Named]:
        return [one for key in keys for one in self._by_key.get(key, ())]

    def holding(self, key: str, limit: int) -> Sequence[Named]:
        found = (one for name, some in self._by_key.items() if key in name for one in some)
        return [one for one, _ in zip(found, range(limit), strict=False)]

    def spelt(self, texts: Collection[str], limit: int) -> Sequence[Named]:
        return ()

    def known(self, statement: Statement) -> Known | None:
        return None

    def denied(self, subject: str, object: str) -> Sequence[Known]:
        return ()

    def documents(
        self, iris: Collection[str], words: Sequence[str], limit: int
    ) -> Sequence[tuple[str, str]]:
        return ()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=os.environ.get("KG_SHARED"))
    parser.add_argument("--words", action="store_true", help="without embeddings")
    parser.add_argument("--wrong", action="store_true", help="print what is not exact")
    args = parser.parse_args()
    if args.shared is None:
        parser.error("--shared or KG_SHARED has to name the folder that holds data/")
    data = Path(args.shared) / "data"
    names, asked = _names(data), list(_questions(data, "valid_answerable.txt"))
    triples = set(_codex(data)) | {_triple(one) for one in asked}
    triples |= {_triple(one) for one in _questions(data, "train_answerable.txt.gz")}
    space = None if args.words else SentenceSpace("bundled")
    used = {p for _, p, _ in triples}
    asker = Asker(Memory(triples), Called(names), _properties(data, used), str, space)
    chosen = [one for one in asked if one[0] in names]
    print(machine())
    print(f"{len(triples):,} triples, {len(used)} relations, {len(names):,} named things")
    _measure(asker, chosen, len(asked), triples, show=args.wrong)


def _measure(
    asker: Asker, chosen: list[Asked], every: int, triples: set[tuple[str, str, str]], *, show: bool
) -> None:
    gold: dict[tuple[str, str], set[str]] = defaultdict(set)
    for s, p, o in triples:
        gold[s, p].add(o)
        gold[o, "R" + p[1:]].add(s)
    exact = held = answered = 0
    began = time.perf_counter()
    for subject, relation, object, question in chosen:
        try:
            found = {one.value.removeprefix(_ENTITY) for one in asker.ask(question).answers}
        except InputError:
            found = set()
        answered += bool(found)
        held += object in found
        is_exact = _is_all(found, gold[subject, relation])
        exact += is_exact
        if show and not is_exact:
            print(f"  {subject} {relation} {object} {question} -> {sorted(found)[:5]}")
    count = len(chosen)
    print(
        f"{count} of {every} questions have a named subject; {1000 * (time.perf_counter() - began) / count:.0f} ms each"
    )
    print(
        f"exact {exact / count:.1%}, gold answer held {held / count:.1%}, answered {answered / count:.1%}"
    )


def _is_all(found: set[str], gold: set[str]) -> bool:
    """Whether answers are all that the graph has, or as many right ones as are shown."""
    return found == gold or (len(found) == ROWS and found <= gold)


def _questions(data: Path, part: str) -> Iterator[Asked]:
    for line in _lines(data / "simplequestions_wikidata" / f"annotated_wd_data_{part}"):
        subject, relation, object, question = line.split("\t")
        yield subject, relation, object, question


def _triple(one: Asked) -> tuple[str, str, str]:
    subject, relation, object, _ = one
    backwards = relation.startswith("R")
    return (object, "P" + relation[1:], subject) if backwards else (subject, relation, object)


def _codex(data: Path) -> Iterator[tuple[str, str, str]]:
    for line in _lines(data / "kg_codex" / "codex-m" / "train.txt.gz"):
        subject, relation, object = line.split("\t")
        yield subject, relation, object


def _names(data: Path) -> dict[str, str]:
    names: dict[str, str] = {}
    for line in _lines(data / "wiki80" / "wiki80_64rel_train.jsonl.gz"):
        row = json.loads(line)
        for end in (row["h"], row["t"]):
            names.setdefault(end["id"], end["name"])
    with gzip.open(data / "fewrel" / "val_wiki_dev8.json.gz", "rt") as file:
        for rows in json.load(file).values():
            for row in rows:
                for name, id, *_ in (row["h"], row["t"]):
                    names.setdefault(id, name)
    return names


def _properties(data: Path, used: Collection[str]) -> list[Property]:
    """The shipped properties of these, and the others as Wikidata describes them."""
    shipped = {one.iri: one for one in shipped_properties()}
    with gzip.open(data / "wikidata_properties" / "all_wikidata_properties.json.gz", "rt") as file:
        rows = {row["property"].rpartition("/")[2]: row for row in json.load(file)}
    found = []
    for code in sorted(used):
        iri, row = WIKIDATA_DIRECT + code, rows.get(code)
        if row:
            known = Property(iri, row["propertyLabel"], row.get("propertyDescription") or "")
            found.append(shipped.get(iri, known))
    return found


def _lines(path: Path) -> Iterator[str]:
    read = gzip.open if path.suffix == ".gz" else open
    with read(path, "rt") as file:
        for line in file:
            if line.strip():
                yield line.rstrip("\n")


if __name__ == "__main__":
    main()
