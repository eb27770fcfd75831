"""Folders that a service follows: new, changed and deleted files, found by looking again and again."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urldefrag, urlsplit
from urllib.request import url2pathname

from api.cli.delivery import Delivery, Source
from api.cli.found import files_in

INTERVAL_S = 2.0
"""Seconds between two looks; a file is read once it looks the same twice."""


class Stamp(NamedTuple):
    """By what a change shows."""

    changed_ns: int
    size: int


@dataclass(frozen=True, slots=True)
class Change:
    """What one look led to, for one file: documents put or deleted, and what could not be read."""

    path: str
    put: int = 0
    deleted: int = 0
    failures: tuple[str, ...] = ()


class Watch:
    """Keeps a service's documents as the files of some folders are.

    It remembers nothing on disk: ids come from paths, and what the service has from these folders is
    asked of it at the first look, so that what happened to files in between is seen too.
    """

    def __init__(self, folders: Sequence[Path], delivery: Delivery) -> None:
        self._folders = [folder.resolve() for folder in folders]
        self._delivery = delivery
        self._seen: dict[str, Stamp] = {}
        self._read: dict[str, Stamp] = {}
        self._ids: dict[str, frozenset[str]] | None = None

    def look(self) -> list[Change]:
        """Look once, and do what is due. Raises TransientError if the service does not answer."""
        if self._ids is None:
            self._ids = self._held()
        there = {folder for folder in self._folders if folder.is_dir()}
        now = {path.as_uri(): stamp for path in files_in(sorted(there)) if (stamp := _stamp(path))}
        gone = [uri for uri in self._ids if uri not in now and self._lies_in(uri, there)]
        due = [uri for uri in now if self._read.get(uri) != now[uri] == self._seen.get(uri)]
        self._seen = now
        return [*map(self._forget, gone), *(self._take(uri, now[uri]) for uri in due)]

    def _held(self) -> dict[str, frozenset[str]]:
        held: dict[str, set[str]] = {}
        for folder in self._folders:
            for uri, id in self._delivery.known(folder.as_uri() + "/"):
                held.setdefault(urldefrag(uri).url, set()).add(id)
        return {uri: frozenset(ids) for uri, ids in held.items()}

    def _lies_in(self, uri: str, folders: set[Path]) -> bool:
        """A folder that is away, as a disk may be, takes nothing with it."""
        return any(uri.startswith(folder.as_uri() + "/") for folder in folders)

    def _take(self, uri: str, stamp: Stamp) -> Change:
        assert self._ids is not None
        path = _path(uri)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return Change(str(path))  # it has gone since the folder was listed
        except OSError as err:
            self._read[uri] = stamp
            return Change(str(path), failures=(err.strerror or str(err),))
        delivered = self._delivery.put(Source(uri, path.name, content))
        before = self._ids.get(uri, frozenset())
        left = before - delivered.ids if not delivered.failures else frozenset[str]()
        for id in left:
            self._delivery.delete(id)
        self._ids[uri] = delivered.ids | (before - left)
        self._read[uri] = stamp
        return Change(str(path), delivered.changed, len(left), delivered.failures)

    def _forget(self, uri: str) -> Change:
        assert self._ids is not None
        for id in self._ids[uri]:
            self._delivery.delete(id)
        deleted = len(self._ids.pop(uri))
        self._read.pop(uri, None)
        return Change(str(_path(uri)), deleted=deleted)


def _stamp(path: Path) -> Stamp | None:
    with contextlib.suppress(OSError):  # it has gone since the folder was listed
        found = path.stat()
        return Stamp(found.st_mtime_ns, found.st_size)
    return None


def _path(uri: str) -> Path:
    return Path(url2pathname(urlsplit(uri).path))
