"""A real `kg serve` process to talk to, for the tests of several rooms."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from forking import Forked, fork

ROOT = Path(__file__).parents[1]
MAIN = "from api.cli import main; main()"
KG = [sys.executable, "-c", MAIN]
START_S = 180.0
COMMAND_S = 120.0


def kg_environment(**settings: str) -> dict[str, str]:
    """Return an environment in which kg sees only the settings given here."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    given = {f"KG_{name.upper()}": value for name, value in settings.items()}
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    return kept | {"PYTHONPATH": path, "NO_COLOR": "1"} | given


def run_kg(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, in a process that is forked."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        told = {"stdout": out.fileno(), "stderr": err.fileno()}
        process = fork(
            MAIN, list(arguments), cwd=Path.cwd(), env=kg_environment(**settings), **told
        )
        code = process.wait(COMMAND_S)
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(arguments, code, out.read(), err.read())


class ServeProcess:
    """A running `kg serve`; `address` is where it answers, `messages` what it said on stderr.

    Args:
        anew: Start Python for it, as a shell does, rather than fork a process that has imported kg.
    """

    def __init__(self, data: Path, *, anew: bool = False, **settings: str) -> None:
        environment = kg_environment(**({"extractor": "scripted", "examples": "0"} | settings))
        arguments = ["serve", "--port", "0", "--data", str(data)]
        self.data = data
        reading, writing = os.pipe()
        self._process: Forked | subprocess.Popen[bytes]
        try:
            given = {"cwd": data.parent, "env": environment, "stderr": writing}
            if anew:
                self._process = subprocess.Popen([*KG, *arguments], **given)
            else:
                self._process = fork(MAIN, arguments, **given)
        finally:
            os.close(writing)
        self._told_by_it = os.fdopen(reading)
        self.messages: list[str] = []
        self._told = threading.Event()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        assert self._told.wait(START_S), "kg serve said nothing"
        self.address = self._address()

    @property
    def pid(self) -> int:
        return self._process.pid

    def kill(self) -> None:
        """Kill it as a power cut would."""
        self._process.kill()
        self._finish()

    def stop(self, signal_: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop; returns its exit code."""
        self._process.send_signal(signal_)
        return self._finish()

    def running(self) -> bool:
        return self._process.poll() is None

    def _finish(self) -> int:
        code = self._process.wait(timeout=20)
        self._listener.join(5)
        self._told_by_it.close()
        return code

    def _listen(self) -> None:
        for line in self._told_by_it:
            self.messages.append(line.rstrip("\n"))
            if line.startswith("kg is at "):
                self._told.set()
        self._told.set()

    def _address(self) -> str:
        told = [line.split()[3] for line in self.messages if line.startswith("kg is at ")]
        if not told:
            self._finish()
            pytest.fail("kg serve ended: " + "\n".join(self.messages))
        return told[0]


@pytest.fixture
def serve() -> Iterator[Callable[..., ServeProcess]]:
    """Start `kg serve` with a data folder and settings; whatever still runs is killed at the end."""
    started: list[ServeProcess] = []

    def start(data: Path, *, anew: bool = False, **settings: str) -> ServeProcess:
        started.append(ServeProcess(data, anew=anew, **settings))
        return started[-1]

    yield start
    for process in started:
        if process.running():
            process.kill()
