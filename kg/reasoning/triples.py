"""Facts as numbers: what mining and embedding work on."""

import gzip
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kg.errors import InputError

Numbers = npt.NDArray[np.int64]
"""Integers, int64."""
Triple = tuple[str, str, str]
"""Subject, relation, object, by name."""

SPLITS = ("train", "valid", "test")


@dataclass(frozen=True)
class Triples:
    """Facts over numbered entities and relations.

    Attributes:
        entities, relations: Their names, in the order of their numbers.
        facts: Subject, relation and object of each, int64 (facts, 3), none twice.
    """

    entities: tuple[str, ...]
    relations: tuple[str, ...]
    facts: Numbers

    @cached_property
    def entity_numbers(self) -> Mapping[str, int]:
        """The number of each entity, by name."""
        return {name: n for n, name in enumerate(self.entities)}

    @cached_property
    def relation_numbers(self) -> Mapping[str, int]:
        """The number of each relation, by name."""
        return {name: n for n, name in enumerate(self.relations)}

    @classmethod
    def of(cls, named: Iterable[Triple]) -> "Triples":
        """Number named facts; entities and relations come in the order of their names."""
        kept = sorted(set(named))
        entities = tuple(sorted({end for s, _, o in kept for end in (s, o)}))
        relations = tuple(sorted({r for _, r, _ in kept}))
        bare = cls(entities, relations, np.empty((0, 3), np.int64))
        return cls(entities, relations, bare.numbered(kept))

    def numbered(self, named: Iterable[Triple]) -> Numbers:
        """Return facts by number, int64 (facts, 3); what has a name that is not ours is left out."""
        entities, relations = self.entity_numbers, self.relation_numbers
        rows = [
            (entities[s], relations[r], entities[o])
            for s, r, o in named
            if s in entities and o in entities and r in relations
        ]
        return np.array(rows, np.int64).reshape(-1, 3)

    def named(self) -> list[Triple]:
        """Return the facts by name."""
        names, relations = self.entities, self.relations
        return [(names[s], relations[r], names[o]) for s, r, o in self.facts.tolist()]

    def with_facts(self, facts: Numbers) -> "Triples":
        """Return other facts under the same numbers."""
        return Triples(self.entities, self.relations, facts)


def both_ways(facts: Numbers, relations: int) -> Numbers:
    """Return facts and their reciprocals, int64 (2 × facts, 3): (s, r, o) and (o, r + relations, s)."""
    s, r, o = facts.T
    return np.concatenate([facts, np.stack([o, r + relations, s], 1)])


def keys(facts: Numbers, entities: int, relations: int) -> Numbers:
    """Return one number for each fact, int64 (facts,): equal if and only if the facts are."""
    s, r, o = facts.T
    return np.asarray((s * relations + r) * entities + o, np.int64)


def read_triples(path: Path) -> list[Triple]:
    """Read facts from a file, one a line: subject, relation and object between tabs; `.gz` is unpacked.

    Raises:
        InputError: A line has not three parts, or the file cannot be read.
    """
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8") as lines:
            rows = [tuple(line.rstrip("\r\n").split("\t")) for line in lines if line.strip()]
    except (OSError, UnicodeDecodeError) as err:
        raise InputError(
            f"{path} cannot be read: {err}. It holds UTF-8 text, or that in gzip."
        ) from err
    for number, row in enumerate(rows, 1):
        if len(row) != 3:
            raise InputError(
                f"{path}: fact {number} has {len(row)} parts. Write subject, relation and object with "
                "tabs between them."
            )
    return [(s, r, o) for s, r, o in rows]


def read_folder(folder: Path) -> Mapping[str, Sequence[Triple]]:
    """Read the files `train`, `valid` and `test` of a folder, `.txt` or `.tsv`, also in gzip.

    Returns:
        The facts by split, for those splits that are there.

    Raises:
        InputError: There is no train file, or neither of the others.
    """
    found = {
        split: read_triples(path)
        for split in SPLITS
        for path in [folder / f"{split}{end}" for end in (".txt", ".tsv", ".txt.gz", ".tsv.gz")]
        if path.is_file()
    }
    if "train" not in found or len(found) < 2:
        raise InputError(
            f"{folder} must hold train.txt and valid.txt or test.txt, facts between tabs, one a line."
        )
    return found
