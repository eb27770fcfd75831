"""Child processes for work that may never end or break down: killed after a time, told nothing of our environment."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import Pipe
from multiprocessing.connection import Connection

Running = tuple[subprocess.Popen[bytes], Connection]
"""A child, and the socket to talk to it."""


def start(module: str, *arguments: object) -> Running:
    """Start `python -m module SOCKET …`: it has neither our environment nor our main module, as `multiprocessing` would have it."""
    ours, theirs = Pipe()
    words = map(str, (theirs.fileno(), *arguments))
    process = subprocess.Popen(
        [sys.executable, "-P", "-W", "ignore", "-m", module, *words],
        env={"PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))},
        pass_fds=(theirs.fileno(),),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    theirs.close()
    return process, ours


@contextmanager
def killed_after(process: subprocess.Popen[bytes], seconds: float) -> Iterator[threading.Event]:
    """Kill the process when the block takes longer; the event tells whether it did."""
    expired = threading.Event()

    def expire() -> None:
        expired.set()
        process.kill()

    timer = threading.Timer(seconds, expire)
    timer.daemon = True
    timer.start()
    try:
        yield expired
    finally:
        timer.cancel()
        timer.join()
        if expired.is_set():  # perhaps at the very moment that the block ended
            process.wait()
