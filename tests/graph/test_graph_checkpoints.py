"""Copies of the store: new ones when something was written, old ones while somebody reads them."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import StoreUnavailable
from kg.graph.checkpoints import Checkpoints

Failure = OSError | RuntimeError


class Backup:
    """Makes empty folders, after it failed as often as it was told to."""

    def __init__(self, *failures: Failure) -> None:
        self._failures = list(failures)
        self.made: list[Path] = []
        self.quiet = threading.Lock()
        self.was_quiet: list[bool] = []

    def __call__(self, folder: str) -> None:
        Path(folder).mkdir()
        self.was_quiet.append(self.quiet.locked())
        if self._failures:
            raise self._failures.pop(0)
        self.made.append(Path(folder))


@pytest.fixture
def checkpoints(tmp_path: Path) -> Callable[[Backup], Checkpoints]:
    return lambda backup: Checkpoints(backup, tmp_path / "checkpoints", backup.quiet)


def test_a_copy_serves_until_something_is_written(
    checkpoints: Callable[[Backup], Checkpoints],
) -> None:
    kept = checkpoints(backup := Backup())
    first, second = kept.lease(), kept.lease()

    kept.wrote()
    third = kept.lease()

    assert first is second is not third
    assert len(backup.made) == 2


def test_an_old_copy_goes_with_its_last_reader(
    checkpoints: Callable[[Backup], Checkpoints],
) -> None:
    kept = checkpoints(Backup())
    first, second = kept.lease(), kept.lease()
    kept.wrote()
    newest = kept.lease()

    kept.release(first)
    assert Path(second.folder).exists()
    kept.release(second)
    assert not Path(second.folder).exists()

    kept.release(newest)
    assert Path(newest.folder).exists()


def test_what_a_killed_process_left_is_deleted(tmp_path: Path) -> None:
    left = tmp_path / "checkpoints" / "17"
    left.mkdir(parents=True)

    Checkpoints(Backup(), tmp_path / "checkpoints", threading.Lock())

    assert not left.exists()


def test_a_copy_that_a_write_disturbed_is_made_again_in_a_quiet_moment(
    checkpoints: Callable[[Backup], Checkpoints],
) -> None:
    backup = Backup(RuntimeError("Corruption: File smaller than expected"))

    copy = checkpoints(backup).lease()

    assert backup.made == [Path(copy.folder)]
    assert backup.was_quiet == [False, True]


def test_a_full_disk_is_an_outage_and_leaves_nothing(
    checkpoints: Callable[[Backup], Checkpoints], tmp_path: Path
) -> None:
    kept = checkpoints(Backup(OSError("No space left on device")))

    with pytest.raises(StoreUnavailable, match="No space"):
        kept.lease()

    assert list((tmp_path / "checkpoints").iterdir()) == []
    assert Path(kept.lease().folder).exists()


def test_a_scratch_copy_is_gone_afterwards(checkpoints: Callable[[Backup], Checkpoints]) -> None:
    kept = checkpoints(Backup())

    with kept.scratch() as folder:
        assert Path(folder).exists()

    assert not Path(folder).exists()
