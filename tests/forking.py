"""Processes of kg that begin with everything imported: a test process has one other that imports once, and forks.

What is forked is a process of its own, with its own environment, folder, signals and end, killed as any other; only
what Python and libraries take from the environment when they begin (PYTHONHASHSEED, OMP_NUM_THREADS) is the origin's.
It spares only the two or three seconds of imports before `main`, of which the suite has more than a hundred; starts from
nothing are tested where commands, pages of the documentation and the newcomer's first minutes are.
"""

import atexit
import gc
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[1]
_PRELOADED = (
    "api.cli.app",
    "api.exposure",
    "api.server",
    "kg.extraction.scripted",
    "uvicorn.lifespan.on",
    "uvicorn.loops.auto",
    "uvicorn.protocols.http.auto",
    "uvicorn.protocols.websockets.auto",
    "workers.app",
    "workers.tasks",
)
_MESSAGE_BYTES = 200_000
_ONE_AT_A_TIME = threading.Lock()


@dataclass
class Forked:
    """A process that was forked; it is waited for as one of `subprocess`."""

    pid: int
    returncode: int | None = None

    def __post_init__(self) -> None:
        self._end = os.pidfd_open(self.pid)

    def poll(self) -> int | None:
        """Return its exit code, None while it runs."""
        return self._reap() if self.returncode is None and self._ended(0) else self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end and return its exit code. Raises `subprocess.TimeoutExpired`."""
        if self.returncode is not None:
            return self.returncode
        if not self._ended(timeout):
            raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0)
        return self._reap()

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            signal.pidfd_send_signal(self._end, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def _ended(self, timeout: float | None) -> bool:
        waiting = select.poll()
        waiting.register(self._end, select.POLLIN)
        return bool(waiting.poll(None if timeout is None else 1000 * timeout))

    def _reap(self) -> int:
        self.returncode = int(_asked({"reap": self.pid}))
        os.close(self._end)
        return self.returncode


def fork(
    code: str,
    arguments: list[str],
    *,
    cwd: Path,
    env: dict[str, str],
    stdout: int | None = None,
    stderr: int | None = None,
) -> Forked:
    """Run a program as `python -c code arguments` would; what it prints goes to the descriptors given, or nowhere."""
    with open(os.devnull, "r+b") as nowhere:
        quiet = nowhere.fileno()
        told = [quiet, *(quiet if one is None else one for one in (stdout, stderr))]
        asked = {"code": code, "arguments": arguments, "cwd": str(cwd), "env": env}
        return Forked(int(_asked(asked, told)))


def _asked(request: dict[str, Any], descriptors: list[int] | None = None) -> bytes:
    with _ONE_AT_A_TIME:
        line = _origin()
        socket.send_fds(line, [json.dumps(request).encode()], descriptors or [])
        answer = line.recv(100)
    assert answer, "the process that forks has ended"
    return answer


@cache
def _origin() -> socket.socket:
    """Start the process that imports and forks, and return the line to it; it ends when this process does."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        path = os.pathsep.join([str(_ROOT), str(_ROOT / "tests")])
        kept = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
        begun = subprocess.Popen(
            [sys.executable, "-c", "import forking; forking.answer()", str(theirs.fileno())],
            env=kept | {"PYTHONPATH": path, "NO_COLOR": "1", "OMP_NUM_THREADS": "1"},
            pass_fds=(theirs.fileno(),),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )

    def end() -> None:
        ours.close()
        try:
            begun.wait(10)
        except subprocess.TimeoutExpired:
            begun.kill()

    atexit.register(end)
    return ours


def answer() -> None:
    """Fork when asked to, and be the child, too: then run what it is to run, and return as it does."""
    line = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the tests to hear of
    _prepare()
    while True:
        message, descriptors, _, _ = socket.recv_fds(line, _MESSAGE_BYTES, 3)
        if not message:
            return
        request = json.loads(message)
        if "reap" in request:
            _, status = os.waitpid(request["reap"], 0)
            line.send(str(os.waitstatus_to_exitcode(status)).encode())
            continue
        child = os.fork()
        if child == 0:
            line.close()
            _become(request, descriptors)
            return
        for one in descriptors:
            os.close(one)
        line.send(str(child).encode())


def _prepare() -> None:
    for name in _PRELOADED:
        importlib.import_module(name)
    from kg.catalog import Catalog

    with (
        tempfile.TemporaryDirectory() as folder
    ):  # the first one that a process opens takes longest
        Catalog.open(f"sqlite:///{folder}/catalog.sqlite").close()
    assert len(list(Path("/proc/self/task").iterdir())) == 1, "threads do not go through a fork"
    gc.collect()
    gc.freeze()


def _become(request: dict[str, Any], descriptors: list[int]) -> None:
    for place, one in enumerate(descriptors):
        os.dup2(one, place)
        os.close(one)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(request["env"])
    tempfile.tempdir = None  # so that TMPDIR counts
    wanted = request["env"].get("PYTHONPATH", "").split(os.pathsep)
    if str(_ROOT / "tests") not in wanted:  # nothing of kg may lean on it
        sys.path.remove(str(_ROOT / "tests"))
    os.chdir(request["cwd"])
    sys.argv[:] = ["-c", *request["arguments"]]
    exec(request["code"], {"__name__": "__main__"})
