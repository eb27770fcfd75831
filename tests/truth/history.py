"""Random histories of one service, and the world that ought to be left when they are over."""

import contextlib
import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.catalog.rows import Claim, NewDocument
from kg.catalog.statement_rows import StatementRow
from kg.errors import NotFound
from kg.graph.confidences import Confidences
from kg.graph.vocabulary import DESCRIPTIONS, Vocabulary
from kg.records import Iri
from tests.truth.telling import KNOWS, Reader, texts
from tests.truth.world import MINTER, World

LEASE_S = 60.0
MINE = NamedNode("urn:mine")
ids = st.sampled_from(["one", "two", "three", "four"])
people = st.sampled_from([MINTER.entity(name, "person") for name in ("Ada", "Bob", "Cy")])
quads = st.builds(
    lambda one, predicate, other, graph: Quad(
        NamedNode(one), NamedNode(predicate), NamedNode(other), graph
    ),
    people,
    st.sampled_from([KNOWS, KNOWS, "urn:p:reaches"]),
    people,
    st.sampled_from([DefaultGraph(), DefaultGraph(), MINE]),
)
"""What users load: often what documents state as well, or what follows from them."""


@dataclass(frozen=True)
class Read:
    """The last reading of a document that was kept."""

    text: str
    version: str
    min_confidence: float
    at: int


class History(RuleBasedStateMachine):
    """What may happen to a service. `read` is all that the present may depend on.

    A subclass may add rules that decide which things are one, and repeat in `decide` what was decided.

    Attributes:
        world: Where it happens; emptied before each history.
        scratch: Where the same is built without a history.
    """

    world: ClassVar[World]
    scratch: ClassVar[World]
    remembered: ClassVar[tuple[str, ...]] = ("read",)
    """What a restore takes back, besides what the world keeps: names of attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.read: dict[str, Read] = {}
        self.version, self.min_confidence = "1", 0.5
        self.asleep: list[tuple[str, Claim]] = []
        self.backup: dict[str, Any] | None = None
        self._workers = 0
        self.world.empty()

    def change(self, data: st.DataObject) -> None:
        """Change what this kind of history is about; here, a document."""
        id = data.draw(ids)
        self.world.put(id, data.draw(texts))
        self.work(4)

    def decide(self, world: World) -> None:
        """Bring a world that was built from scratch to the identities decided on; here, none."""

    @initialize(stored=st.dictionaries(ids, texts, min_size=2))
    def begin(self, stored: dict[str, str]) -> None:
        """Something has been read already: a history from nothing spends half its steps on that."""
        for id, text in sorted(stored.items()):
            self.world.put(id, text)
        self.work(len(stored))
        self.world.follow()

    @rule(text=texts)
    def ingest(self, text: str) -> None:
        job = self.world.catalog.jobs.create("test")
        self.world.catalog.documents.add([NewDocument(text)], job=job)

    @rule(id=ids, text=texts)
    def ingest_as(self, id: str, text: str) -> None:
        job = self.world.catalog.jobs.create("test")
        self.world.catalog.documents.add([NewDocument(text, id=id)], job=job)

    @rule(id=ids, text=texts)
    def replace(self, id: str, text: str) -> None:
        self.world.put(id, text)

    @rule(a=ids, b=ids, text=texts)
    def store_one_text_under_two_ids(self, a: str, b: str, text: str) -> None:
        self.world.put(a, text)
        self.world.put(b, text)

    @precondition(lambda self: self.read)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        self._delete(data.draw(st.sampled_from(sorted(self.read))))

    @rule(id=ids)
    def delete_unread(self, id: str) -> None:
        self._delete(id)

    @precondition(lambda self: self.read)
    @rule(data=st.data())
    def extract_again(self, data: st.DataObject) -> None:
        id = data.draw(st.sampled_from(sorted(self.read)))
        self.world.catalog.documents.requeue(id)

    @rule(version=st.sampled_from("123"), min_confidence=st.sampled_from([0.0, 0.5, 0.7]))
    def switch_model(self, version: str, min_confidence: float) -> None:
        self.version, self.min_confidence = version, min_confidence

    @rule(most=st.integers(1, 4))
    def work(self, most: int) -> None:
        for _ in range(most):
            owner, claims = self._claim()
            if not claims:
                return
            self._finish(owner, claims[0])

    @rule()
    def fall_silent(self) -> None:
        """A worker takes a document and stops, long enough for others to think it dead."""
        owner, claims = self._claim()
        self.asleep += [(owner, claim) for claim in claims]
        self.world.clock.turn(LEASE_S + 1)

    @precondition(lambda self: self.asleep)
    @rule()
    def wake_up(self) -> None:
        """It goes on as if nothing had happened."""
        self._finish(*self.asleep.pop(0))

    @rule(most=st.integers(1, 3))
    def project(self, most: int) -> None:
        self.world.projector.step(most)

    @rule()
    def crash(self) -> None:
        self.world.crash()

    @rule()
    def crash_while_projecting(self) -> None:
        self.world.crash_while_following()

    @rule()
    def rebuild(self) -> None:
        self.world.projector.rebuild()

    @rule()
    def crash_while_rebuilding(self) -> None:
        self.world.crash_while_rebuilding()

    @precondition(lambda self: not self.world.restoring.unfinished())
    @rule(quad=quads, piece=st.booleans())
    def load(self, quad: Quad, piece: bool) -> None:
        self.world.load(quad, piece=piece)

    @precondition(lambda self: self.read)
    @rule(data=st.data(), piece=st.booleans())
    def load_what_is_known_and_take_one_away(self, data: st.DataObject, piece: bool) -> None:
        """What documents state, or what follows, has to outlive them once it is a user's own."""
        self.world.follow()
        known = sorted(
            self.world.graph.quads_for_pattern(None, None, None, DefaultGraph()), key=str
        )
        if known:
            self.world.load(data.draw(st.sampled_from(known)), piece=piece)
        self._delete(data.draw(st.sampled_from(sorted(self.read))))
        self._compare()

    @precondition(lambda self: not self.world.restoring.unfinished())
    @rule()
    def drop_what_was_loaded_into_a_graph(self) -> None:
        self.world.drop(MINE)

    @precondition(lambda self: self.read)
    @rule(data=st.data())
    def follow_and_take_one_away(self, data: st.DataObject) -> None:
        """What comes and what goes, at once, before something else has the same things looked at again."""
        id = data.draw(st.sampled_from(sorted(self.read)))
        self.world.follow()
        self._delete(id)
        self._compare()

    @precondition(lambda self: not self.world.restoring.unfinished())
    @rule()
    def back_up(self) -> None:
        self.world.save()
        self.backup = {name: copy.copy(getattr(self, name)) for name in self.remembered}

    @precondition(lambda self: self.backup is not None)
    @rule()
    def restore(self) -> None:
        self.world.restore()
        self._go_back()

    @precondition(lambda self: self.backup is not None)
    @rule(after=st.integers(-1, 6))
    def crash_while_restoring(self, after: int) -> None:
        self.world.crash_while_restoring(after)
        self._go_back()

    @precondition(lambda self: not self.world.restoring.unfinished())
    @rule(data=st.data(), quad=quads, after=st.none() | st.integers(-1, 6))
    def go_back_and_another_way(self, data: st.DataObject, quad: Quad, after: int | None) -> None:
        """Nothing may remember what was undone by the restore, whether that breaks off or not."""
        self.back_up()
        self.world.load(quad)
        self.change(data)
        self.world.follow()
        if after is None:
            self.restore()
        else:
            self.crash_while_restoring(after)
        self.change(data)
        self._compare()

    def teardown(self) -> None:
        self._compare()
        self.world.clock.turn(LEASE_S + 1)
        before = dict(self.read)
        self.work(30)
        if self.read != before:
            self._compare()
        self.world.part_with_documents()
        assert self.world.quads() == sorted(map(str, self.world.own))

    def _go_back(self) -> None:
        assert self.backup is not None
        for name, value in self.backup.items():
            setattr(self, name, copy.copy(value))

    def _delete(self, id: str) -> None:
        with contextlib.suppress(NotFound):
            self.world.catalog.documents.delete(id)
        self.read.pop(id, None)

    def _claim(self) -> tuple[str, list[Claim]]:
        self._workers += 1
        owner = f"worker {self._workers}"
        claims = self.world.catalog.queue.claim(
            owner=owner, characters=1, limit=1, lease_s=LEASE_S, max_attempts=3
        )
        return owner, claims

    def _finish(self, owner: str, claim: Claim) -> None:
        self.world.clock.turn(0.001)
        now = Read(claim.document.text, self.version, self.min_confidence, self.world.clock.now)
        if _finish(self.world, owner, claim, now):
            self.read[claim.document.id] = now

    def _compare(self) -> None:
        """Hold the world against one in which only what remains has ever happened."""
        built = self._built()
        facts = self.world.facts()
        assert facts == built.facts()
        self.world.follow()
        built.follow()
        assert self.world.quads() == built.quads()
        agree(self.world, facts[0])

    def _built(self) -> World:
        self.scratch.empty()
        for quad in self.world.own:
            self.scratch.load(quad)
        for id, last in sorted(self.read.items(), reverse=True):
            self.scratch.clock.now = last.at
            self.scratch.put(id, last.text)
            (claim,) = self.scratch.catalog.queue.claim(
                owner="x", characters=1, limit=1, lease_s=LEASE_S
            )
            assert _finish(self.scratch, "x", claim, last)
        self.decide(self.scratch)
        return self.scratch


def _finish(world: World, owner: str, claim: Claim, how: Read) -> int:
    reader = Reader(MINTER, how.version, how.min_confidence)
    return world.catalog.queue.finish(owner, [(claim, reader.extract([claim.document])[0])])


def agree(world: World, statements: Sequence[StatementRow]) -> None:
    """SQL and the graph have the same facts, and are equally sure of them."""
    confidences = Confidences(world.graph, Vocabulary(MINTER))
    for row in statements:
        belief = confidences.of(_triple(row))
        assert belief is not None
        assert (belief.status, belief.confidence) == (row.status, row.confidence)
        assert (belief.support, belief.sources) == (row.support, row.sources)
    facts = {
        quad.triple for quad in world.graph.quads_for_pattern(None, None, None, DefaultGraph())
    }
    asserted = {_triple(row) for row in statements if row.status == "asserted"}
    own = {quad.triple for quad in world.own if quad.graph_name == DefaultGraph()}
    held = {fact for fact in facts | own if fact.predicate not in DESCRIPTIONS}
    assert own <= facts
    assert held == asserted | {fact for fact in own if fact.predicate not in DESCRIPTIONS}


def _triple(row: StatementRow) -> Triple:
    said = row.statement
    end = said.object
    node: NamedNode | Literal = (
        NamedNode(end.value)
        if isinstance(end, Iri)
        else Literal(end.value, datatype=NamedNode(end.datatype))
    )
    return Triple(NamedNode(said.subject), NamedNode(said.predicate), node)
