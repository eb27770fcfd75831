"""Things of one type and name that are not one thing: two First National Banks, in two cities.

The documents that name it fall into groups that share a telling value or a neighbour. Groups whose
values contradict each other are different things. The group that most documents support keeps the
minted IRI, and with it all documents that do not tell, if it has twice the support of the next;
otherwise each group is named by what sets it apart, and documents that do not tell keep the plain IRI.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from urllib.parse import quote

from kg.identity.records import Decision, Doubt, Ref
from kg.identity.rules import CONTAINED, SPLITTING, Rules
from kg.identity.unions import Unions

Place = tuple[str, str]
"""Document and minted IRI."""

_GENERAL = ""


@dataclass(frozen=True, slots=True)
class Sense:
    """The documents in which a minted IRI means one thing.

    Attributes:
        general: Whether it is what the minted IRI means where nothing else is said.
    """

    iri: str
    documents: tuple[str, ...]
    general: bool


@dataclass(slots=True)
class _Group:
    documents: list[str]
    values: dict[str, set[str]]


def senses(
    iri: str,
    documents: Sequence[str],
    decisions: Sequence[Decision],
    rules: Rules,
    values: Mapping[Place, Mapping[str, Set[str]]],
    neighbours: Mapping[Place, Set[str]],
) -> tuple[list[Sense], list[Doubt]]:
    """Return what one minted IRI means in its documents (sorted), and what should be looked at."""
    telling = {
        document: said
        for document in documents
        if (said := _telling(values.get((document, iri), {}), rules))
    }
    if not decisions and not _varied(telling):
        return [Sense(iri, tuple(documents), general=True)], []
    apart, joined = _told(decisions, documents)
    groups = _groups(iri, documents, apart, joined, telling, neighbours, rules)
    kept, doubts = _settled(iri, groups, rules, decisions)
    return _named(iri, kept, apart, joined), doubts


def _telling(said: Mapping[str, Set[str]], rules: Rules) -> dict[str, Set[str]]:
    return {predicate: said[predicate] for predicate in said.keys() & rules.distinguishing}


def _varied(telling: Mapping[str, Mapping[str, Set[str]]]) -> bool:
    """Whether two documents tell different things: most names never get further than here."""
    seen: dict[str, Set[str]] = {}
    for said in telling.values():
        for predicate, some in said.items():
            if seen.setdefault(predicate, some) != some:
                return True
    return False


def _told(decisions: Sequence[Decision], documents: Sequence[str]) -> tuple[set[str], Unions[str]]:
    """Which documents people took out of the general sense, and which they put together."""
    joined = Unions([_GENERAL, *documents])
    here = {_GENERAL, *documents}
    apart = set()
    for decision in sorted(decisions, key=lambda one: one.id):
        first, second = sorted((decision.left.document, decision.right.document))
        if not {first, second} <= here:
            continue
        if decision.verdict == "same":
            joined.join(first, second)
        else:
            apart.add(second)
    return apart, joined


def _groups(
    iri: str,
    documents: Sequence[str],
    apart: Set[str],
    joined: Unions[str],
    telling: Mapping[str, Mapping[str, Set[str]]],
    neighbours: Mapping[Place, Set[str]],
    rules: Rules,
) -> list[_Group]:
    """Put documents together that people joined, or that share a telling value or a neighbour."""
    union = Unions(documents)
    first: dict[object, str] = {}
    roots = {joined.root(document) for document in apart}
    for document in documents:
        mine: list[object] = [joined.root(document)] if joined.size(document) > 1 else []
        if joined.root(document) not in roots:
            said = telling.get(document, {})
            mine += [(p, v) for p in said.keys() & rules.joining for v in said[p]]
            mine += neighbours.get((document, iri), set()) - _seats(said) if telling else []
        for shared in mine:
            union.join(document, first.setdefault(shared, document))
    found = []
    for members in union.sets():
        values: dict[str, set[str]] = defaultdict(set)
        for document in members:
            for predicate, some in telling.get(document, {}).items():
                values[predicate] |= some
        found.append(_Group(sorted(members), values))
    return sorted(found, key=lambda group: (-len(group.documents), group.documents[0]))


def _seats(said: Mapping[str, Set[str]]) -> set[str]:
    """Where it is: two banks in one country are not therefore one."""
    return {value for predicate in said.keys() & CONTAINED for value in said[predicate]}


def _settled(
    iri: str, groups: Sequence[_Group], rules: Rules, decisions: Sequence[Decision]
) -> tuple[list[_Group], list[Doubt]]:
    """Join groups that agree, the largest first; what agrees with nobody in particular tells nothing."""
    decided = {decision.id for decision in decisions}
    telling: list[_Group] = []
    rest = [group for group in groups if not group.values]
    waiting: list[_Group] = []
    doubts: list[Doubt] = []
    for group in (one for one in groups if one.values):
        weights = [rules.contradiction(group.values, other.values) for other in telling]
        near = [n for n, other in enumerate(telling) if group.values.keys() & other.values.keys()]
        home = next((n for n in near if weights[n] < SPLITTING), None)
        if home is not None:
            doubt = _doubt(iri, group, telling[home])
            doubts += [doubt] if weights[home] and doubt.id not in decided else []
            _join(telling[home], group)
        elif near or not telling:
            telling.append(group)
        else:
            waiting.append(group)
    for group in waiting:
        if len(telling) == 1:
            _join(telling[0], group)
        else:
            rest.append(_Group(group.documents, {}))
    return telling + rest, doubts


def _join(home: _Group, group: _Group) -> None:
    home.documents = sorted(home.documents + group.documents)
    for predicate, some in group.values.items():
        home.values.setdefault(predicate, set()).update(some)


def _doubt(iri: str, group: _Group, other: _Group) -> Doubt:
    reasons = {"contradicting values": 1.0}
    left, right = Ref(iri, group.documents[0]), Ref(iri, other.documents[0])
    return Doubt(left, right, 0.5, together=True, reasons=reasons)


def _named(iri: str, groups: Sequence[_Group], apart: Set[str], joined: Unions[str]) -> list[Sense]:
    out = {joined.root(document) for document in apart} - {joined.root(_GENERAL)}
    separate = [g for g in groups if any(joined.root(d) in out for d in g.documents)]
    rest = [group for group in groups if group not in separate]
    telling = sorted(
        (group for group in rest if group.values),
        key=lambda group: (-len(group.documents), group.documents[0]),
    )
    plain = [document for group in rest if not group.values for document in group.documents]
    if telling and (
        len(telling) == 1 or len(telling[0].documents) >= 2 * len(telling[1].documents)
    ):
        plain += telling.pop(0).documents
    named = [Sense(iri, tuple(sorted(plain)), general=True)] if plain else []
    # once a group, though it may be the seat and the place of foundation there
    telling_values = Counter(v for g in telling for v in set().union(*g.values.values()))
    for group in [*telling, *separate]:
        mark = _mark(group, telling_values) if group in telling else _digest(group)
        named.append(Sense(f"{iri}~{mark}", tuple(group.documents), general=False))
    return named


def _mark(group: _Group, shared: Counter[str]) -> str:
    """What only this group has, readable if possible; the first in the alphabet, so that it stays."""
    own = sorted(
        value.lstrip("#") for some in group.values.values() for value in some if shared[value] == 1
    )
    return quote(own[0].replace(" ", "_"), safe="") if own else _digest(group)


def _digest(group: _Group) -> str:
    return hashlib.sha256(group.documents[0].encode()).hexdigest()[:8]
