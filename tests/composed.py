"""Runs the services of docker-compose.yml by hand: their very commands, environments and health checks.

Started by `unshare --net --mount`, so that ports and host names are those of the file and meet nobody else's.
What an image would bring is found on this machine. Volumes lie under /tmp, which is a file system of its
own here; documents are read by the scripted extractor. Prints what it saw, as JSON.
"""

import json
import os
import re
import shlex
import signal
import socket
import struct
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from contextlib import ExitStack
from fcntl import ioctl
from pathlib import Path
from typing import Any

import services
import yaml

ROOT = Path(__file__).parents[1]
GIVEN = {"POSTGRES_PASSWORD": "p0stgresSecret", "REDIS_PASSWORD": "r3disSecret"}
STARTED = ["postgres", "redis", "store", "api", "worker-cpu"]
PATIENCE_S = 90.0


def main() -> None:
    enter_a_network_of_our_own()
    composed = yaml.safe_load(interpolated((ROOT / "docker-compose.yml").read_text()))["services"]
    seen: dict[str, Any] = {"unhealthy before": {}, "healthy after": {}, "stopped": {}}
    running: dict[str, subprocess.Popen[bytes]] = {}
    with ExitStack() as stack:
        for name in STARTED:
            service = composed[name]
            awaited = set(service.get("depends_on", {}))
            assert awaited <= set(seen["healthy after"]), f"{name} starts before {awaited}"
            seen["unhealthy before"][name] = not healthy(name, service)
            if name == "postgres":
                services.free_port = lambda: 5432
                stack.enter_context(services.postgresql_server()).run("CREATE DATABASE kg")
            else:
                running[name] = stack.enter_context(started(name, service))
            seen["healthy after"][name] = until_healthy(name, service, running.get(name))
        seen |= used(composed)
        for name, process in reversed(running.items()):
            seen["stopped"][name] = stopped(process, composed[name])
    print(json.dumps(seen))


def enter_a_network_of_our_own() -> None:
    """Bring up the loopback interface, let the services' names lead there, and hide /tmp behind a new one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        up = struct.pack("16sh", b"lo", 0x41)  # IFF_UP | IFF_RUNNING
        ioctl(any_socket, 0x8914, up)  # SIOCSIFFLAGS
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", "/tmp"], check=True)
    hosts = Path("/tmp/hosts")
    hosts.write_text("127.0.0.1 localhost " + " ".join(STARTED) + "\n")
    hosts.chmod(0o644)
    subprocess.run(["mount", "--bind", hosts, "/etc/hosts"], check=True)


def interpolated(text: str) -> str:
    """Put in variables as `docker compose` does, as far as the file uses that."""

    def value(found: re.Match[str]) -> str:
        if found[0] == "$$":
            return "$"
        name, kind, rest = found[1], found[2], found[3]
        return GIVEN[name] if kind == ":?" else GIVEN.get(name, rest)

    return re.sub(r"\$\$|\$\{(\w+)(:[?-])([^}]*)\}", value, text)


def environment(name: str, service: Mapping[str, Any]) -> dict[str, str]:
    """Return what the service would see: its own variables and those of the image."""
    given = {key: str(value) for key, value in service.get("environment", {}).items()}
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    found = {"PATH": path, "HOME": "/tmp", "LANG": "C.UTF-8", "PGHOST": "127.0.0.1"}
    if "build" in service:
        last = (ROOT / "Dockerfile").read_text().rpartition("\nFROM ")[2]
        image = shlex.split(" ".join(re.findall(r"^ENV (.*)$", last, re.MULTILINE)))
        found |= dict(one.split("=", 1) for one in image) | {"PATH": path}
        found |= {"PYTHONPATH": str(ROOT), "KG_EXTRACTOR": "scripted", "OMP_NUM_THREADS": "1"}
    return {key: in_tmp(value, service) for key, value in (found | given).items()}


def in_tmp(text: str, service: Mapping[str, Any]) -> str:
    """Put a volume under /tmp, where its path is named."""
    places = [volume.split(":")[1] for volume in service.get("volumes", [])]
    return f"/tmp{text}" if text in places else text


def started(name: str, service: Mapping[str, Any]) -> subprocess.Popen[bytes]:
    for volume in service.get("volumes", []):
        Path(f"/tmp{volume.split(':')[1]}").mkdir(parents=True, exist_ok=True)
    command = [in_tmp(part, service) for part in service["command"]]
    home = Path(f"/tmp/home-{name}")
    home.mkdir()
    output = (home / "log").open("wb")
    return subprocess.Popen(
        command, env=environment(name, service), cwd=home, stdout=output, stderr=output
    )


def healthy(name: str, service: Mapping[str, Any]) -> bool:
    kind, *test = service["healthcheck"]["test"]
    command = test if kind == "CMD" else ["sh", "-c", *test]
    limit = float(service["healthcheck"]["timeout"].removesuffix("s"))
    ran = subprocess.run(
        command, env=environment(name, service), timeout=limit, capture_output=True, cwd="/tmp"
    )
    return ran.returncode == 0


def until_healthy(
    name: str, service: Mapping[str, Any], process: subprocess.Popen[bytes] | None
) -> float:
    """Return the seconds that it took."""
    began = time.monotonic()
    while not healthy(name, service):
        ended = process is not None and process.poll() is not None
        if ended or time.monotonic() - began > PATIENCE_S:
            log = Path(f"/tmp/home-{name}/log")
            sys.exit(f"{name} is not healthy: {log.read_text() if log.exists() else ''}")
        time.sleep(0.2)
    return round(time.monotonic() - began, 2)


def used(composed: Mapping[str, Any]) -> dict[str, Any]:
    """Send a document the whole way, and look how Redis is kept."""
    text = {"id": "ada", "text": "Ada Lovelace was born in London."}
    job = asked("http://api:8000/documents", text)["job"]
    began = time.monotonic()
    while not asked(f"http://api:8000/jobs/{job}")["finished"]:
        assert time.monotonic() - began < PATIENCE_S, "the document was not read"
        time.sleep(0.1)
    query = "ASK%20%7B%20?s%20%3Chttp://www.wikidata.org/prop/direct/P19%3E%20?o%20%7D"
    with urllib.request.urlopen("http://worker-cpu:9100/metrics", timeout=5) as answer:
        metrics = answer.read().decode()
    redis = environment("redis", composed["redis"])
    quiet = {"env": redis, "capture_output": True, "text": True}
    with_password = {**quiet, "env": redis | {"REDISCLI_AUTH": GIVEN["REDIS_PASSWORD"]}}
    logs = "".join(log.read_text() for log in Path("/tmp").glob("home-*/log"))
    return {
        "in the store": asked(f"http://store:7878/query?query={query}")["boolean"],
        "read by the worker": 'kg_documents_handled_total{outcome="read"} 1.0' in metrics,
        "a stranger at redis": subprocess.run(["redis-cli", "ping"], **quiet).stdout.strip(),
        "kept by redis": subprocess.run(
            ["redis-cli", "config", "get", "appendonly"], **with_password
        ).stdout.split(),
        "lines that are JSON": sum(line.startswith('{"time"') for line in logs.splitlines()),
        "secrets in logs": [name for name, value in GIVEN.items() if value in logs],
    }


def asked(url: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"} if body else {"Accept": "application/json"}
    if "query?" in url:
        headers["Accept"] = "application/sparql-results+json"
    with urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=10) as answer:
        found: dict[str, Any] = json.load(answer)
        return found


def stopped(process: subprocess.Popen[bytes], service: Mapping[str, Any]) -> list[float]:
    """Return the exit code, and the seconds that it took beside those that it would get."""
    grace = float(service.get("stop_grace_period", "10s").removesuffix("s"))
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(grace)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    return [process.returncode, round(time.monotonic() - began, 2), grace]


if __name__ == "__main__":
    main()
