"""The compose file and the image: what can be said of them without a container engine."""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from services import executable

from kg.settings import Settings

ROOT = Path(__file__).parents[1]
COMPOSE_TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(COMPOSE_TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OWN = [name for name, service in SERVICES.items() if "build" in service]


def test_the_compose_file_follows_the_compose_specification():
    checker = Path(sys.executable).with_name("check-jsonschema")

    checked = subprocess.run(
        [checker, "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert checked.returncode == 0, checked.stdout


def test_every_service_waits_only_for_services_with_a_health_check():
    awaited = [
        (name, other, condition["condition"])
        for name, service in SERVICES.items()
        for other, condition in service.get("depends_on", {}).items()
    ]

    assert awaited
    for name, other, condition in awaited:
        assert condition == "service_healthy", f"{name} does not wait for the health of {other}"
        assert "healthcheck" in SERVICES[other], f"{name} waits for {other}, which has no check"


def test_every_secret_is_required_and_none_has_a_default():
    uses = re.findall(r"(?<!\$)\$\{(\w*(?:PASSWORD|SECRET|TOKEN|KEY)\w*)([^}]*)\}", COMPOSE_TEXT)

    assert {name for name, _ in uses} == {"POSTGRES_PASSWORD", "REDIS_PASSWORD"}
    assert all(rest.startswith(":?") for _, rest in uses)


def test_the_example_environment_names_every_required_variable_and_fills_in_none():
    example = dict(re.findall(r"^(\w+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))

    required = set(re.findall(r"\$\{(\w+):\?", COMPOSE_TEXT))

    assert required
    assert {name: example.get(name) for name in required} == dict.fromkeys(required, "")


def test_every_kg_variable_is_a_setting():
    text = COMPOSE_TEXT + (ROOT / "Dockerfile").read_text() + (ROOT / ".env.example").read_text()

    known = {f"KG_{field.upper()}" for field in Settings.model_fields}

    assert set(re.findall(r"\bKG_[A-Z_]+", text)) <= known


def test_the_settings_of_the_environment_file_reach_the_api_and_the_workers_and_move_no_port():
    for name in set(OWN) - {"store"}:
        assert SERVICES[name]["env_file"] == [{"path": ".env", "required": False}]
        given = SERVICES[name]["environment"]
        assert {"KG_DATA", "KG_MODELS", "KG_DATABASE_URL", "KG_REDIS_URL"} <= set(given)
    assert SERVICES["api"]["environment"].items() >= {"KG_HOST": "0.0.0.0", "KG_PORT": 8000}.items()
    for name in ("worker-cpu", "worker-gpu"):
        assert {"KG_METRICS_HOST", "KG_METRICS_PORT"} <= set(SERVICES[name]["environment"])
    assert "env_file" not in SERVICES["store"]


@pytest.mark.parametrize("name", OWN)
def test_our_services_start_a_real_command(name):
    program, subcommand, *_ = SERVICES[name]["command"]
    if program == "oxigraph":  # the server, which the image installs beside kg
        assert re.search(
            r"pip install .* oxigraph$", (ROOT / "Dockerfile").read_text(), re.MULTILINE
        )
        return

    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    shown = subprocess.run(
        [sys.executable, "-c", "from api.cli import main; main()", subcommand, "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert scripts[program] == "api.cli:main"
    assert shown.returncode == 0, shown.stderr


@pytest.mark.long
def test_every_service_runs_by_its_own_command_environment_and_health_check(tmp_path):
    apart = ["unshare", "--net", "--mount"]
    if os.geteuid() != 0 or subprocess.run([*apart, "true"], capture_output=True).returncode:
        pytest.skip("a network of its own takes root and namespaces")
    executable("redis-server", "redis-server")
    executable("pg_isready", "postgresql-client")

    ran = subprocess.run(
        [*apart, sys.executable, str(ROOT / "tests/composed.py")],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=240,
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr
    seen = json.loads(ran.stdout)
    started = {"postgres", "redis", "store", "api", "worker-cpu"}
    assert set(SERVICES) == started | {"worker-gpu"}
    assert seen["unhealthy before"] == dict.fromkeys(started, True)
    assert set(seen["healthy after"]) == started
    assert seen["in the store"] is True
    assert seen["read by the worker"] is True
    assert seen["a stranger at redis"].startswith("NOAUTH")
    assert seen["kept by redis"] == ["appendonly", "yes"]
    assert seen["lines that are JSON"] > 0
    assert seen["secrets in logs"] == []
    for name, (code, seconds, grace) in seen["stopped"].items():
        assert seconds < grace, f"{name} had to be killed"
        assert code in (0, -15), f"{name} ended with {code}"


def test_every_named_volume_is_declared_and_used():
    used = {
        volume.partition(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", [])
    }

    assert used == set(COMPOSE["volumes"])


def test_only_the_api_is_published_and_only_on_this_machine():
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}

    assert set(published) == {"api"}
    assert all(port.startswith("127.0.0.1:") for port in published["api"])


def test_the_image_runs_without_root_and_copies_only_what_the_context_lets_through():
    dockerfile = (ROOT / "Dockerfile").read_text()
    let_through = set(
        re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(), flags=re.MULTILINE)
    )

    copied = {
        source
        for sources in re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile, flags=re.MULTILINE)
        for source in sources.split()
    }

    last_stage = dockerfile.rpartition("\nFROM ")[2]
    assert re.search(r"^USER kg$", last_stage, flags=re.MULTILINE)
    assert copied == let_through
