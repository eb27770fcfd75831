"""`kg extract --input-format jsonl`: a line in, a line out, in the same order, without an end in sight.

A thread reads ahead. So a long file is read in full batches, and someone who writes a line and waits
for its answer gets it.
"""

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json

from kg.errors import DocumentUnreadable, KGError
from kg.records import Document

AHEAD = 1000
"""Lines read ahead at most."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A line that holds a text: `id` is whatever the client wrote there."""

    line: int
    id: Any
    document: Document


Answer = dict[str, Any]
Read = Callable[[list[Document]], list[Answer]]
Report = Callable[[int, KGError], None]


def answers(
    lines: Iterable[bytes], read: Read, report: Report, *, characters: int
) -> Iterator[Answer]:
    """Yield the answer to each line, in order; lines without an answer are reported by number.

    Args:
        read: Returns an answer a document.
        characters: Characters of text that are read at a time.
    """
    for batch in _batches(_asked(lines, report), characters):
        try:
            found = read([one.document for one in batch])
        except KGError:
            yield from _one_by_one(batch, read, report)
            continue
        yield from ({"id": one.id} | answer for one, answer in zip(batch, found, strict=True))


def _one_by_one(batch: list[Asked], read: Read, report: Report) -> Iterator[Answer]:
    for one in batch:
        try:
            (answer,) = read([one.document])
        except KGError as err:
            report(one.line, err)
        else:
            yield {"id": one.id} | answer


def _asked(lines: Iterable[bytes], report: Report) -> Iterator[Asked]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield _parsed(number, line)
            except DocumentUnreadable as err:
                report(number, err)


def _parsed(number: int, line: bytes) -> Asked:
    try:
        value = from_json(line)
    except ValueError as err:
        raise DocumentUnreadable("not JSON", f"{err}. Write one object a line.") from err
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        raise DocumentUnreadable("no text", 'write {"id": …, "text": "…"}.')
    return Asked(number, value.get("id"), Document(id=f"line {number}", text=value["text"]))


def _batches(asked: Iterator[Asked], characters: int) -> Iterator[list[Asked]]:
    """Yield what is there, up to `characters` of text, waiting only when nothing is."""
    waiting: queue.Queue[Asked | None] = queue.Queue(AHEAD)

    def read_ahead() -> None:
        try:
            for one in asked:
                waiting.put(one)
        finally:
            waiting.put(None)

    threading.Thread(target=read_ahead, name="kg-lines", daemon=True).start()
    following = waiting.get()
    while following is not None:
        batch, size = [following], len(following.document.text)
        while size < characters and not waiting.empty():
            if (following := waiting.get()) is None:
                break
            batch.append(following)
            size += len(following.document.text)
        yield batch
        following = following and waiting.get()
