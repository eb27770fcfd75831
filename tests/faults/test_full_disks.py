"""The disk is full: what cannot be kept is refused, and when there is room again everything goes on."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.faults.deployment import DOCUMENTS, NOTHING, PACED, Deployment, documents

pytestmark = pytest.mark.long

_MEGABYTES = 64 + DOCUMENTS // 10


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own; skips the test where we may not mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_MEGABYTES}m", "kg-test", str(folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as err:
        pytest.skip(f"cannot mount a tmpfs here, which takes root: {err}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Write a file until nothing more goes in."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as out:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    out.write(b"\0" * size)
            except OSError:
                pass
    return ballast


def test_the_disk_fills_up_in_the_middle_and_is_cleared_again(
    small_disk: Path, expected: list[str]
):
    url = f"sqlite:///{small_disk / 'data' / 'catalog.sqlite'}"
    deployment = Deployment(small_disk, url)
    deployment.serve(extractor=PACED)
    try:
        half = DOCUMENTS // 2
        deployment.post(documents()[:half])
        deployment.wait_for_some(0.1)

        ballast = fill(small_disk)
        refused = [
            httpx2.post(
                f"{deployment.address}/documents", json={"text": "x" * 100_000 + str(n)}, timeout=60
            )
            for n in range(3)
        ]
        assert {answer.status_code for answer in refused} <= {503}
        assert httpx2.get(f"{deployment.address}/health/live").status_code == 200
        ballast.unlink()

        deployment.post_in_the_end(documents()[half:])
        deployment.settle()
        assert deployment.cost(documents()) == NOTHING
        assert deployment.agrees_with(expected)
    finally:
        print("\n".join(deployment.api.messages[-40:]))
        deployment.end()
