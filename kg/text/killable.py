"""One child process that parses files for us, and can be killed in the middle of one."""

import json
import logging
import threading
from typing import Any

from kg.errors import DocumentUnreadable, KGError, TransientError
from kg.processes import Running, killed_after, start
from kg.text.checks import check_size
from kg.text.reader_process import header_of
from kg.text.records import Parsed, RawDocument, ReadLimits

log = logging.getLogger(__name__)

MOST_FILES = 500
"""Files that one process reads before a fresh one takes its place: native parsers leak."""
_CHILD = "kg.text.reader_process"
_LONGEST_ESCAPE = 6
"""Bytes of JSON for one byte of text at worst: a control character becomes six."""


class KillableReader:
    """A process that starts when first needed; for one thread at a time, but for `close`."""

    def __init__(self, time_limit_s: float, max_memory_bytes: int) -> None:
        self._time_limit_s = time_limit_s
        self._max_memory_bytes = max_memory_bytes
        self._running: Running | None = None
        self._files = 0
        self._closed = False
        self._lifecycle = threading.Lock()

    def parse(self, raw: RawDocument, limits: ReadLimits) -> Parsed:
        """Parse a document over there.

        Raises:
            DocumentUnreadable: No text can be had from it, or not within time and memory.
            DocumentTooLarge: It has more text than a document may.
            TransientError: `close` was called, before or meanwhile.
        """
        process, socket = self._ready(raw.source)
        with killed_after(process, self._time_limit_s) as expired:
            try:
                socket.send_bytes(header_of(raw, limits))
                socket.send_bytes(raw.content)
                most = _LONGEST_ESCAPE * limits.max_document_bytes + 100_000
                answer = json.loads(socket.recv_bytes(most))
            except (EOFError, OSError, ValueError) as err:
                process.kill()
                raise self._death(raw.source, process.wait(), expired.is_set()) from err
        return _parsed(raw.source, answer, limits)

    def close(self) -> None:
        """Kill the process, in the middle of a file too; calling it again does no harm."""
        with self._lifecycle:
            self._closed = True
            self._end()

    def _ready(self, source: str) -> Running:
        with self._lifecycle:
            if self._closed:
                raise _stopping(source)
            ended = self._running is None or self._running[0].poll() is not None
            if self._running is None or ended or self._files >= MOST_FILES:
                self._end()
                self._running = start(_CHILD, self._max_memory_bytes, self._time_limit_s)
                self._files = 0
            self._files += 1
            return self._running

    def _end(self) -> None:
        if self._running is not None:
            process, _ = self._running
            process.kill()
            process.wait()

    def _death(self, source: str, code: int, expired: bool) -> KGError:
        if self._closed:
            return _stopping(source)
        if expired:
            limit = f"{self._time_limit_s:g} s"
            return DocumentUnreadable(source, f"it took longer than {limit} to read. Split it.")
        log.warning("the reader of a document ended with code %d", code)
        reason = "it is damaged or needs too much memory: its reader broke down. Save it again."
        return DocumentUnreadable(source, reason)


def _parsed(source: str, answer: dict[str, Any], limits: ReadLimits) -> Parsed:
    match answer:
        case {
            "parsed": {
                "text": str(text),
                "title": str() | None as title,
                "language": str() | None as language,
            }
        }:
            return Parsed(text, title, language)
        case {"unreadable": str(reason)}:
            raise DocumentUnreadable(source, reason)
        case {"characters": int(size)}:
            check_size(source, size, limits.max_document_bytes)
    raise DocumentUnreadable(source, "its reader gave no sense. Save it again.")


def _stopping(source: str) -> TransientError:
    return TransientError(f"The service is stopping. Send {source} again.")
