"""Which statements are to blame for what a SHACL report finds.

A report names a thing and often a value; what is kept out is a statement. Of too many values the surest
stay. What is missing is nobody's fault: a graph made of texts knows only what somebody has written.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import pyoxigraph as ox

from kg.admission.records import Candidate, Reason
from kg.admission.shape_checker import VIOLATION, Result
from kg.admission.shape_reach import SH
from kg.admission.shapes import Shapes
from kg.confidence import Piece, believe
from kg.graph import vocabulary as terms
from kg.graph.statements import triple_of
from kg.records import Iri

_CONSTRAINT = f"{SH}{{}}ConstraintComponent"
_COUNTED = {_CONSTRAINT.format(one) for one in ("MaxCount", "UniqueLang")}
_MISSING = {_CONSTRAINT.format(one) for one in ("MinCount", "QualifiedMinCount", "HasValue")}
_NAMELESS = re.compile(r"<?urn:kg:shape:\d+(?::held)?>?")


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement that may become a fact.

    Attributes:
        rank: Sorts the surer one first.
        accepted: Whether people let it in, whatever shapes say.
    """

    id: str
    triple: ox.Triple
    rank: tuple[float, str]
    accepted: bool


def claims_of(candidates: Iterable[Candidate]) -> dict[str, Claim]:
    """Return the statements that some evidence asserts, by id; what RDF cannot hold is none."""
    grouped: dict[str, list[Candidate]] = defaultdict(list)
    for one in candidates:
        grouped[one.statement_id].append(one)
    found = {}
    for id, group in grouped.items():
        try:
            triple = triple_of(group[0].statement)
        except ValueError:
            continue
        sure = believe(Piece(one.source, one.status, one.confidence) for one in group).confidence
        accepted = any(one.verdict == "accepted" for one in group)
        found[id] = Claim(id, triple, (-sure, id), accepted)
    return found


def blamed(
    shapes: Shapes, results: Sequence[Result], claims: Collection[Claim], foci: Collection[str]
) -> dict[str, set[Reason]]:
    """Return why statements are kept out, by their ids.

    Args:
        foci: The things whose surroundings were all at hand; of others it is too early to tell.
    """
    court = _Court(shapes, claims)
    mine = [
        one
        for one in results
        if one.severity == VIOLATION
        and one.component not in _MISSING
        and {predicate for predicate, _ in one.steps} != {terms.RDF_TYPE.value}
        and (isinstance(one.focus, ox.Literal) or one.focus.value in foci)
    ]
    # who is out for a value of its own takes no place among those that are counted
    for counted in (False, True):
        for one in mine:
            if (one.component in _COUNTED) == counted:
                court.hear(one)
    return {id: reasons for id, reasons in court.found.items() if not court.claims[id].accepted}


class _Court:
    def __init__(self, shapes: Shapes, claims: Collection[Claim]) -> None:
        self._shapes = shapes
        self.claims = {one.id: one for one in claims}
        self.found: dict[str, set[Reason]] = defaultdict(set)
        self._from: dict[object, list[Claim]] = defaultdict(list)
        self._to: dict[object, list[Claim]] = defaultdict(list)
        for one in claims:
            self._from[one.triple.subject].append(one)
            self._to[one.triple.object].append(one)

    def hear(self, result: Result) -> None:
        """Find who is to blame for one result."""
        if not result.steps:
            accused = self._about(result)
        else:
            accused = [
                one
                for predicate, back in result.steps
                for one in (self._to if back else self._from)[result.focus]
                if one.triple.predicate.value == predicate
            ]
            if result.component in _COUNTED:
                accused = list(self._too_many(accused, result))
            elif result.value is not None:
                accused = _ending(accused, result) or accused
        reason = self._reason(result)
        for one in accused:
            self.found[one.id].add(reason)

    def _about(self, result: Result) -> list[Claim]:
        """Where a shape has no path: what is said of the thing with the predicates that the shape speaks of."""
        spoken = self._shapes.reach.predicates.get(result.shape, frozenset())
        said = self._from[result.focus]
        named = [one for one in said if one.triple.predicate.value in spoken]
        return named or said or self._to[result.focus]

    def _too_many(self, claims: Iterable[Claim], result: Result) -> Iterator[Claim]:
        if isinstance(result.focus, ox.Literal):
            return  # not all that has this value is at hand
        counted = (one for one in claims if not one.accepted and not self.found.get(one.id))
        standing = sorted(counted, key=_rank)
        yield from standing[self._shapes.limits.get(result.shape, 1) :]

    def _reason(self, result: Result) -> Reason:
        message = _NAMELESS.sub("a shape within this one", result.message)
        # one reason for all things that it holds of, so that it can be counted
        message = message.replace(str(result.focus), "the thing")
        rule = self._shapes.rules.get(result.shape, result.shape)
        return Reason("shape", self._shapes.given_as, rule, message)


def _ending(claims: Iterable[Claim], result: Result) -> list[Claim]:
    ways = set(result.steps)
    return [
        one
        for one in claims
        for end, back in ((one.triple.object, False), (one.triple.subject, True))
        if end == result.value and (one.triple.predicate.value, back) in ways
    ]


def _rank(claim: Claim) -> tuple[float, str]:
    return claim.rank


def data_of(claims: Iterable[Claim], kinds: Mapping[str, Iterable[str]], shapes: Shapes) -> bytes:
    """Return what shapes are checked on, in N-Triples: statements, types, and the shapes' own classes."""
    triples = [one.triple for one in claims]
    for iri, types in kinds.items():
        with suppress(ValueError):  # which is in no statement either
            thing = ox.NamedNode(iri)
            triples += [ox.Triple(thing, terms.RDF_TYPE, ox.NamedNode(one)) for one in types]
    known = (quad.triple for quad in ox.parse(shapes.lines, ox.RdfFormat.N_TRIPLES))
    triples += [one for one in known if one.predicate == ox.NamedNode(terms.RDFS + "subClassOf")]
    lines = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert lines is not None
    return lines


def ends_of(candidate: Candidate) -> tuple[str, ...]:
    """Return the things at the ends of a candidate's statement."""
    said = candidate.statement
    return (said.subject, said.object.value) if isinstance(said.object, Iri) else (said.subject,)
