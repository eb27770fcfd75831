"""Runs pySHACL in a process that can be killed, and tells what it found."""

import json
import logging
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kg.errors import TransientError
from kg.processes import Running, killed_after, start

log = logging.getLogger(__name__)

_CHILD = "kg.admission.shape_process"
_LONGEST_ANSWER = 200_000_000
_START_S = 120.0
_MOST_CHECKS = 2_000
"""Checks by one process, before a fresh one takes its place."""
VIOLATION = "http://www.w3.org/ns/shacl#Violation"


class Unchecked(Exception):
    """Raised when pySHACL came to no result, for the reason given."""


class Refused(Unchecked):
    """Raised when pySHACL does not take the shapes."""


@dataclass(frozen=True, slots=True)
class Result:
    """A result of a SHACL report (SHACL §3.6), with terms as pyoxigraph has them.

    Attributes:
        steps: What the shape's path may begin with: predicates, each with whether it is followed from object
            to subject. None where the shape has no path.
        component: IRI of the kind of constraint, for example `sh:MaxCountConstraintComponent`.
        shape: IRI of the shape; empty if it has none.
        severity: IRI.
    """

    focus: ox.NamedNode | ox.Literal
    steps: tuple[tuple[str, bool], ...]
    value: ox.NamedNode | ox.Literal | None
    component: str
    shape: str
    severity: str
    message: str


class ShapeChecker:
    """A process that starts when first needed, and takes one check at a time.

    Args:
        time_limit_s: Seconds that one check may take.
        max_memory_bytes: Address space of the process.
    """

    def __init__(
        self, *, time_limit_s: float = 30.0, max_memory_bytes: int = 2_000_000_000
    ) -> None:
        self._time_limit_s = time_limit_s
        self._max_memory_bytes = max_memory_bytes
        self._running: Running | None = None
        self._checks = 0
        self._closed = False
        self._turn = threading.Lock()
        self._lifecycle = threading.Lock()

    def check(self, shapes: bytes, data: bytes) -> list[Result]:
        """Return what a graph violates; both graphs are N-Triples.

        Raises:
            Unchecked: It took too long or too much memory, or broke down; or, as Refused, the shapes are
                none that pySHACL takes.
            TransientError: `close` was called, before or meanwhile.
        """
        with self._turn:
            process, socket = self._ready()
            if self._checks == 1:
                with self._talking(process, _START_S):
                    socket.recv_bytes()
            with self._talking(process, self._time_limit_s):
                socket.send_bytes(shapes)
                socket.send_bytes(data)
                answer = json.loads(socket.recv_bytes(_LONGEST_ANSWER))
        if "refused" in answer:
            raise Refused(f"pySHACL does not take the shapes: {answer['refused']}")
        return [_result(one) for one in answer["results"] if one["focus"]]

    def close(self) -> None:
        """Kill the process, in the middle of a check too; calling it again does no harm."""
        with self._lifecycle:
            self._closed = True
            self._end()

    @contextmanager
    def _talking(self, process: subprocess.Popen[bytes], seconds: float) -> Iterator[None]:
        with killed_after(process, seconds) as expired:
            try:
                yield
            except (EOFError, OSError, ValueError) as err:
                process.kill()
                raise self._death(process.wait(), expired.is_set()) from err

    def _ready(self) -> Running:
        with self._lifecycle:
            if self._closed:
                raise TransientError("The service is stopping.")
            ended = self._running is None or self._running[0].poll() is not None
            if self._running is None or ended or self._checks >= _MOST_CHECKS:
                self._end()
                self._running = start(_CHILD, self._max_memory_bytes, self._time_limit_s)
                self._checks = 0
            self._checks += 1
            return self._running

    def _end(self) -> None:
        if self._running is not None:
            self._running[0].kill()
            self._running[0].wait()

    def _death(self, code: int, expired: bool) -> Exception:
        if self._closed:
            return TransientError("The service is stopping.")
        if expired:
            return Unchecked(f"checking it took longer than {self._time_limit_s:g} s")
        log.warning("the process that checks shapes ended with code %d", code)
        return Unchecked("checking it needed too much memory, or pySHACL broke down")


def _result(given: dict[str, Any]) -> Result:
    return Result(
        focus=_term(given["focus"]),
        steps=tuple((predicate, back) for predicate, back in given["steps"]),
        value=_term(given["value"]) if given["value"] else None,
        component=given["component"].strip("<>"),
        shape=(given["shape"] or "").strip("<>"),
        severity=(given["severity"] or f"<{VIOLATION}>").strip("<>"),
        message=given["message"],
    )


def _term(written: str) -> ox.NamedNode | ox.Literal:
    line = f"<urn:s> <urn:p> {written} ."
    (quad,) = ox.parse(line.encode(), ox.RdfFormat.TURTLE)
    assert isinstance(quad.object, ox.NamedNode | ox.Literal)
    return quad.object
