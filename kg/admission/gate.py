"""Decides what becomes a fact: checks what documents say against shapes and policies before the graph sees it.

What is kept aside follows from what documents say, what people gave and what they decided, and from
nothing else: neither from the order in which things came nor from what was kept aside before.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Protocol

from kg.admission.blame import blamed, claims_of, data_of, ends_of
from kg.admission.policies import Policy, broken, read_policies
from kg.admission.records import Candidate, Key, Mark, Outcome, Reason
from kg.admission.shape_checker import ShapeChecker, Unchecked
from kg.admission.shapes import Shapes, read_shapes
from kg.errors import InputError
from kg.iris import Minter

if TYPE_CHECKING:
    from kg.catalog.knowledge import KnowledgeRow

log = logging.getLogger(__name__)

THINGS = 200
"""Things that are checked in one step."""
_REJECTED = Reason("verdict", "", "", "Somebody rejected it.")


class Guards(Protocol):
    """What the gate needs of `kg.catalog.knowledge.Knowledge`."""

    def version(self, workspace: str) -> tuple[int, int]: ...
    def all(self, workspace: str) -> "list[KnowledgeRow]": ...


class Checking(Protocol):
    """What the gate needs of `kg.catalog.checking.Checking`."""

    def due(self, limit: int) -> list[Mark]: ...
    def pointing(self, iris: Collection[str], workspace: str) -> set[str]: ...
    def about(
        self, iris: Collection[str], workspace: str, *, either_end: bool = False
    ) -> dict[Key, Candidate]: ...
    def kinds(self, iris: Collection[str], workspace: str) -> dict[str, set[str]]: ...
    def settle(
        self,
        marks: Sequence[Mark],
        seen: Collection[Candidate],
        outcome: Outcome,
        workspace: str,
    ) -> None: ...


class Given:
    """The shapes and policies of a workspace, read."""

    def __init__(self, rows: "Iterable[KnowledgeRow]") -> None:
        self.shapes: list[Shapes] = []
        self.policies: list[tuple[str, tuple[Policy, ...]]] = []
        for row in rows:
            try:
                if row.kind == "shapes":
                    self.shapes.append(read_shapes(row.text, row.media_type, row.name))
                else:
                    self.policies.append((row.name, read_policies(row.text)))
            except InputError as err:  # after an upgrade perhaps
                log.warning("the %s %s cannot be read: %s", row.kind, row.name, err)


class Gate:
    """Lets evidence in, or keeps it aside. The projector calls `step`.

    Args:
        guards: What people gave to keep facts out by.
    """

    def __init__(
        self, guards: Guards, checking: Checking, minter: Minter, checker: ShapeChecker
    ) -> None:
        self._guards = guards
        self._checking = checking
        self._minter = minter
        self._checker = checker
        self._given: dict[str, tuple[tuple[int, int], Given]] = {}

    def step(self, limit: int = THINGS) -> int:
        """Check the things that wait, `limit` at most; returns how many.

        Raises:
            CatalogUnavailable: Nothing is lost; the next step does it.
        """
        marks = self._checking.due(limit)
        for workspace, group in groupby(marks, key=lambda one: one.workspace):
            self._check(workspace, list(group))
        if marks:
            log.info("checked %d things", len(marks))
        return len(marks)

    def forget(self) -> None:
        """The catalog is another: what was given last in it may look like what was given here."""
        self._given.clear()

    def given(self, workspace: str) -> Given:
        """Return what there is to check with."""
        version = self._guards.version(workspace)
        held = self._given.get(workspace)
        if held is None or held[0] != version:
            held = self._given[workspace] = version, Given(self._guards.all(workspace))
        return held[1]

    def _check(self, workspace: str, marks: Sequence[Mark]) -> None:
        given = self.given(workspace)
        foci = {one.iri for one in marks if one.role == "subject"}
        for shapes in given.shapes:
            foci |= self._concerned(shapes, marks, workspace)
        backwards = any(shapes.reach.backwards for shapes in given.shapes)
        seen = self._checking.about(foci, workspace, either_end=backwards)
        own = self._own_reasons(given, seen.values())
        blame: dict[str, set[Reason]] = defaultdict(set)
        try:
            for shapes in given.shapes:
                for id, found in self._shape_reasons(shapes, seen, own, workspace).items():
                    blame[id] |= found
        except Unchecked as err:
            if len(marks) > 1:  # one of them spoils it: the others need not suffer
                middle = len(marks) // 2
                self._check(workspace, marks[:middle])
                self._check(workspace, marks[middle:])
                return
            blame = _unchecked(seen.values(), str(err))
        reasons = {
            key: own[key]
            | (blame.get(one.statement_id, set()) if one.status == "asserted" else set())
            for key, one in seen.items()
        }
        outcome = {key: tuple(sorted(found)) for key, found in reasons.items()}
        self._checking.settle(marks, seen.values(), outcome, workspace)

    def _concerned(self, shapes: Shapes, marks: Sequence[Mark], workspace: str) -> set[str]:
        """Return the things that shapes may see otherwise now."""
        reach = shapes.reach
        found: set[str] = set()
        for role, steps in (
            ("subject", reach.steps - 1),
            ("object", reach.steps - 1),
            ("kind", reach.steps if reach.kinds else reach.steps - 1),
        ):
            if role == "object" and not reach.backwards:
                continue
            near = {one.iri for one in marks if one.role == role}
            for _ in range(steps):
                near |= self._checking.pointing(near, workspace)
                if reach.backwards:
                    near |= _ends(self._checking.about(near, workspace).values())
            found |= near
        return found

    def _own_reasons(self, given: Given, seen: Collection[Candidate]) -> dict[Key, set[Reason]]:
        """Return what keeps single pieces of evidence aside: decisions and policies."""
        reasons: dict[Key, set[Reason]] = defaultdict(set)
        for one in seen:
            if one.verdict == "rejected":
                reasons[one.key].add(_REJECTED)
        asked = [one for one in seen if one.verdict != "accepted"]
        for name, policies in given.policies:
            for key, reason in broken(policies, asked, name):
                reasons[key].add(reason)
        return reasons

    def _shape_reasons(
        self,
        shapes: Shapes,
        seen: Mapping[Key, Candidate],
        own: Mapping[Key, set[Reason]],
        workspace: str,
    ) -> dict[str, set[Reason]]:
        """Return what keeps whole statements aside. Raises Unchecked."""
        reach = shapes.reach
        foci = {one.statement.subject for one in seen.values()}
        if reach.backwards:
            foci |= _ends(seen.values())
        near = dict(seen)
        around = set(foci)
        for _ in range(reach.steps):
            near |= self._checking.about(around, workspace, either_end=reach.backwards)
            around = _ends(near.values())
        strange = [one for key, one in near.items() if key not in seen]
        out = {**own, **self._own_reasons(self.given(workspace), strange)}
        claims = claims_of(
            one for key, one in near.items() if one.status == "asserted" and not out.get(key)
        )
        kinds = self._kinds(near.values(), workspace)
        results = self._checker.check(shapes.lines, data_of(claims.values(), kinds, shapes))
        return blamed(shapes, results, claims.values(), foci)

    def _kinds(self, near: Iterable[Candidate], workspace: str) -> dict[str, list[str]]:
        found = self._checking.kinds(_ends(near), workspace)
        return {iri: sorted(map(self._minter.entity_class, found[iri])) for iri in sorted(found)}


def _unchecked(seen: Collection[Candidate], why: str) -> dict[str, set[Reason]]:
    """What cannot be checked stays out, but for what people let in."""
    reason = Reason("shape", "", "", f"It could not be checked: {why}.")
    accepted = {one.statement_id for one in seen if one.verdict == "accepted"}
    return {one.statement_id: {reason} for one in seen if one.statement_id not in accepted}


def _ends(candidates: Iterable[Candidate]) -> set[str]:
    return {end for one in candidates for end in ends_of(one)}
