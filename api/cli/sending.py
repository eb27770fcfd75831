"""One `kg ingest`: many requests, one job."""

import io
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from api.cli.found import LINES, batches
from api.client import Client
from api.refusal import NothingTaken
from api.schemas.documents import Accepted, DocumentTaken

CHUNK_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Failure:
    """A file, or a line of one, that could not be taken."""

    name: str
    error: str


class Sending:
    """Sends files and streams to a service as one job, and remembers what could not be taken."""

    def __init__(self, service: Client) -> None:
        self._service = service
        self.job: str | None = None
        self.accepted = self.duplicates = self.rejected = 0
        self.failures: list[Failure] = []

    def files(self, paths: Sequence[Path]) -> Iterator[int]:
        """Send files in good groups; yields how many have been sent so far, after each group."""
        sent = 0
        for group in batches(paths):
            self._lines(group[0]) if group[0].suffix.lower() in LINES else self._upload(group)
            sent += len(group)
            yield sent

    def stream(self, name: str, stream: IO[bytes]) -> None:
        """Send one text, or documents as JSON lines if it begins with a brace."""
        first = stream.read(CHUNK_BYTES)
        pieces = itertools.chain([first], iter(lambda: stream.read(CHUNK_BYTES), b""))
        if first.lstrip().startswith(b"{"):
            self._take(name, lambda: self._service.add_lines(pieces, job=self.job))
        else:
            whole = io.BytesIO(b"".join(pieces))
            self._take(name, lambda: self._service.upload([(f"{name}.txt", whole)], job=self.job))

    def _lines(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                pieces = iter(lambda: file.read(CHUNK_BYTES), b"")
                self._take(str(path), lambda: self._service.add_lines(pieces, job=self.job))
        except OSError as err:
            self._fail(str(path), err.strerror or str(err))

    def _upload(self, paths: Iterable[Path]) -> None:
        with ExitStack() as open_files:
            parts: list[tuple[str, IO[bytes]]] = []
            for path in paths:
                try:
                    parts.append((str(path), open_files.enter_context(path.open("rb"))))
                except OSError as err:
                    self._fail(str(path), err.strerror or str(err))
            if parts:
                self._take(parts[0][0], lambda: self._service.upload(parts, job=self.job))

    def _take(self, name: str, send: Callable[[], Accepted]) -> None:
        try:
            accepted = send()
        except NothingTaken as err:
            self._note(name, err.documents)
            if not err.documents:
                self._fail(name, str(err))
            return
        self.job = accepted.job
        self.accepted += accepted.accepted
        self.duplicates += accepted.duplicates
        self._note(name, accepted.documents)

    def _note(self, name: str, documents: Iterable[DocumentTaken]) -> None:
        for one in documents:
            if one.status == "rejected":
                where = one.name or name
                where += f" line {one.line}" if one.line else ""
                self._fail(where, one.error or "no reason given")

    def _fail(self, name: str, error: str) -> None:
        self.rejected += 1
        self.failures.append(Failure(name, error))
