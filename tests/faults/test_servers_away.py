"""Redis, PostgreSQL and the SPARQL store restart, forget everything or stay away, and come back."""

import signal
import time
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest
import redis
from stores import sparql_server

from tests.faults.conftest import Deploy
from tests.faults.deployment import DOCUMENTS, NOTHING, OUTAGE_S, Deployment, documents
from tests.services import PostgreSQL, Redis

pytestmark = pytest.mark.long

HALF = DOCUMENTS // 2


def restarted(server: Redis) -> None:
    server.stop()
    server.start()


def flushed(server: Redis) -> None:
    with redis.Redis(port=server.port) as client:
        client.flushall()


@pytest.mark.parametrize("happens", [restarted, flushed])
def test_redis_forgets_everything_in_the_middle(
    scaled: Deployment,
    redis_in_private: Redis,
    expected: list[str],
    happens: Callable[[Redis], None],
):
    scaled.post(documents()[:HALF])
    scaled.wait_for_some(0.1)

    happens(redis_in_private)
    scaled.post(documents()[HALF:])
    scaled.settle()

    assert scaled.cost(documents()) == NOTHING
    assert scaled.agrees_with(expected)


def test_redis_is_away_and_documents_are_taken_and_read_meanwhile(
    scaled: Deployment, redis_in_private: Redis, expected: list[str]
):
    scaled.post(documents()[:HALF])
    scaled.wait_for_some(0.1)

    redis_in_private.stop()
    gone = time.monotonic()
    before = scaled.read()
    scaled.post(documents()[HALF:])
    while time.monotonic() < gone + OUTAGE_S:
        time.sleep(0.1)
    assert scaled.read() > before
    redis_in_private.start()
    scaled.settle()

    assert scaled.cost(documents()) == NOTHING
    assert scaled.agrees_with(expected)


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGQUIT], ids=["restarts", "crashes"])
def test_postgresql_restarts_in_the_middle(
    scaled: Deployment, postgresql: PostgreSQL, expected: list[str], by: signal.Signals
):
    scaled.post(documents()[:HALF])
    scaled.wait_for_some(0.1)

    postgresql.stop(by)
    refused = httpx2.post(f"{scaled.address}/documents", json={"text": "Nobody home."}, timeout=60)
    assert refused.status_code == 503
    postgresql.start()
    scaled.post_in_the_end(documents()[HALF:])
    scaled.settle()

    assert scaled.cost(documents()) == NOTHING
    assert scaled.agrees_with(expected)


def test_the_sparql_store_is_away_and_documents_are_taken_and_read_meanwhile(
    tmp_path: Path, deploy: Deploy, redis_in_private: Redis, expected: list[str]
):
    store = sparql_server("oxigraph", tmp_path / "store").start()
    try:
        deployment = deploy(redis_url=redis_in_private.url, **store.environment())
        deployment.work(2)
        deployment.serve()
        deployment.post(documents()[:HALF])
        deployment.wait_for_some(0.1)

        store.kill()
        gone = time.monotonic()
        deployment.post(documents()[HALF:])
        while time.monotonic() < gone + OUTAGE_S or deployment.read() < DOCUMENTS:
            assert time.monotonic() < gone + OUTAGE_S + 60
            time.sleep(0.1)
        assert deployment.counts()["done"] < DOCUMENTS
        store.start()
        deployment.settle()

        assert deployment.cost(documents()) == NOTHING
        assert deployment.agrees_with(expected)
    finally:
        store.stop()
