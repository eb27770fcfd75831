"""How far shapes look from the thing that they are about: what has to be at hand to check them, and checked again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.errors import InputError
from kg.ontology.triples import Node, Term, Triples

SH = "http://www.w3.org/ns/shacl#"
_NESTED = ("property", "node", "qualifiedValueShape", "not", "and", "or", "xone")
_LISTS = ("and", "or", "xone")


@dataclass(frozen=True, slots=True)
class Reach:
    """How far some shapes look.

    Attributes:
        steps: Statements in a row from the thing that a shape is about, 1 at least.
        backwards: Whether they look from objects to subjects, too.
        kinds: Whether they look at the types of what they reach.
        predicates: What each shape speaks of, by its name.
    """

    steps: int = 1
    backwards: bool = False
    kinds: bool = False
    predicates: dict[str, frozenset[str]] = field(default_factory=dict)

    def joined(self, other: "Reach") -> "Reach":
        """Return how far both look."""
        return Reach(
            max(self.steps, other.steps),
            self.backwards or other.backwards,
            self.kinds or other.kinds,
            self.predicates | other.predicates,
        )


def parts_of(triples: Triples, node: Node) -> Iterator[Term]:
    """Yield the shapes that a shape holds."""
    for part in _NESTED:
        for value in triples.values(node, SH + part):
            yield from triples.members(value) if part in _LISTS else (value,)


def reach_of(triples: Triples, names: dict[Node, ox.NamedNode]) -> Reach:
    """Return how far shapes look. Raises InputError: without an end."""
    found = {node: _Walk(triples).shape(node) for node in names}
    ends = [triples.values(node, SH + "targetObjectsOf") for node in names]
    backwards = any(any(step.inverse for step in way) for ways in found.values() for way in ways)
    return Reach(
        steps=max([1, *(len(way) for ways in found.values() for way in ways)]),
        backwards=backwards or any(ends),
        kinds=any(triples.values(node, SH + "class") for node in names),
        predicates={
            names[node].value: frozenset(step.predicate for way in ways for step in way)
            for node, ways in found.items()
        },
    )


@dataclass(frozen=True, slots=True)
class _Step:
    predicate: str
    inverse: bool


_Way = tuple[_Step, ...]


class _Walk:
    """Follows a shape and all that it holds."""

    def __init__(self, triples: Triples) -> None:
        self._triples = triples
        self._open: list[Term] = []

    def shape(self, node: Term) -> set[_Way]:
        """Return the ways that a shape looks, the shorter ones that they begin with left out or not."""
        if isinstance(node, ox.Literal):
            return set()
        if node in self._open:
            raise InputError(
                f"The shape {node} holds itself: shapes that call themselves are not checked "
                "(SHACL leaves open what they mean). Write out as many levels as you need."
            )
        self._open.append(node)
        paths = self._triples.values(node, SH + "path")
        begun = set(self._path(paths[0])) if paths else {()}
        inner = {way for part in parts_of(self._triples, node) for way in self.shape(part)}
        self._open.pop()
        if len(begun) * len(inner) > 10_000:
            raise InputError(f"The shape {node} looks too many ways. Split it.")
        return begun | {way + more for way in begun for more in inner}

    def _path(self, path: Term, depth: int = 0) -> Iterator[_Way]:
        if isinstance(path, ox.NamedNode):
            yield (_Step(path.value, inverse=False),)
            return
        if isinstance(path, ox.Literal) or depth > 20:
            raise InputError("A sh:path is no SHACL path.")
        for kind in ("zeroOrMorePath", "oneOrMorePath"):
            if self._triples.values(path, SH + kind):
                raise InputError(
                    f"A path with sh:{kind} has no end, and is not checked. Write out as many steps "
                    "as you need, with sh:alternativePath."
                )
        yield from self._longer(path, depth + 1)

    def _longer(self, path: Node, depth: int) -> Iterator[_Way]:
        values = self._triples.values
        for inner in values(path, SH + "inversePath"):
            for way in self._path(inner, depth):
                yield tuple(_Step(s.predicate, not s.inverse) for s in reversed(way))
        for head in values(path, SH + "alternativePath"):
            for one in self._triples.members(head):
                yield from self._path(one, depth)
        for inner in values(path, SH + "zeroOrOnePath"):
            yield from self._path(inner, depth)
        members = list(self._triples.members(path))
        if members:
            yield from _rows([list(self._path(one, depth)) for one in members])


def _rows(pieces: Iterable[list[_Way]]) -> list[_Way]:
    ways: list[_Way] = [()]
    for piece in pieces:
        ways = [way + more for way in ways for more in piece]
        if len(ways) > 10_000:
            raise InputError("A sh:path has too many ways. Split the shape.")
    return ways
