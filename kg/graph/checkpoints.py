"""Frozen copies of the store for others to read: hard links, made in milliseconds, deleted after use."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from kg.errors import StoreUnavailable


@dataclass(slots=True, eq=False)
class Checkpoint:
    """One copy.

    Attributes:
        writes: How many writes it holds, at least.
        leases: How many read it.
    """

    folder: str
    writes: int
    leases: int = 0


class Checkpoints:
    """Takes copies when there is something new to read, and deletes those that nobody reads any more.

    Args:
        backup: Copies the store into a new folder (`Store.backup`), all that was written before.
        folder: On the file system of the store. Whatever a killed process left there is deleted.
        quiet: Nobody writes while it is held.
    """

    def __init__(
        self, backup: Callable[[str], None], folder: Path, quiet: AbstractContextManager[object]
    ) -> None:
        self._backup = backup
        self._folder = folder
        self._quiet = quiet
        self._lock = threading.Lock()
        self._numbers = count()
        self._newest: Checkpoint | None = None
        self._writes = 0
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)

    def wrote(self) -> None:
        """Note a write: whoever reads next sees it. Called by one writer at a time."""
        self._writes += 1

    def lease(self) -> Checkpoint:
        """Return a copy that holds every write so far; give it back with `release`.

        Raises:
            StoreUnavailable: It cannot be taken, for example because the disk is full.
        """
        with self._lock:
            if self._newest is None or self._newest.writes < self._writes:
                old, self._newest = self._newest, self._take()
                self._forget_if_unused(old)
            self._newest.leases += 1
            return self._newest

    def release(self, checkpoint: Checkpoint) -> None:
        """Give a copy back."""
        with self._lock:
            checkpoint.leases -= 1
            self._forget_if_unused(checkpoint)

    @contextmanager
    def scratch(self) -> Iterator[str]:
        """Take a copy to write in; its folder is deleted afterwards."""
        copy = self._take()
        try:
            yield copy.folder
        finally:
            shutil.rmtree(copy.folder, ignore_errors=True)

    def close(self) -> None:
        """Delete every copy, in use or not."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _take(self) -> Checkpoint:
        folder = str(self._folder / str(next(self._numbers)))
        checkpoint = Checkpoint(folder, self._writes)
        try:
            self._copy(folder)
        except (OSError, RuntimeError) as err:
            shutil.rmtree(folder, ignore_errors=True)
            raise StoreUnavailable(str(self._folder), f"no copy can be made: {err}.") from err
        return checkpoint

    def _copy(self, folder: str) -> None:
        """Copy the store, in a quiet moment only if need be: waiting for one may take a while.

        When a write comes in between, RocksDB may find its log shorter than it was told, and refuse.
        """
        try:
            self._backup(folder)
        except RuntimeError:
            shutil.rmtree(folder, ignore_errors=True)
            with self._quiet:
                self._backup(folder)

    def _forget_if_unused(self, checkpoint: Checkpoint | None) -> None:
        if checkpoint and checkpoint is not self._newest and checkpoint.leases == 0:
            shutil.rmtree(checkpoint.folder, ignore_errors=True)
