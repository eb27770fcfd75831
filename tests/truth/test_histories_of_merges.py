"""After any history in which people also merge and split things, what is left follows from what remains:

the documents, and the decisions that stand. Readings, crashes and projections come in between as they like.
"""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import rule

from kg.errors import InputError
from kg.identity.deciding import Deciding
from kg.identity.records import Ref
from kg.identity.resolver import Resolver
from kg.identity.rules import rules_of
from kg.ontology.shipped import shipped_properties
from tests.truth.history import History, ids, people
from tests.truth.test_histories import run
from tests.truth.world import World

PROPERTIES = shipped_properties()


class Identified(World):
    """A world in which things are resolved."""

    def _open_parts(self) -> None:
        self.resolver = Resolver(self.catalog, None, PROPERTIES)
        self.deciding = Deciding(self.catalog, rules_of(PROPERTIES))

    def empty(self) -> None:
        super().empty()
        self.resolver = Resolver(self.catalog, None, PROPERTIES)


class Decisions(History):
    """Histories in which people decide which things are one."""

    world: Identified  # type: ignore[assignment, misc]

    @rule(one=people, other=people)
    def merge(self, one: str, other: str) -> None:
        self.world.clock.turn(1)
        with contextlib.suppress(InputError):
            self.world.deciding.merge([one, other], keep=other)

    @rule(thing=people, minted=people, id=ids)
    def split(self, thing: str, minted: str, id: str) -> None:
        self.world.clock.turn(1)
        with contextlib.suppress(InputError):
            self.world.deciding.split(thing, [Ref(minted, id)])

    @rule()
    def undo(self) -> None:
        self.world.clock.turn(1)
        for decision in self.world.catalog.identities.decisions()[:1]:
            self.world.catalog.identities.undo(decision.id)

    @rule()
    def resolve(self) -> None:
        self.world.clock.turn(1)
        self.world.resolver.resolve()

    def change(self, data: st.DataObject) -> None:
        super().change(data)
        self.merge(data.draw(people), data.draw(people))
        self.resolve()

    def decide(self, world: World) -> None:
        assert isinstance(world, Identified)
        world.clock.turn(1)
        world.catalog.identities.decide(self.world.catalog.identities.decisions())
        world.resolver.resolve()

    def _compare(self) -> None:
        self.world.clock.turn(1)
        self.world.resolver.resolve()
        super()._compare()


@pytest.fixture(scope="module")
def histories() -> Iterator[type[Decisions]]:
    """Histories in two worlds, which are made once and emptied before each; in memory, if it can be."""
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(prefix="kg-merges-", dir=memory) as folder:

        class Here(Decisions):
            world = Identified(Path(folder) / "world")
            scratch = Identified(Path(folder) / "scratch")

        yield Here
        Here.world.close()
        Here.scratch.close()


def test_any_history_with_merges_leaves_what_documents_and_decisions_say(
    histories: type[Decisions],
) -> None:
    run(histories, 8)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_five_hundred_histories_with_merges_leave_what_documents_and_decisions_say(
    histories: type[Decisions],
) -> None:
    run(histories, 500)
