"""Processes are killed in the middle of the work: nothing is lost, nothing is there twice."""

import pytest

from tests.faults.conftest import Deploy
from tests.faults.deployment import DOCUMENTS, NOTHING, Deployment, documents, wait_until

pytestmark = pytest.mark.long


def test_one_of_two_workers_is_killed(scaled: Deployment, expected: list[str]):
    scaled.post(documents())
    scaled.wait_for_some()

    scaled.workers[0].kill()
    scaled.settle()

    assert scaled.cost(documents()) == NOTHING
    assert scaled.agrees_with(expected)


def test_all_workers_are_killed_and_others_take_their_place(
    scaled: Deployment, expected: list[str]
):
    scaled.post(documents())
    scaled.wait_for_some()

    for worker in scaled.workers:
        worker.kill()
    assert scaled.read() < DOCUMENTS
    scaled.work(2)
    scaled.settle()

    assert scaled.cost(documents()) == NOTHING
    assert scaled.agrees_with(expected)


def test_the_api_is_killed_while_it_takes_documents_and_fills_the_graph(
    scaled: Deployment, expected: list[str]
):
    half = DOCUMENTS // 2
    scaled.post(documents()[:half])
    scaled.wait_for_some(0.1)

    assert scaled.api is not None
    scaled.api.kill()
    scaled.serve()
    scaled.post_in_the_end(documents()[half:])
    scaled.settle()

    assert scaled.cost(documents()) == NOTHING
    assert scaled.agrees_with(expected)


def test_a_document_that_kills_every_worker_is_quarantined_and_the_rest_goes_on(
    deploy: Deploy, expected: list[str]
):
    deployment = deploy()
    deployment.serve(redis_url="redis://127.0.0.1:1/0")  # workers look by themselves
    poison = {"id": "poison", "text": "murder"}
    posted = documents()
    posted.insert(DOCUMENTS // 3, poison)
    deployment.post(posted)
    deaths = 0

    def supervised() -> bool:
        """Start a worker wherever one has died, as a supervisor does."""
        nonlocal deaths
        for worker in [each for each in deployment.workers if not each.running()]:
            deployment.workers.remove(worker)
            deployment.work(1)
            deaths += 1
        counts = deployment.counts()
        return counts["done"] == DOCUMENTS and counts["failed"] == 1

    deployment.work(2)
    wait_until(supervised)

    [[id, attempt, error]] = deployment.ask(
        "SELECT id, attempt, error FROM documents WHERE status = 'failed'"
    )
    assert (id, attempt, deaths) == ("poison", 3, 3)
    assert "3 of 3 attempts the worker died" in error
    others = [each for each in posted if each is not poison]
    lost, duplicated = deployment.cost(others).lost, deployment.cost(others).duplicated
    assert (lost, duplicated) == (0, 1)  # the one row too many is the poison's
    assert deployment.agrees_with(expected)
