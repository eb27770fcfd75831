"""Files that subcommands write."""

from collections.abc import Iterator
from pathlib import Path


def write_whole(pieces: Iterator[bytes], output: Path) -> None:
    """Write a file that is whole whenever it has its own name."""
    unfinished = output.with_name(output.name + ".part")
    try:
        with unfinished.open("wb") as file:
            file.writelines(pieces)
        unfinished.replace(output)
    finally:
        unfinished.unlink(missing_ok=True)
