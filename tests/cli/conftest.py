"""The command line, called in this process against a real `kg serve` in another."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from serving import ServeProcess
from typer.testing import CliRunner, Result

from api.cli.app import app

Kg = Callable[..., Result]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServeProcess]:
    """One service for the tests of a file."""
    service = ServeProcess(tmp_path_factory.mktemp("service") / "data")
    yield service
    service.stop()


@pytest.fixture
def kg(server: ServeProcess, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Kg:
    """Run `kg` with these arguments, in an empty folder, against the service."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KG_SERVER", server.address)
    monkeypatch.setenv("KG_EXTRACTOR", "scripted")

    def run(*arguments: str, input: str | bytes | None = None) -> Result:
        return CliRunner().invoke(app, list(map(str, arguments)), input=input)

    return run


@pytest.fixture
def kg_json(kg: Kg) -> Callable[..., Any]:
    """Run `kg … --json` and return what it prints."""

    def run(*arguments: str, input: str | bytes | None = None) -> Any:
        result = kg(*arguments, "--json", input=input)
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    return run
