"""Workers in threads read a catalog on SQLite; those in processes share PostgreSQL."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.catalog import Catalog
from kg.settings import Settings
from tests.services import redis_in_private
from tests.workers.processes import WorkerProcess

__all__ = ["redis_in_private"]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(  # type: ignore[call-arg]
        _env_file=None, data=tmp_path, extractor="scripted", lease_s=60, sweep_s=0.1, max_attempts=3
    )


@pytest.fixture
def catalog(settings: Settings) -> Iterator[Catalog]:
    opened = Catalog.open(settings.catalog_url)
    yield opened
    opened.close()


@pytest.fixture
def start_worker() -> Iterator[Callable[..., WorkerProcess]]:
    """Start worker processes; whatever still runs is killed at the end."""
    started: list[WorkerProcess] = []

    def start(*, anew: bool = False, **settings: str) -> WorkerProcess:
        started.append(WorkerProcess(settings, anew=anew))
        return started[-1]

    yield start
    for process in started:
        process.kill()
