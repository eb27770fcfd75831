"""The child that parses hostile files: it may die of one, and its parent starts another.

Over a socket it gets a header in JSON and then the file, and answers in JSON: with pickles, a file that
took over the child would have its parent as well.
"""

import json
import logging
import resource
import signal
import sys
from dataclasses import asdict
from multiprocessing.connection import Connection
from typing import Any

from kg.errors import DocumentUnreadable
from kg.text.parsing import parse_here
from kg.text.records import Format, RawDocument, ReadLimits


def main(socket: int, max_memory_bytes: int, time_limit_s: float) -> None:
    """Parse files until the parent closes the socket or is gone."""
    resource.setrlimit(resource.RLIMIT_AS, (max_memory_bytes, max_memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then stops us
    logging.disable(logging.WARNING)  # what is wrong with a file goes into the answer
    connection = Connection(socket)
    while True:
        try:
            header, content = json.loads(connection.recv_bytes()), connection.recv_bytes()
        except EOFError:
            return
        # twice the time that the parent waits: for when it was killed and nobody waits
        signal.setitimer(signal.ITIMER_REAL, 2 * time_limit_s)
        connection.send_bytes(json.dumps(_answer(header, content)).encode("ascii"))
        signal.setitimer(signal.ITIMER_REAL, 0)


def header_of(raw: RawDocument, limits: ReadLimits) -> bytes:
    """Return what the parent sends before the file's content."""
    raw_fields = {"source": raw.source, "format": raw.format.name, "charset": raw.charset}
    return json.dumps({"raw": raw_fields, "limits": asdict(limits)}).encode("ascii")


def _answer(header: dict[str, Any], content: bytes) -> dict[str, Any]:
    fields, limits = header["raw"], ReadLimits(**header["limits"])
    format = Format[fields["format"]]
    raw = RawDocument(fields["source"], content, format, fields["charset"])
    try:
        parsed = parse_here(raw, limits)
    except DocumentUnreadable as err:
        return {"unreadable": err.reason}
    if len(parsed.text) > limits.max_document_bytes:
        return {"characters": len(parsed.text)}  # too many for the parent to take
    return {"parsed": asdict(parsed)}


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
