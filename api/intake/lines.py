"""A stream of lines, cut out of chunks in constant memory."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from api.intake.offer import Offer, document_from, offer_of, parse_json
from kg.errors import DocumentTooLarge


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a stream.

    Attributes:
        number: From 1; empty lines count.
        size: Bytes that were sent, without the line's end.
        content: The bytes, or None where they were too many to keep.
    """

    number: int
    size: int
    content: bytes | None


async def lines(chunks: AsyncIterator[bytes], *, max_bytes: int) -> AsyncIterator[Line]:
    """Yield the lines of a stream that are not blank; of one longer than `max_bytes`, only its size."""
    number, size, kept = 1, 0, bytearray()
    async for chunk in _pieces(chunks):
        if chunk is not None:
            size += len(chunk)
            kept += chunk if size <= max_bytes else b""
            continue
        if size > max_bytes or kept.strip():
            yield Line(number, size, bytes(kept) if size <= max_bytes else None)
        number, size, kept = number + 1, 0, bytearray()


async def _pieces(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes | None]:
    """Yield the chunks cut at line ends; None stands for the end of a line, the last one included."""
    async for chunk in chunks:
        first, *others = chunk.split(b"\n")
        yield first
        for other in others:
            yield None
            yield other
    yield None


def offer_of_line(line: Line, *, max_document_bytes: int) -> Offer:
    """Return the document that a line holds, or why it holds none."""
    if line.content is None:
        advice = "Split the document."
        return Offer(DocumentTooLarge("line", line.size, max_document_bytes, advice), line.number)
    content = line.content
    return offer_of(
        lambda: document_from(parse_json(content), max_bytes=max_document_bytes), line=line.number
    )
