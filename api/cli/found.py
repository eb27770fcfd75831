"""Files to send: folders are walked, and what no reader takes is left out."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

READABLE = frozenset(
    {
        ".txt",
        ".text",
        ".md",
        ".markdown",
        ".html",
        ".htm",
        ".xhtml",
        ".pdf",
        ".docx",
        ".jsonl",
        ".ndjson",
        ".zip",
    }
)
LINES = frozenset({".jsonl", ".ndjson"})
"""Endings of files that hold a document a line, and may be longer than any upload."""

BATCH_FILES = 50
BATCH_BYTES = 16_000_000


def files_in(paths: Sequence[Path]) -> list[Path]:
    """Return the files under `paths` in order: those named, and the readable ones in folders."""
    found: list[Path] = []
    for path in paths:
        found.extend(_walk(path) if path.is_dir() else [path])
    return found


def batches(files: Iterable[Path]) -> Iterator[list[Path]]:
    """Yield files in groups that make a good request; a file of lines comes alone."""
    group: list[Path] = []
    size = 0
    for file in files:
        alone = file.suffix.lower() in LINES
        more = file.stat().st_size if file.exists() else 0
        if group and (alone or len(group) == BATCH_FILES or size + more > BATCH_BYTES):
            yield group
            group, size = [], 0
        if alone:
            yield [file]
            continue
        group.append(file)
        size += more
    if group:
        yield group


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden and path.suffix.lower() in READABLE:
            yield path
