"""Deployments of real processes, each over a database of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.deployment import Deployment, documents, undisturbed
from tests.services import PostgreSQL, Redis, redis_in_private

__all__ = ["redis_in_private"]

Deploy = Callable[..., Deployment]


@pytest.fixture(scope="session")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The graph of the documents, read without any fault."""
    found = undisturbed(tmp_path_factory.mktemp("undisturbed"), documents())
    assert len(found) > 10 * len(documents())
    return found


@pytest.fixture
def deploy(tmp_path: Path, postgresql: PostgreSQL) -> Iterator[Deploy]:
    """Make a deployment over a fresh PostgreSQL database; its processes are yet to be started."""
    made: list[Deployment] = []

    def make(**settings: str) -> Deployment:
        made.append(Deployment(tmp_path, postgresql.new_database(), settings))
        return made[-1]

    yield make
    for deployment in made:
        deployment.end()


@pytest.fixture
def scaled(deploy: Deploy, redis_in_private: Redis) -> Deployment:
    """API, PostgreSQL, Redis and two Celery workers."""
    deployment = deploy(redis_url=redis_in_private.url)
    deployment.work(2)
    deployment.serve()
    return deployment
