"""After any history, what is derived is what would be derived had only the remaining documents been read."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test
from pyoxigraph import DefaultGraph, NamedNode

from kg.graph.vocabulary import DESCRIPTIONS, Vocabulary
from kg.reasoning.reasoner import Reasoner
from tests.truth.history import History
from tests.truth.telling import KNOWS
from tests.truth.world import MINTER, World

RULES = f"""
rule symmetric: ?x <{KNOWS}> ?y, ?x a kg:Person, ?y a kg:Person -> ?y <{KNOWS}> ?x .
rule transitive: ?x <{KNOWS}> ?y, ?y <{KNOWS}> ?z -> ?x <urn:p:reaches> ?z .
rule denied: not ?x <{KNOWS}> ?y -> ?x <urn:p:avoids> ?y .
"""
OTHER = f"rule self: ?x <{KNOWS}> ?y -> ?x <{KNOWS}> ?x ."
ONTOLOGY = f"""@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<{KNOWS}> a owl:ObjectProperty, owl:TransitiveProperty ; rdfs:subPropertyOf <urn:p:reaches> .
<urn:p:reaches> a owl:ObjectProperty ; owl:inverseOf <urn:p:avoids> ."""
KNOWLEDGE = {"rules": (OTHER, "text/plain"), "ontology": (ONTOLOGY, "text/turtle")}
DERIVED = Vocabulary(MINTER).derived


class Reasoned(World):
    """A world with rules."""

    def _open_parts(self) -> None:
        self.reasoner: Reasoner = Reasoner(self.catalog.knowledge, self.store, MINTER)

    def empty(self) -> None:
        super().empty()
        self.reasoner.forget()
        self.catalog.knowledge.put("rules", "main", RULES, "text/plain")


class Derivations(History):
    """Histories in which rules and an ontology change, too."""

    remembered = (*History.remembered, "given")

    def __init__(self) -> None:
        super().__init__()
        self.given: frozenset[str] = frozenset()

    @rule(kind=st.sampled_from(sorted(KNOWLEDGE)))
    def change_knowledge(self, kind: Any) -> None:
        self.given ^= {kind}
        if kind in self.given:
            self.world.catalog.knowledge.put(kind, "other", *KNOWLEDGE[kind])
        else:
            self.world.catalog.knowledge.delete(kind, "other")

    def change(self, data: st.DataObject) -> None:
        self.change_knowledge(data.draw(st.sampled_from(sorted(KNOWLEDGE))))

    @precondition(lambda self: self.read)
    @rule()
    def follow(self) -> None:
        self.world.follow()

    def _compare(self) -> None:
        built = self._built()
        for kind in sorted(self.given):
            built.catalog.knowledge.put(kind, "other", *KNOWLEDGE[kind])  # type: ignore[arg-type]
        self.world.follow()
        built.follow()
        assert self.world.quads() == built.quads()
        _default_holds_all_facts(self.world)


def _default_holds_all_facts(world: World) -> None:
    def held(graph):
        return {quad.triple for quad in world.graph.quads_for_pattern(None, None, None, graph)}

    vocabulary = Vocabulary(MINTER)
    graphs = [g for g in world.graph.named_graphs() if isinstance(g, NamedNode)]
    facts = set().union(*(held(g) for g in graphs if vocabulary.holds_facts(g.value)))
    own = {quad.triple for quad in world.own if quad.graph_name == DefaultGraph()}
    assert held(DefaultGraph()) == facts | own
    documents = set().union(
        *(held(g) for g in graphs if vocabulary.holds_facts(g.value) and g != DERIVED)
    )
    assert not (held(DERIVED) & documents) - {t for t in facts if t.predicate in DESCRIPTIONS}


@pytest.fixture(scope="module")
def histories() -> Iterator[type[Derivations]]:
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(prefix="kg-derived-", dir=memory) as folder:

        class Here(Derivations):
            world = Reasoned(Path(folder) / "world")
            scratch = Reasoned(Path(folder) / "scratch")

        yield Here
        Here.world.close()
        Here.scratch.close()


def run(histories: type[Derivations], number: int) -> None:
    run_state_machine_as_test(
        histories,
        settings=settings(
            max_examples=number,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )


def test_any_history_leaves_derived_what_follows_from_what_is_left(histories: type[Derivations]):
    run(histories, 8)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_three_hundred_histories_leave_derived_what_follows(histories: type[Derivations]):
    run(histories, 300)
