"""What every subcommand has in common, asked of real processes."""

import gc
import subprocess
import time

import httpx2
import pytest
from services import redis_in_private
from serving import KG, kg_environment

from api.cli.starting import importing
from api.client import Client

__all__ = ["redis_in_private"]

COMMANDS = (
    "serve",
    "worker",
    "ingest",
    "extract",
    "status",
    "jobs",
    "query",
    "delete",
    "export",
    "load",
    "rebuild",
    "reextract",
    "models",
    "train",
    "evaluate",
)


def run(*arguments, **settings):
    environment = kg_environment(**settings)
    return subprocess.run([*KG, *arguments], env=environment, capture_output=True, text=True)


def test_help_is_quick_and_names_every_command():
    run("--help")
    began = time.perf_counter()

    shown = run("--help")

    assert time.perf_counter() - began < 0.8
    assert all(command in shown.stdout for command in COMMANDS)


def test_the_command_line_starts_without_what_only_some_commands_need():
    program = "import sys, api.cli; print([m for m in ('torch', 'fastapi', 'sqlalchemy', 'pydantic', 'httpx2') if m in sys.modules])"

    ran = subprocess.run(
        [KG[0], "-c", program], env=kg_environment(), capture_output=True, text=True
    )

    assert ran.stdout.strip() == "[]", ran.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command):
    shown = run(command, "--help")

    assert shown.returncode == 0
    assert len(shown.stdout.splitlines()) > 3


@pytest.mark.parametrize(
    "command", [["status"], ["query", "ASK {}"], ["export"], ["delete", "x", "--yes"], ["jobs"]]
)
def test_a_service_that_is_not_there_is_told_in_one_line_with_the_way_out(command):
    ended = run(*command, server="http://127.0.0.1:1")

    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1
    assert "kg serve" in ended.stderr


def test_a_wrong_option_is_a_usage_error():
    assert run("status", "--colour").returncode == 2
    assert run("dance").returncode == 2


def read_by_another_process(address, **settings):
    """Post a document, start `kg worker`, and return the job once it is finished and the worker has ended."""
    job = httpx2.post(f"{address}/documents", json={"text": "A text."}).json()["job"]
    environment = kg_environment(extractor="scripted", **settings)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with (
        Client(address) as client,
        subprocess.Popen([*KG, "worker"], env=environment, **quiet) as worker,
    ):
        state = client.wait(job)
        worker.terminate()
    assert worker.returncode == 0
    return state


def test_a_worker_of_its_own_reads_what_a_service_without_one_takes(serve, tmp_path):
    service = serve(tmp_path / "data", redis_url="redis://127.0.0.1:1/0")

    job = read_by_another_process(service.address, data=str(tmp_path / "data"), sweep_s="0.1")

    assert job.counts == {"done": 1}


def test_a_worker_is_woken_through_redis(serve, tmp_path, redis_in_private):
    through = {"redis_url": redis_in_private.url, "sweep_s": "3600"}
    service = serve(tmp_path / "data", **through)

    job = read_by_another_process(service.address, data=str(tmp_path / "data"), **through)

    assert job.counts == {"done": 1}
    assert httpx2.get(f"{service.address}/health/ready").json()["checks"]["redis"] == "ok"


def test_a_setting_that_makes_no_sense_is_told_by_its_name():
    ended = run("status", query_timeout_s="soon")

    assert ended.returncode == 1
    assert "KG_QUERY_TIMEOUT_S" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_serving_to_everyone_is_warned_about(serve, tmp_path):
    service = serve(tmp_path / "data", anew=True, host="0.0.0.0", allow_open="1")

    assert any("no keys" in line for line in service.messages)


def test_a_port_in_use_is_told_in_one_line(serve, tmp_path):
    service = serve(tmp_path / "data")
    port = service.address.rpartition(":")[2]

    ended = run("serve", "--port", port, "--data", str(tmp_path / "other"))

    assert ended.returncode == 1
    assert "--port" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_garbage_is_looked_for_again_once_everything_is_imported():
    with importing():
        assert not gc.isenabled()

    assert gc.isenabled()
