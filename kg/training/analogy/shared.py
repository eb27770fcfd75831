"""Pairs of names from labelled sentences in the shared data: Wiki80 (MIT) and SemEval-2010 task 8 (CC BY 3.0)."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

from kg.errors import InputError
from kg.training.analogy.pairs import RelatedPair

_SYMMETRIC = frozenset(("spouse", "sibling"))
_MARKED = re.compile(r"<e(?P<end>[12])>(?P<name>.*?)</e[12]>")
_RELATION = re.compile(r"(?P<name>[\w-]+)\(e(?P<head>[12]),e[12]\)")


def shared_pairs(folder: Path) -> Iterator[RelatedPair]:
    """Yield the pairs that the data under `folder` has. Raises InputError if it is not there."""
    try:
        yield from _wiki80(folder / "wiki80" / "wiki80_64rel_train.jsonl.gz")
        yield from _semeval(folder / "semeval2010_task8" / "TRAIN_FILE.TXT.gz")
    except OSError as err:
        raise InputError(f"{folder} lacks the relation data: {err}. Name it with --data.") from err


def _wiki80(file: Path) -> Iterator[RelatedPair]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            relation = row["relation"]
            ends = row["h"]["name"], row["t"]["name"]
            yield RelatedPair(f"wikidata {relation}", *ends, relation in _SYMMETRIC)


def _semeval(file: Path) -> Iterator[RelatedPair]:
    with gzip.open(file, "rt", encoding="utf-8", errors="replace") as lines:
        names: dict[str, str] = {}
        for line in lines:
            if "<e1>" in line:
                names = {match["end"]: match["name"].lower() for match in _MARKED.finditer(line)}
            elif (match := _RELATION.match(line)) and len(names) == 2:
                head = match["head"]
                yield RelatedPair(
                    f"semeval {match['name']}", names[head], names["2" if head == "1" else "1"]
                )
