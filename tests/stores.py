"""Private SPARQL servers for tests: the `oxigraph` server and Virtuoso, on free loopback ports, in folders of their own.

`oxigraph` comes with the test requirements, Virtuoso 7 is Debian's package virtuoso-opensource-7.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import httpx2
import pytest
from services import end, executable, free_port, launch, wait_for

KINDS = ("oxigraph", "oxigraph-union", "virtuoso")
"""Servers that stores are tested on; the second shows all graphs in its default graph."""

_VIRTUOSO = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
CaseMode = 2
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
MaxQueryMem = 512M
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = {folder}
ServerThreads = 20
MaxClientConnections = 20
[SPARQL]
ResultSetMaxRows = 1000000
"""


@dataclass
class SparqlServer:
    """A server that can be away: start, kill and start it again as a test goes on.

    Attributes:
        settings: What `Settings` has to say to use it.
    """

    command: list[str]
    folder: Path
    url: str
    settings: dict[str, Any]
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> Self:
        log = self.folder / "server.log"
        self.process = launch(self.command, log, cwd=str(self.folder))
        wait_for(self.process, self._answers, log)
        return self

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            end(self.process)

    def pause(self) -> None:
        """Have it take connections and answer none."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)
        threads = Path(f"/proc/{self.process.pid}/task")
        # each thread stops when it next gets its turn, which on a busy machine may be after an answer
        deadline = time.monotonic() + 30
        while not all(_is_stopped(one) for one in threads.iterdir()):
            assert time.monotonic() < deadline, "The server does not stop."
            time.sleep(0.01)

    def resume(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)

    def environment(self) -> dict[str, str]:
        """Return the settings as strings."""
        return {name: str(value) for name, value in self.settings.items()}

    def _answers(self) -> bool:
        try:
            return httpx2.post(self.url, data={"query": "ASK {}"}, timeout=5).status_code == 200
        except httpx2.TransportError:
            return False


def sparql_server(kind: str, folder: Path) -> SparqlServer:
    """Return a server that is yet to be started; skips the test, or fails it in CI, where it is not installed."""
    folder.mkdir(parents=True, exist_ok=True)
    return _virtuoso(folder) if kind == "virtuoso" else _oxigraph(kind, folder)


@contextmanager
def running(kind: str, folder: Path) -> Iterator[SparqlServer]:
    """Run a server."""
    server = sparql_server(kind, folder).start()
    try:
        yield server
    finally:
        server.stop()


def _oxigraph(kind: str, folder: Path) -> SparqlServer:
    binary = Path(sys.executable).with_name("oxigraph")
    if not binary.exists():
        reason = "oxigraph is not here: pip install --group test"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    port = free_port()
    where = ["--location", str(folder / "store"), "--bind", f"127.0.0.1:{port}"]
    union = ["--union-default-graph"] if kind == "oxigraph-union" else []
    url = f"http://127.0.0.1:{port}/query"
    settings = {"store": url, "store_update": url.replace("query", "update")}
    return SparqlServer([str(binary), "serve", *where, *union], folder, url, settings)


def _virtuoso(folder: Path) -> SparqlServer:
    binary = executable("virtuoso-t", "virtuoso-opensource-7")
    port = free_port()
    ini = folder / "virtuoso.ini"
    ini.write_text(_VIRTUOSO.format(folder=folder, sql=free_port(), port=port))
    url = f"http://127.0.0.1:{port}/sparql"
    settings = {
        "store": f"{url}-auth",
        "store_auth": "digest",
        "store_user": "dba",
        "store_password": "dba",
    }
    command = [binary, "+foreground", "+configfile", str(ini)]
    return SparqlServer(command, folder, url, settings)


def _is_stopped(thread: Path) -> bool:
    state = (thread / "stat").read_text().rpartition(")")[2].split()[0]
    return state in {"T", "t"}
