"""How things are related: paths of links between them in either direction, and where such a path leads.

A path is followed as in Lao and Cohen, "Relational retrieval using a combination of path-constrained
random walks" (2010); its answers share what it is worth by the root of their number.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kg.catalog.relations import Link, Relations

Path = tuple["Step", ...]
Trail = tuple[Link, ...]

LENGTH_COSTS = 0.5
"""What each further step leaves of a path's worth."""
MOST_PATHS = 20
"""How many kinds of path are followed."""
_MIDDLES = 200
"""Things on either side that a path of three steps may pass."""


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a path: its property, and whether it is walked from subject to object."""

    predicate: str
    forward: bool


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a path leads, by the surest trail."""

    end: str
    trail: Trail


@dataclass(frozen=True, slots=True)
class Led:
    """An answer that a path leads to.

    Attributes:
        score: 0 to 1.
        shown: The links between a and b.
        found: Those between c and the answer.
    """

    end: str
    score: float
    path: Path
    shown: Trail
    found: Trail


def sure(trail: Trail) -> float:
    """Return how sure all links of a trail are together, taken as independent."""
    worth = 1.0
    for link in trail:
        worth *= link.confidence
    return worth


def between(
    relations: Relations, starts: Iterable[str], ends: Iterable[str], most: int = 3
) -> dict[Path, Trail]:
    """Return the paths from starts to ends, each with its surest trail, the worthiest first.

    Only where no path of one or two steps is found, those of three are looked for. Of a thing with
    many links the 1,000 surest in either direction count.
    """
    here, there = set(starts), set(ends)
    found: dict[Path, Trail] = {}
    first = _hops(relations, here)
    for step, source, target, link in first:
        if source in here and target in there:
            _keep(found, (step,), (link,))
    last = _backwards(relations, there)
    inner = [hop for hop in first if hop[2] not in here | there]
    for step, _, middle, link in inner:
        for other, _, onward in last[middle]:
            if onward.id != link.id:
                _keep(found, (step, other), (link, onward))
    if not found and most > 2:
        _three(relations, inner, last, found)
    ranked = sorted(found.items(), key=lambda one: (-_worth(*one), _order(one[0])))
    return dict(ranked[:MOST_PATHS])


def follow(relations: Relations, path: Path, starts: Iterable[str]) -> list[Walk]:
    """Return where a path leads from starts, never back to them; each end once."""
    begun = set(starts)
    walks: dict[str, Trail] = dict.fromkeys(begun, ())
    for step in path:
        links = relations.links(walks, forward=step.forward, predicate=step.predicate)
        further: dict[str, Trail] = {}
        for link in links:
            source, target = _ends(link, step.forward)
            trail = (*walks[source], link)
            if target not in begun and link not in walks[source]:
                known = further.get(target)
                if known is None or sure(trail) > sure(known):
                    further[target] = trail
        walks = further
    return [Walk(end, trail) for end, trail in walks.items()]


def led(
    relations: Relations, starts: Iterable[str], ends: Iterable[str], onward: Iterable[str]
) -> dict[str, Led]:
    """Return what stands to `onward` as `ends` to `starts` by the links, each with its best path."""
    best: dict[str, Led] = {}
    goal = list(onward)
    for path, shown in between(relations, starts, ends).items():
        walks = follow(relations, path, goal)
        for walk in walks:
            score = _worth(path, shown) * sure(walk.trail) / len(walks) ** 0.5
            if walk.end not in best or score > best[walk.end].score:
                best[walk.end] = Led(walk.end, score, path, shown, walk.trail)
    return best


_Hop = tuple[Step, str, str, Link]


def _hops(relations: Relations, nodes: set[str]) -> list[_Hop]:
    found: list[_Hop] = []
    for forward in (True, False):
        for link in relations.links(nodes, forward=forward):
            found.append((Step(link.predicate, forward), *_ends(link, forward), link))
    return found


def _backwards(relations: Relations, nodes: set[str]) -> dict[str, list[tuple[Step, str, Link]]]:
    """The last steps of paths that end in nodes, by where they come from."""
    found: dict[str, list[tuple[Step, str, Link]]] = defaultdict(list)
    for step, end, source, link in _hops(relations, nodes):
        found[source].append((Step(step.predicate, not step.forward), end, link))
    return found


def _three(
    relations: Relations,
    inner: list[_Hop],
    last: dict[str, list[tuple[Step, str, Link]]],
    found: dict[Path, Trail],
) -> None:
    begun: dict[str, list[_Hop]] = defaultdict(list)
    for hop in inner:
        if len(begun) < _MIDDLES or hop[2] in begun:
            begun[hop[2]].append(hop)
    for step, source, target, link in _hops(relations, set(begun)):
        for third, _, onward in last.get(target, ()):
            for first, _, _, opening in begun.get(source, ()):
                if len({opening.id, link.id, onward.id}) == 3:
                    _keep(found, (first, step, third), (opening, link, onward))


def _ends(link: Link, forward: bool) -> tuple[str, str]:
    return (link.subject, link.object) if forward else (link.object, link.subject)


def _keep(found: dict[Path, Trail], path: Path, trail: Trail) -> None:
    if path not in found or sure(trail) > sure(found[path]):
        found[path] = trail


def _worth(path: Path, trail: Trail) -> float:
    return LENGTH_COSTS ** (len(path) - 1) * sure(trail)


def _order(path: Path) -> tuple[tuple[str, bool], ...]:
    return tuple((step.predicate, step.forward) for step in path)
