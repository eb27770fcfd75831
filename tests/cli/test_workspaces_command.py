"""`kg workspaces` and `kg --workspace`, against a real service."""

from pathlib import Path

import pytest
from services import free_port
from serving import ServeProcess
from typer.testing import CliRunner

from api.cli.app import app


def kg(*arguments, **environment):
    return CliRunner().invoke(app, [*map(str, arguments)], env=environment)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    process = ServeProcess(tmp_path_factory.mktemp("spaces") / "data")
    yield process
    process.kill()


def test_a_workspace_is_made_used_listed_and_deleted(site: ServeProcess, tmp_path: Path):
    file = tmp_path / "ada.txt"
    file.write_text("Ada Lovelace was born in London.")
    there = {"KG_SERVER": site.address}

    made = kg("workspaces", "create", "acme", **there)
    read = kg("--workspace", "acme", "ingest", file, **there)
    listed = kg("workspaces", "list", **there, KG_WORKSPACE="acme")
    inside = kg("documents", **there, KG_WORKSPACE="acme")
    outside = kg("documents", **there)
    gone = kg("workspaces", "delete", "acme", "--yes", **there)
    after = kg("--workspace", "acme", "documents", **there)

    assert (made.exit_code, read.exit_code, gone.exit_code) == (0, 0, 0), read.output
    assert [line.split("\t")[0] for line in listed.stdout.splitlines()] == ["name", "main", "acme"]
    assert len(inside.stdout.splitlines()) == len(outside.stdout.splitlines()) + 1
    assert (after.exit_code, "no workspace 'acme'" in after.output) == (1, True)


def test_keys_of_a_workspace_need_one_of_the_default_one_first(site: ServeProcess):
    kg("workspaces", "create", "locked", KG_SERVER=site.address)
    data = ("--data", site.data)

    early = kg("--workspace", "locked", "keys", "create", "them", *data)
    admin = kg("keys", "create", "me", "--scope", "admin", *data).stdout.splitlines()[0]
    ours = kg("--workspace", "locked", "keys", "create", "them", *data).stdout.splitlines()[0]
    clear = kg("keys", "clear", "--yes", *data)

    assert (early.exit_code, "has no key" in early.output) == (1, True)
    assert admin != ours
    assert (clear.exit_code, "locked" in clear.output) == (1, True)
    assert "them" in kg("--workspace", "locked", "keys", "list", *data).stdout
    assert "them" not in kg("keys", "list", *data).stdout


def test_an_unknown_workspace_of_a_data_folder_is_named(tmp_path: Path):
    found = kg("--workspace", "nowhere", "keys", "list", "--data", tmp_path)

    assert (found.exit_code, "no workspace 'nowhere'" in found.output) == (1, True)


def test_a_service_that_is_away_is_told_as_always():
    found = kg("workspaces", "list", "--server", f"http://127.0.0.1:{free_port()}")

    assert (found.exit_code, "No service answers" in found.output) == (1, True)
