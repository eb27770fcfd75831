"""The same thing twice, and clocks that are wrong."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.conftest import Deploy
from tests.faults.deployment import DOCUMENTS, NOTHING, Deployment, documents, wait_until

pytestmark = pytest.mark.long


def test_the_same_batch_is_posted_twice_at_once(scaled: Deployment, expected: list[str]):
    with ThreadPoolExecutor(2) as clients:
        first, second = clients.map(scaled.post, [documents(), documents()])
    scaled.settle()

    assert first["accepted"] == second["accepted"] == DOCUMENTS
    assert first["duplicates"] + second["duplicates"] == DOCUMENTS
    assert scaled.cost(documents()) == NOTHING
    assert scaled.agrees_with(expected)


def test_two_workers_have_the_same_documents(scaled: Deployment, expected: list[str]):
    """One is stopped in the middle of a batch, until its leases run out and another has read it; then it goes on."""
    scaled.post(documents())
    scaled.wait_for_some()
    asleep = scaled.workers[0].pid
    os.kill(asleep, signal.SIGSTOP)
    held = f"owner LIKE '%%:{asleep}:%%'"
    if not scaled.ask(f"SELECT 1 FROM documents WHERE {held}"):
        os.kill(asleep, signal.SIGCONT)
        wait_until(lambda: _caught(scaled, asleep, held), 20)

    scaled.settle()
    [[again]] = scaled.ask("SELECT count(*) FROM documents WHERE attempt > 1")
    os.kill(asleep, signal.SIGCONT)
    time.sleep(2)

    assert again > 0
    assert scaled.workers[0].running()
    assert scaled.cost(documents()) == NOTHING
    assert scaled.agrees_with(expected)


def _caught(deployment: Deployment, process: int, held: str) -> bool:
    """Stop a worker; let it go on if it held nothing just then."""
    os.kill(process, signal.SIGSTOP)
    if deployment.ask(f"SELECT 1 FROM documents WHERE {held}"):
        return True
    os.kill(process, signal.SIGCONT)
    return False


def test_a_worker_whose_clock_is_wrong_by_hours_disturbs_nobody(
    deploy: Deploy, expected: list[str]
):
    deployment = deploy()
    deployment.work(1)
    deployment.work(1, extractor="tests.faults.extracting:hours_ahead")
    deployment.serve(redis_url="redis://127.0.0.1:1/0")

    deployment.post(documents())
    deployment.settle()

    assert deployment.ask("SELECT count(*) FROM workers") == [(2,)]
    assert deployment.ask("SELECT count(*) FROM documents WHERE attempt > 1") == [(0,)]
    assert deployment.cost(documents()) == NOTHING
    assert deployment.agrees_with(expected)
