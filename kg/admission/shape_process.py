"""The child that runs pySHACL: a shape may hold a pattern that Python would try for years, and pySHACL may break.

    python -m kg.admission.shape_process SOCKET MEMORY_BYTES TIME_LIMIT_S

Over the socket it says that it is ready, gets the shapes and then the data, in N-Triples, and answers in JSON.
"""

import json
import logging
import re
import resource
import signal
import sys
from collections.abc import Iterator
from functools import lru_cache
from multiprocessing.connection import Connection
from typing import Any

import rdflib
from pyshacl import validate
from pyshacl.errors import (
    ConstraintLoadError,
    ReportableRuntimeError,
    ShapeLoadError,
    ValidationFailure,
)
from rdflib import SH, BNode, Graph, URIRef
from rdflib.term import Node

_BAD_SHAPES = (ShapeLoadError, ConstraintLoadError, ValueError, re.error)
_REPORTED = {
    "focus": SH.focusNode,
    "value": SH.value,
    "component": SH.sourceConstraintComponent,
    "shape": SH.sourceShape,
    "severity": SH.resultSeverity,
}


def main(socket: int, max_memory_bytes: int, time_limit_s: float) -> None:
    """Check graphs until the parent closes the socket or is gone."""
    resource.setrlimit(resource.RLIMIT_AS, (max_memory_bytes, max_memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then stops us
    logging.disable(logging.CRITICAL)
    rdflib.NORMALIZE_LITERALS = False  # the report must name values as they were sent
    connection = Connection(socket)
    _answer(b"", b"")  # what pySHACL imports late must not count as time of the first check
    connection.send_bytes(b"ready")
    while True:
        try:
            shapes, data = connection.recv_bytes(), connection.recv_bytes()
        except EOFError:
            return
        # for when the parent was killed and nobody waits
        signal.setitimer(signal.ITIMER_REAL, 2 * time_limit_s)
        connection.send_bytes(json.dumps(_answer(shapes, data)).encode("ascii"))
        signal.setitimer(signal.ITIMER_REAL, 0)


def _answer(shapes: bytes, data: bytes) -> dict[str, Any]:
    graph = Graph().parse(data=data, format="nt")
    try:
        _, report, _ = validate(graph, shacl_graph=_shapes(shapes), inplace=True, advanced=False)
    except (*_BAD_SHAPES, ReportableRuntimeError, ValidationFailure) as err:
        return {"refused": " ".join(str(err).split())}
    if not isinstance(report, Graph):
        return {"refused": " ".join(str(report).split())}
    return {"results": list(_results(report))}


@lru_cache(maxsize=4)
def _shapes(lines: bytes) -> Graph:
    return Graph().parse(data=lines, format="nt")


def _results(report: Graph) -> Iterator[dict[str, Any]]:
    # only those of the report itself: what a nested shape found is a detail of them
    for result in report.objects(None, SH.result):
        found: dict[str, Any] = {
            name: _written(report.value(result, what)) for name, what in _REPORTED.items()
        }
        messages = sorted(map(str, report.objects(result, SH.resultMessage)))
        found["message"] = " ".join(messages)
        found["steps"] = _steps(report, report.value(result, SH.resultPath))
        yield found


def _written(node: Node | None) -> str | None:
    """Return a term in N-Triples; blank nodes of shapes have no name that anybody knows."""
    return None if node is None or isinstance(node, BNode) else node.n3()


def _steps(report: Graph, node: Node | None) -> list[tuple[str, bool]]:
    """Return the steps that a path may begin with: predicates, and whether each goes from object to subject."""
    if node is None:
        return []
    if isinstance(node, URIRef):
        return [(str(node), False)]
    if (inner := report.value(node, SH.inversePath)) is not None:
        return [(predicate, not back) for predicate, back in _steps(report, inner)]
    if (alternatives := report.value(node, SH.alternativePath)) is not None:
        return [step for one in report.items(alternatives) for step in _steps(report, one)]
    if (optional := report.value(node, SH.zeroOrOnePath)) is not None:
        return _steps(report, optional)
    return _steps(report, next(iter(report.items(node)), None))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
