"""Private Redis and PostgreSQL servers for tests: on free loopback ports, in folders of their own, gone at the end.

The binaries are Debian's packages redis-server and postgresql. Where they are missing, a test skips on
a laptop and fails in CI.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import psycopg
import pytest
import redis

_PATIENCE_S = 60.0


def executable(name: str, package: str) -> str:
    """Return the path of a server's binary; skips the test, or fails it in CI, where there is none."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    path = os.pathsep.join([*map(str, folders), os.environ.get("PATH", os.defpath), "/usr/sbin"])
    found = shutil.which(name, path=path)
    if found is None:
        reason = f"{name} is not here: apt-get install {package}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def free_port() -> int:
    """Return a loopback port that nobody listens on at the moment."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@dataclass
class Redis:
    """A Redis server that can be away: start it and stop it as a test goes on."""

    binary: str
    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> Self:
        options = ["--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self.folder)]
        quiet = ["--save", "", "--appendonly", "no", "--loglevel", "warning"]
        self.process = launch([self.binary, *options, *quiet], self.folder / "redis.log")
        wait_for(self.process, self._answers, self.folder / "redis.log")
        return self

    def stop(self) -> None:
        if self.process is not None:
            end(self.process)
            self.process = None

    def _answers(self) -> bool:
        with redis.Redis(port=self.port) as client:
            try:
                return bool(client.ping())
            except redis.ConnectionError:
                return False


@dataclass
class PostgreSQL:
    """A PostgreSQL cluster in which every test makes its own database; start it and stop it as a test goes on."""

    command: list[str]
    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> Self:
        log = self.folder / "log"
        self.process = launch(self.command, log, cwd=str(self.folder))
        wait_for(self.process, self.answers, log)
        return self

    def stop(self, by: signal.Signals = signal.SIGINT) -> None:
        """End it: SIGINT breaks off what runs (SIGTERM would wait for every client), SIGQUIT is a crash."""
        if self.process is not None:
            end(self.process, by)
            self.process = None

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://kg@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """Create a database and return its URL."""
        name = f"test_{uuid.uuid4().hex}"
        self.run(f"CREATE DATABASE {name}")
        return self.url(name)

    def run(self, statement: str) -> None:
        address = f"host=127.0.0.1 port={self.port} user=kg dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement.encode())

    def answers(self) -> bool:
        try:
            self.run("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True


@contextmanager
def redis_server() -> Iterator[Redis]:
    """Run a Redis server without persistence."""
    binary = executable("redis-server", "redis-server")
    with tempfile.TemporaryDirectory(prefix="kg-redis-") as folder:
        server = Redis(binary, Path(folder)).start()
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def postgresql_server(*, durable: bool = False) -> Iterator[PostgreSQL]:
    """Run a PostgreSQL cluster, with a superuser `kg` and without passwords.

    Args:
        durable: Whether a commit waits for the disk; only timings need it.
    """
    initdb, postgres = executable("initdb", "postgresql"), executable("postgres", "postgresql")
    with tempfile.TemporaryDirectory(prefix="kg-postgresql-") as folder:
        port = free_port()
        data = str(Path(folder) / "data")
        user = _unprivileged(Path(folder))
        made = [initdb, "--pgdata", data, "--username", "kg", "--auth", "trust"]
        made += ["--no-sync", "--encoding", "UTF8", "--locale", "C.UTF-8"]
        subprocess.run([*user, *made], check=True, capture_output=True, cwd=folder)
        options = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "fsync": "on" if durable else "off",
            "synchronous_commit": "on" if durable else "off",
            "max_connections": "200",
        }
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        command = [*user, postgres, "-D", data, "-p", str(port), *settings]
        server = PostgreSQL(command, Path(folder), port)
        try:
            yield server.start()
        finally:
            server.stop()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A PostgreSQL cluster for the whole test session."""
    with postgresql_server() as server:
        yield server


@pytest.fixture
def redis_in_private() -> Iterator[Redis]:
    """A Redis server for one test."""
    with redis_server() as server:
        yield server


def _unprivileged(folder: Path) -> list[str]:
    """Return the command in front of PostgreSQL's, which refuses to run as root."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "postgres", "postgres")
    become = executable("setpriv", "util-linux")
    return [become, "--reuid=postgres", "--regid=postgres", "--clear-groups"]


def launch(command: list[str], log: Path, cwd: str | None = None) -> subprocess.Popen[bytes]:
    with log.open("ab") as output:
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=cwd
        )


def wait_for(process: subprocess.Popen[bytes], answers: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while not answers():
        if process.poll() is not None or time.monotonic() > deadline:
            pytest.fail(f"{process.args!r} did not come up:\n{log.read_text()}")
        time.sleep(0.02)


def end(process: subprocess.Popen[bytes], by: signal.Signals = signal.SIGTERM) -> None:
    process.send_signal(by)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
