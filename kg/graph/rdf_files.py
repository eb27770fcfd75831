"""Files of RDF, read by `kg/graph/file_process.py` and handed on some lines at a time."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

from kg.errors import Conflict, InputError
from kg.graph.file_process import CONFLICT, Reading

_PIECE_BYTES = 2_000_000


def read_file(reading: Reading, on_lines: Callable[[int], None] = lambda count: None) -> int:
    """Have a file read in a process of its own; returns how many lines its target has.

    Args:
        on_lines: Told now and then how many there are already.

    Raises:
        InputError: It is not well-formed; the message names the line, and is no sentence.
        Conflict: It would go into the graph of a document.
    """
    command = [sys.executable, "-P", "-m", "kg.graph.file_process", json.dumps(asdict(reading))]
    path = os.pathsep.join(map(os.path.abspath, sys.path))
    process = subprocess.Popen(
        command,
        env={"PYTHONPATH": path},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    count = 0
    with process:
        assert process.stdout is not None
        assert process.stderr is not None
        for line in process.stdout:
            count = int(line)
            on_lines(count)
        complaint = process.stderr.read().strip().splitlines()
    if process.returncode == CONFLICT:
        raise Conflict(complaint[-1])
    if process.returncode:
        reason = complaint[-1] if complaint else "its reader broke down: it is damaged"
        raise InputError(reason.removesuffix("."))
    return count


def pieces(lines: Path) -> Iterator[list[bytes]]:
    """Yield the lines of a file, about two megabytes of them at a time."""
    with lines.open("rb") as file:
        while some := file.readlines(_PIECE_BYTES):
            yield some
