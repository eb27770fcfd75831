"""Files that subcommands write."""

from collections.abc import Iterator
from pathlib import Path

from kg.errors import InputError


def write_whole(pieces: Iterator[bytes], output: Path) -> None:
    """Write a file that is whole whenever it has its own name."""
    unfinished = output.with_name(output.name + ".part")
    try:
        with unfinished.open("wb") as file:
            file.writelines(pieces)
        unfinished.replace(output)
    finally:
        unfinished.unlink(missing_ok=True)


def write_corpus(lines: Iterator[bytes], output: Path, nothing: str) -> int:
    """Write texts to learn from, a line each; returns how many there are.

    Raises:
        InputError: There are none; it says `nothing`, and no file is left.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    write_whole(lines, output)
    with output.open("rb") as file:
        count = sum(1 for line in file if b'"text"' in line)
    if not count:
        output.unlink()
        raise InputError(nothing)
    return count
