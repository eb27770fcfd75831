"""From the catalog into the graph: the projector, and the thread that drives it."""

import logging
import time
from collections.abc import Callable, Iterator

import pytest
from asking import graph, number, true
from fakes import MINTER, WORKS_FOR, CatalogInMemory, Failing, evidence, projection, thing

from kg.catalog.rows import Projection
from kg.errors import CatalogUnavailable, StoreUnavailable
from kg.graph.embedded import EmbeddedStore
from kg.graph.follower import Follower, Steps
from kg.graph.projector import Projector
from kg.graph.store import GraphStore
from kg.ontology.records import Property

ACME = thing("Acme", "organisation")
Follow = Callable[..., Follower]
EMPLOYER = Property(WORKS_FOR, "employer", "who pays")
FACT = f"<{thing('Ada').value}> <{WORKS_FOR}> <{ACME.value}>"
LABELS = f"GRAPH <{MINTER.base}graph/ontology> {{ <{WORKS_FOR}> ?said ?what }}"


def projector(store: GraphStore, *waiting: Projection) -> Projector:
    return Projector(CatalogInMemory(*waiting), store, MINTER, [EMPLOYER])


def test_a_step_projects_what_is_pending_and_settles_it(store: EmbeddedStore) -> None:
    catalog = CatalogInMemory(projection("1", evidence("1", "Ada", ACME)), projection("2"))
    stepping = Projector(catalog, store, MINTER, [EMPLOYER])

    assert stepping.step() == 2
    assert stepping.step() == 0

    assert true(store, FACT)
    assert store.has_graph(MINTER.document_evidence("2"))
    assert [one.document.id for one in catalog.projections.settled] == ["1", "2"]


def test_a_step_takes_no_more_than_its_limit(store: EmbeddedStore) -> None:
    stepping = projector(store, *(projection(str(n)) for n in range(5)))

    assert [stepping.step(limit=2) for _ in range(4)] == [2, 2, 1, 0]


def test_a_document_that_is_gone_leaves_the_graph(store: EmbeddedStore) -> None:
    projector(store, projection("1", evidence("1", "Ada", ACME))).step()

    projector(store, projection("1", gone=True)).step()

    assert not true(store, FACT)
    assert not store.has_graph(MINTER.document_evidence("1"))


def test_what_was_projected_but_not_settled_is_projected_again_without_harm(
    store: EmbeddedStore,
) -> None:
    one = projection("1", evidence("1", "Ada", ACME))
    projector(store, one).step()
    before = {
        name: graph(store, name)
        for name in (None, MINTER.document("1"), MINTER.document_evidence("1"))
    }

    projector(store, one).step()

    assert {name: graph(store, name) for name in before} == before


def test_nothing_is_settled_that_the_store_did_not_take(store: EmbeddedStore) -> None:
    catalog = CatalogInMemory(projection("1", evidence("1", "Ada", ACME)))
    stepping = Projector(catalog, Failing(store, 1), MINTER, [EMPLOYER])

    with pytest.raises(StoreUnavailable):
        stepping.step()
    assert catalog.projections.settled == []

    assert stepping.step() == 1


def test_the_ontology_gets_a_graph_of_its_own(store: EmbeddedStore) -> None:
    projector(store).step()

    assert number(store, f"SELECT (COUNT(*) AS ?n) {{ {LABELS} }}") == 3
    assert not true(store, f"<{WORKS_FOR}> ?said ?what")


def test_a_rebuild_makes_the_same_graph_and_keeps_what_users_have(store: EmbeddedStore) -> None:
    stepping = projector(
        store,
        projection("1", evidence("1", "Ada", ACME)),
        projection("2"),
        projection("3", gone=True),
    )
    stepping.step()
    store.update("INSERT DATA { <u:a> <u:p> <u:b> . GRAPH <u:g> { <u:a> <u:p> 1 } }")
    before = b"".join(store.dump("nquads"))
    store.update(
        f"DELETE DATA {{ {FACT} }} ; DROP GRAPH <{MINTER.document_evidence('1')}> ; INSERT DATA {{ GRAPH <{MINTER.document('9')}> {{ <a:a> <p:p> 1 }} }}"
    )

    rebuilt = stepping.rebuild()

    assert rebuilt == 2
    assert sorted(b"".join(store.dump("nquads")).splitlines()) == sorted(before.splitlines())


@pytest.fixture
def follow() -> Iterator[Follow]:
    """Start a follower; all are stopped at the end."""
    started: list[Follower] = []

    def start(stepping: Steps, poll_s: float = 0.01) -> Follower:
        started.append(Follower(stepping, poll_s=poll_s))
        started[-1].start()
        return started[-1]

    yield start
    for follower in started:
        follower.stop(5.0)


def eventually(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 5.0
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
    return condition()


class Scripted:
    """Steps that return or raise what they are given, and then find nothing to do."""

    def __init__(self, *outcomes: int | Exception) -> None:
        self._outcomes = list(outcomes)
        self.calls = 0

    def step(self) -> int:
        self.calls += 1
        outcome = self._outcomes.pop(0) if self._outcomes else 0
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def test_the_follower_goes_on_until_nothing_is_pending(follow: Follow) -> None:
    steps = Scripted(200, 200, 7)

    follow(steps, poll_s=60)

    assert eventually(lambda: steps.calls == 4)


def test_the_follower_looks_again_when_it_is_woken(follow: Follow) -> None:
    steps = Scripted(0, 5)
    follower = follow(steps, poll_s=60)
    assert eventually(lambda: steps.calls == 1)

    follower.wake()

    assert eventually(lambda: steps.calls == 3)


def test_the_follower_survives_outages_and_faults(
    follow: Follow, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.graph.follower._LONGEST_PAUSE_S", 0.02)
    steps = Scripted(
        StoreUnavailable("here", "it is away."), CatalogUnavailable("no"), ValueError("a fault"), 3
    )

    with caplog.at_level(logging.WARNING):
        follow(steps)
        assert eventually(lambda: steps.calls > 4)

    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING", "ERROR"]


def test_the_follower_waits_longer_with_every_outage(follow: Follow) -> None:
    steps = Scripted(*(StoreUnavailable("here", "it is away.") for _ in range(100)))

    follow(steps, poll_s=0.02)
    time.sleep(0.5)

    assert 2 <= steps.calls < 8


def test_the_follower_stops_at_once_when_it_waits(follow: Follow) -> None:
    follower = follow(Scripted(), poll_s=60)
    began = time.monotonic()

    follower.stop(5.0)

    assert time.monotonic() - began < 1.0


def test_the_follower_fills_a_real_store(follow: Follow, store: EmbeddedStore) -> None:
    stepping = projector(
        store, *(projection(str(n), evidence(str(n), "Ada", ACME)) for n in range(3))
    )

    follow(stepping)

    assert eventually(
        lambda: number(store, f"SELECT (COUNT(?g) AS ?n) {{ GRAPH ?g {{ {FACT} }} }}") == 3
    )
