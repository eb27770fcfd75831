"""The real application in this process, with the scripted extractor and a folder of its own."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.service import Service, open_service
from kg.settings import Settings

FINISH_S = 30.0

Make = Callable[..., "Running"]
Open = Callable[[Settings], Service]


class Running(TestClient):
    """An application that runs until it is stopped; a 500 is an answer, as it is to clients."""

    def __init__(self, settings: Settings, open: Open) -> None:
        super().__init__(create_app(settings, open=open), raise_server_exceptions=False)
        self._runs = True
        self.__enter__()

    def stop(self) -> None:
        if self._runs:
            self._runs = False
            self.__exit__(None, None, None)


def scripted(data: Path, **settings: Any) -> Settings:
    """Return settings that nothing outside the test has a say in."""
    defaults = {"data": data, "extractor": "scripted", "examples": False}
    return Settings(_env_file=None, **(defaults | settings))


@pytest.fixture
def make_service(tmp_path: Path) -> Iterator[Make]:
    """Open an application over `tmp_path`; keyword arguments are settings, `open` opens the service."""
    opened: list[Running] = []

    def make(open: Open = open_service, **settings: Any) -> Running:
        opened.append(Running(scripted(tmp_path / "data", **settings), open))
        return opened[-1]

    yield make
    for running in opened:
        running.stop()


@pytest.fixture
def service(make_service: Make) -> Running:
    """An application with the usual settings."""
    return make_service()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """An application for all tests of a file that leave nothing behind."""
    running = Running(scripted(tmp_path_factory.mktemp("shared") / "data"), open_service)
    yield running
    running.stop()


@pytest.fixture
def finish() -> Callable[[Running, str], dict[str, Any]]:
    """Wait until a job's findings are in the graph."""

    def wait(client: Running, job: str) -> dict[str, Any]:
        deadline = time.monotonic() + FINISH_S
        while time.monotonic() < deadline:
            state: dict[str, Any] = client.get(f"/jobs/{job}").json()
            if state["finished"]:
                return state
            time.sleep(0.02)
        raise AssertionError(f"job {job} is still at {state}")

    return wait


@pytest.fixture
def ingest(finish: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Post documents, wait until they are in the graph, and return the answer to the post."""

    def post(client: Running, *documents: dict[str, Any] | str) -> dict[str, Any]:
        body = [{"text": one} if isinstance(one, str) else one for one in documents]
        answer = client.post("/documents", json=body)
        assert answer.status_code == 202, answer.text
        accepted: dict[str, Any] = answer.json()
        finish(client, accepted["job"])
        return accepted

    return post
