"""What a process that was started for a measurement uses, and when it has come to rest."""

import os
import subprocess
import time
from pathlib import Path

REST_S = 4
"""Seconds of rest after which nothing follows any more."""
AT_REST = 0.05
"""Share of a core that a service at rest uses less than."""


def cpu_s(process: subprocess.Popen[bytes]) -> float:
    """Return the seconds of CPU that a process has used, all its threads together."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wait_until_at_rest(process: subprocess.Popen[bytes]) -> None:
    """Return once the service has used next to no CPU for longer than identity waits between looks."""
    still, used = 0, cpu_s(process)
    while still < REST_S:
        time.sleep(1)
        before, used = used, cpu_s(process)
        still = still + 1 if used - before < AT_REST else 0
