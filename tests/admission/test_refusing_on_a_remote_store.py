"""Refusing works the same where the graph is on a server of its own, and by the command line."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from serving import ServeProcess
from stores import running
from typer.testing import CliRunner, Result

from api.cli.app import app

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix kg: <http://localhost:8000/vocabulary#> .
<urn:shape> a sh:NodeShape ; sh:targetClass kg:Person ;
    sh:property [ sh:path <http://www.wikidata.org/prop/direct/P19> ; sh:maxCount 1 ] .
"""
POLICIES = {"policies": [{"name": "acme", "phrase": "acme corp"}]}
BIRTHS = "SELECT ?o { ?s <http://www.wikidata.org/prop/direct/P19> ?o }"
Kg = Callable[..., Result]


@pytest.fixture(params=["embedded", "oxigraph"])
def kg(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Kg]:
    """Run `kg` against a service whose graph is here or there."""

    def run(*arguments: str) -> Result:
        result = CliRunner().invoke(app, list(arguments))
        assert result.exit_code == 0, result.output
        return result

    def served(**settings: str) -> Iterator[Kg]:
        service = ServeProcess(tmp_path / "data", **settings)
        monkeypatch.setenv("KG_SERVER", service.address)
        monkeypatch.chdir(tmp_path)
        yield run
        service.stop()

    if request.param == "embedded":
        yield from served()
        return
    with running("oxigraph", tmp_path / "oxigraph") as server:
        yield from served(**server.environment())


def births(kg: Kg) -> list[str]:
    printed = kg("query", BIRTHS, "--format", "csv").stdout
    return sorted(line.strip().rpartition("/")[2] for line in printed.splitlines()[1:])


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_shapes_and_policies_keep_facts_out_on_every_store(kg: Kg, tmp_path: Path):
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    (tmp_path / "policies.json").write_text(json.dumps(POLICIES))
    (tmp_path / "one.txt").write_text("Ada Lovelace was born in London.")
    (tmp_path / "two.txt").write_text(
        "Ada Lovelace was born in London. Ada Lovelace was born in Paris. Bob Stone works for Acme Corp."
    )
    kg("shapes", "set", "shapes.ttl")
    kg("policies", "set", "policies.json")

    kg("ingest", "one.txt", "two.txt", "--wait")

    assert births(kg) == ["london"]
    refused: list[dict[str, Any]] = json.loads(kg("refused", "--json").stdout)
    assert {one["object"]["name"] for one in refused} == {"Paris", "Acme Corp"}
    report = json.loads(kg("shapes", "report", "--json").stdout)
    assert sorted(one["rule"] for one in report["reasons"]) == ["acme", "urn:shape"]
    assert report["counts"] == {"open": 2, "rejected": 0, "unchecked": 0}

    (paris,) = (one["evidence"] for one in refused if one["object"]["name"] == "Paris")
    kg("refused", "--accept", paris)
    until(lambda: births(kg) == ["london", "paris"])
    kg("refused", "--reopen", paris)
    until(lambda: births(kg) == ["london"])
    assert SHAPES in kg("shapes", "show").stdout
    kg("shapes", "remove")
    until(lambda: births(kg) == ["london", "paris"])
    assert "acme corp" in kg("policies", "show").stdout
    kg("policies", "remove")
    until(lambda: json.loads(kg("refused", "--json").stdout) == [])
