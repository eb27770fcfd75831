"""Places in places: who was born in Smiljan was born in Croatia, if that is where Smiljan lies."""

from kg.answers.paths import Trail, Walk
from kg.answers.records import Branch, Step, Steps
from kg.answers.relations import Relations
from kg.answers.surroundings import Around
from kg.records import Iri

_IN = frozenset("country|continent|located in the administrative territorial entity".split("|"))
"""Labels of relations from a place to one that holds it."""

_HOPS = 3


def way_into(
    trail: Trail, targets: frozenset[str], walk: Walk, relations: Relations
) -> Branch | None:
    """Return the path of a trail prolonged to one of the places around its ends; None where it leads to none."""
    found = _around(_ends(trail), walk, relations)
    ways = [steps for iri, steps in found.items() if iri in targets]
    return Branch(trail.named.iri, (*trail.steps, *ways[0])) if ways else None


def may_lie_in(trail: Trail, targets: frozenset[str], walk: Walk, relations: Relations) -> bool:
    """Return whether a trail may lead into a place all the same: the graph does not say where its ends lie, or only that they are wider."""
    ends = _ends(trail)
    if ends & _around(targets, walk, relations).keys():
        return True
    holds_places = any(
        not step.forward and relations.label(step.predicate) in _IN
        for steps in walk.surroundings.of(targets).values()
        for step in steps
    )
    return holds_places and not _around(ends, walk, relations)


def _ends(trail: Trail) -> frozenset[str]:
    return frozenset(end.value for end in trail.ends if isinstance(end, Iri))


def _around(places: frozenset[str], walk: Walk, relations: Relations) -> dict[str, Steps]:
    """What places lie in, with the steps that lead there."""
    found: dict[str, Steps] = {}
    edge: dict[str, Steps] = dict.fromkeys(sorted(places), ())
    for _ in range(_HOPS):
        wider: dict[str, Steps] = {}
        for node, around in walk.surroundings.of(edge).items():
            for step in _upwards(around, relations):
                for end in around[step]:
                    if isinstance(end, Iri) and end.value not in found.keys() | places:
                        wider.setdefault(end.value, (*edge[node], step))
        found |= wider
        edge = wider
    return found


def _upwards(around: Around, relations: Relations) -> list[Step]:
    return [step for step in around if step.forward and relations.label(step.predicate) in _IN]
