"""After any history, what is refused is what would be refused had only the remaining documents been read."""

import contextlib
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kg.admission.gate import Gate
from kg.admission.records import Verdict
from kg.admission.shape_checker import ShapeChecker
from kg.errors import NotFound
from tests.truth.history import History, agree
from tests.truth.telling import KNOWS
from tests.truth.world import ALL, MINTER, World

PREFIXES = f"@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix kg: <{MINTER.vocabulary}> ."
PEOPLE = f"{PREFIXES} <urn:shape> a sh:NodeShape ; sh:targetClass kg:Person ; sh:property"
SHAPES = {
    "things only": f"{PEOPLE} [ sh:path <{KNOWS}> ; sh:nodeKind sh:IRI ] .",
    "people only": f"{PEOPLE} [ sh:path <{KNOWS}> ; sh:class kg:Person ] .",
    "one only": f"{PEOPLE} [ sh:path <{KNOWS}> ; sh:maxCount 1 ] .",
    "known to one": f"{PEOPLE} [ sh:path [ sh:inversePath <{KNOWS}> ] ; sh:maxCount 1 ] .",
    "who knows things": f"""{PEOPLE} [ sh:path <{KNOWS}> ;
        sh:property [ sh:path <{KNOWS}> ; sh:nodeKind sh:IRI ] ] .""",
}
POLICIES = {
    "Bob": {"phrase": "bob", "in": ["names"]},
    "years": {"pattern": r"\b\d{4}\b", "in": ["values"]},
    "hearsay": {"pattern": "^(they|perhaps)", "in": ["sentences"], "predicates": [KNOWS]},
}


class Guarded(World):
    """A world with a gate."""

    checker: ShapeChecker

    def _open_parts(self) -> None:
        self.gate: Gate = Gate(self.catalog.guards, self.catalog.checking, MINTER, self.checker)

    def empty(self) -> None:
        super().empty()
        self.crash()  # the changes are counted anew, so that other guards may look like the old ones

    def guard(self, kind: str, name: str) -> None:
        if kind == "shapes":
            self.catalog.guards.put("shapes", name.replace(" ", "-"), SHAPES[name], "text/turtle")
        else:
            policies = json.dumps({"policies": [POLICIES[name] | {"name": name}]})
            self.catalog.guards.put("policies", name, policies, "application/json")

    def refused(self) -> list[tuple[object, ...]]:
        page = self.catalog.refusals.page("all", limit=ALL)
        return [(one.evidence, one.reasons, one.verdict) for one in page.items]


class Refusals(History):
    """Histories in which shapes, policies and decisions change, too."""

    remembered = (*History.remembered, "guards", "decided")

    def __init__(self) -> None:
        super().__init__()
        self.guards: set[tuple[str, str]] = set()
        self.decided: dict[str, Verdict] = {}

    @initialize(shapes=st.sampled_from(sorted(SHAPES)), policies=st.sampled_from(sorted(POLICIES)))
    def begin_guarded(self, shapes: str, policies: str) -> None:
        """Most of what can go wrong needs guards that were there before."""
        self._toggle("shapes", shapes)
        self._toggle("policies", policies)

    @rule(name=st.sampled_from(sorted(SHAPES)))
    def toggle_shapes(self, name: str) -> None:
        self._toggle("shapes", name)

    @rule(name=st.sampled_from(sorted(POLICIES)))
    def toggle_policies(self, name: str) -> None:
        self._toggle("policies", name)

    @precondition(lambda self: self.read)
    @rule()
    def follow(self) -> None:
        self.world.follow()

    @precondition(lambda self: self.guards)
    @rule(data=st.data(), verdict=st.sampled_from(["accepted", "rejected", "open"]))
    def decide_about_one(self, data: st.DataObject, verdict: Verdict) -> None:
        self.world.follow()
        known = [str(one[0].id) for one in self.world.refused()] + sorted(self.decided)
        if known:
            id = data.draw(st.sampled_from(known))
            with contextlib.suppress(NotFound):
                self.world.catalog.refusals.decide(id, verdict)
                self.decided[id] = verdict

    def change(self, data: st.DataObject) -> None:
        self._toggle("shapes", data.draw(st.sampled_from(sorted(SHAPES))))
        self._toggle("policies", data.draw(st.sampled_from(sorted(POLICIES))))

    def _toggle(self, kind: str, name: str) -> None:
        if (kind, name) in self.guards:
            self.guards.remove((kind, name))
            self.world.catalog.guards.delete(kind, name.replace(" ", "-"))  # type: ignore[arg-type]
        else:
            self.guards.add((kind, name))
            self.world.guard(kind, name)

    def _compare(self) -> None:
        built: Guarded = self._built()
        self.world.follow()
        built.follow()
        assert self.world.refused() == built.refused()
        assert self.world.facts() == built.facts()
        assert self.world.quads() == built.quads()
        agree(self.world, self.world.facts()[0])

    def decide(self, world: Guarded) -> None:
        for kind, name in sorted(self.guards):
            world.guard(kind, name)
        for id, verdict in self.decided.items():
            said = {"accepted": "accepted", "rejected": "refused", "open": "open"}[verdict]
            world.catalog.verdicts.give("fact", id, said, "")


@pytest.fixture(scope="module")
def histories() -> Iterator[type[Refusals]]:
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(prefix="kg-refused-", dir=memory) as folder:
        Guarded.checker = ShapeChecker()

        class Here(Refusals):
            world = Guarded(Path(folder) / "world")
            scratch = Guarded(Path(folder) / "scratch")

        yield Here
        Here.world.close()
        Here.scratch.close()
        Guarded.checker.close()


def run(histories: type[Refusals], number: int) -> None:
    run_state_machine_as_test(
        histories,
        settings=settings(
            max_examples=number,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )


def test_any_history_leaves_refused_what_the_remaining_documents_make_so(
    histories: type[Refusals],
):
    run(histories, 6)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_eighty_histories_leave_refused_what_is_so(histories: type[Refusals]):
    run(histories, 80)
