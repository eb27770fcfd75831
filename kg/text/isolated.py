"""Parsing in child processes: a file of death costs one error and not the service."""

import atexit
from queue import LifoQueue
from types import TracebackType
from typing import Self

from kg.text.killable import KillableReader
from kg.text.parsing import parse_here
from kg.text.records import Format, Parsed, RawDocument, ReadLimits


class IsolatedParser:
    """Parses for any number of threads, `processes` files at a time; its processes stay warm.

    Args:
        time_limit_s: Seconds that one file may take.
        max_memory_bytes: Address space of one process.
    """

    def __init__(
        self,
        *,
        processes: int = 2,
        time_limit_s: float = 60.0,
        max_memory_bytes: int = 2_000_000_000,
    ) -> None:
        self._readers = [KillableReader(time_limit_s, max_memory_bytes) for _ in range(processes)]
        self._idle: LifoQueue[KillableReader] = LifoQueue()  # the last one used is warm
        for reader in self._readers:
            self._idle.put(reader)
        atexit.register(self.close)

    def parse(self, raw: RawDocument, limits: ReadLimits) -> Parsed:
        """Parse a document; plain text right here, as nothing but Python's own decoders touch it.

        Raises:
            DocumentUnreadable: No text can be had from it, or not within time and memory.
            DocumentTooLarge: It has more text than a document may.
            TransientError: The parser is closed, before or meanwhile.
        """
        if raw.format is Format.PLAIN:
            return parse_here(raw, limits)
        reader = self._idle.get()
        try:
            return reader.parse(raw, limits)
        finally:
            self._idle.put(reader)

    def close(self) -> None:
        """End the processes, in the middle of a file too; calling it again does no harm."""
        atexit.unregister(self.close)
        for reader in self._readers:
            reader.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
