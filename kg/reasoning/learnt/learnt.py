"""What was learnt from a graph, and the file that keeps it."""

import json
import logging
import os
import threading
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from kg.reasoning.embedding.vectors import Vectors
from kg.reasoning.learnt.relation_map import RelationMap
from kg.reasoning.learnt.scales import Scale

log = logging.getLogger(__name__)

FILE = "completion.npz"
"""Its name in the data folder."""


@dataclass(frozen=True, slots=True)
class About:
    """When something was learnt, and from what.

    Attributes:
        revision: The state of the facts, as `AllFacts.revision` has it.
        facts: How many there were.
        at: When, ISO 8601 in UTC.
    """

    revision: str
    facts: int
    at: str


@dataclass(frozen=True)
class Learnt:
    """Vectors and the map between relations, each with the scale of its scores."""

    about: About
    vectors: Vectors
    mapped: RelationMap
    vector_scale: Scale
    map_scale: Scale


def save(learnt: Learnt, path: Path) -> None:
    """Write it; whoever reads meanwhile sees the old file or the new one."""
    vectors, mapped = learnt.vectors, learnt.mapped
    head = {
        "about": asdict(learnt.about),
        "entities": vectors.entities,
        "relations": vectors.relations,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        with beside.open("wb") as file:
            np.savez(
                file,
                head=np.frombuffer(json.dumps(head).encode(), np.uint8),
                entity=vectors.entity,
                relation=vectors.relation,
                unit=mapped.relation,
                parts=mapped.parts,
                own=mapped.own,
                other=mapped.other,
                constant=mapped.constant,
                vector_least=learnt.vector_scale.least,
                vector_shares=learnt.vector_scale.shares,
                map_least=learnt.map_scale.least,
                map_shares=learnt.map_scale.shares,
            )
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def load(path: Path) -> Learnt:
    """Read it. Raises OSError, ValueError or KeyError: it is not there, or is something else."""
    with np.load(path, allow_pickle=False) as kept:
        head = json.loads(kept["head"].tobytes())
        return Learnt(
            About(**head["about"]),
            Vectors(
                tuple(head["entities"]), tuple(head["relations"]), kept["entity"], kept["relation"]
            ),
            RelationMap(*(kept[name] for name in ("unit", "parts", "own", "other", "constant"))),
            Scale(kept["vector_least"], kept["vector_shares"]),
            Scale(kept["map_least"], kept["map_shares"]),
        )


class LearntFile:
    """Reads the file again whenever it is another one. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._turn = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._held: Learnt | None = None

    def __call__(self) -> Learnt | None:
        """Return what the file holds; None if there is none, or it cannot be read."""
        with self._turn:
            try:
                found = self._path.stat()
                stamp = found.st_mtime_ns, found.st_ino
                if stamp != self._stamp:
                    self._stamp, self._held = stamp, None
                    self._held = load(self._path)
            except FileNotFoundError:
                self._stamp = self._held = None
            except (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as err:
                log.warning("%s cannot be read, kg complete train makes it anew: %s", FILE, err)
            return self._held
