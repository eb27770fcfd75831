"""Real worker processes, and how long to wait for what they do."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from forking import Forked, fork

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60.0

CELERY = ["-A", "workers.app", "worker", "-P", "solo", "--prefetch-multiplier", "1"]
CELERY += ["--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
CELERYS = "from celery.__main__ import main; main()"
OURS = (
    "from kg.settings import Settings; from workers.app import run_worker; run_worker(Settings())"
)


class WorkerProcess:
    """A worker of its own: Celery's where the settings name a Redis, else kg's own loop.

    Args:
        anew: Start Python for it, as a shell does, rather than fork a process that has imported kg.
    """

    def __init__(self, settings: dict[str, str], *, anew: bool = False) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
        given = {f"KG_{name.upper()}": value for name, value in settings.items()}
        environment = kept | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"} | given
        code, arguments = (CELERYS, CELERY) if "redis_url" in settings else (OURS, [])
        self._process: Forked | subprocess.Popen[bytes]
        if anew:
            command, quiet = [sys.executable, "-c", code, *arguments], subprocess.DEVNULL
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdin=quiet, stdout=quiet, stderr=quiet
            )
        else:
            self._process = fork(code, arguments, cwd=ROOT, env=environment)

    @property
    def pid(self) -> int:
        return self._process.pid

    def running(self) -> bool:
        """Return whether it has not ended."""
        return self._process.poll() is None

    def kill(self) -> None:
        """Kill it as a power cut would."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> int:
        """Ask it to stop; returns its exit code."""
        self._process.send_signal(signal.SIGTERM)
        return self.wait()

    def wait(self) -> int:
        """Wait for its end; returns its exit code."""
        return self._process.wait(PATIENCE_S)


def wait_until(true: Callable[[], bool], within_s: float = PATIENCE_S) -> None:
    """Return as soon as something is true; fail when it is not in time."""
    deadline = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.02)
