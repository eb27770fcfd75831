"""A folder in memory for what tests write: thousands of small databases, whose every fsync would wait for a disk.

Nothing is lost by it: what a killed process wrote is there afterwards, on a disk as in memory, and no test
cuts the power of the machine.
"""

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
NAME = "kg-tests-"
ENOUGH_BYTES = 4_000_000_000


def begin() -> Path | None:
    """Have temporary files lie in memory, and return the folder; None where there is too little, or TMPDIR says where."""
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK):
        return None
    _clear()
    if min(shutil.disk_usage(MEMORY).free, _available_bytes()) < ENOUGH_BYTES:
        return None
    folder = MEMORY / f"{NAME}{os.getpid()}"
    folder.mkdir()
    folder.chmod(0o711)  # PostgreSQL, who is somebody else, has a folder in it
    os.environ["TMPDIR"], tempfile.tempdir = str(folder), None
    return folder


def _clear() -> None:
    """Remove what failed or killed runs have left."""
    for folder in MEMORY.glob(f"{NAME}*"):
        if not Path("/proc", folder.name.removeprefix(NAME)).exists():
            shutil.rmtree(folder, ignore_errors=True)


def _available_bytes() -> int:
    told = Path("/proc/meminfo").read_text("ascii").splitlines()
    return next(1024 * int(line.split()[1]) for line in told if line.startswith("MemAvailable:"))
