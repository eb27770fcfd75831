"""The way in: the bytes of a file or an upload to the documents in it."""

import io
from collections.abc import Iterator

from kg.errors import DocumentUnreadable
from kg.text.archive import read_archive
from kg.text.checks import check_size, check_text
from kg.text.formats import declared_charset, format_of
from kg.text.jsonl import read_lines
from kg.text.parsing import parse_here
from kg.text.records import Format, Parse, RawDocument, ReadFailure, ReadLimits, ReadText

__all__ = ["ReadFailure", "ReadLimits", "ReadText", "read"]


def read(
    source: str,
    content: bytes,
    *,
    media_type: str | None = None,
    limits: ReadLimits,
    parse: Parse = parse_here,
) -> Iterator[ReadText | ReadFailure]:
    """Yield the documents of one source: one for most formats, any number for JSON lines and zip.

    Args:
        source: File name; its ending counts where the content has no signature of its own.
        media_type: As the sender gave it, charset included; counts after the name.
        parse: Where hostile formats are parsed: in this process, or in an `IsolatedParser`'s.

    Raises:
        InputError: Nothing can be read from it. In JSON lines and zips, what else can be read is, and
            a ReadFailure stands for each line or member that cannot.
    """
    raw = _raw(source, content, media_type, limits)
    if raw.format is not Format.ZIP:
        yield from _documents(raw, limits, parse)
        return

    def read_member(name: str, content: bytes) -> Iterator[ReadText | ReadFailure]:
        return _documents(_raw(name, content, None, limits), limits, parse)

    yield from read_archive(source, content, limits, read_member)


def _raw(source: str, content: bytes, media_type: str | None, limits: ReadLimits) -> RawDocument:
    if not content:
        raise DocumentUnreadable(source, "it is empty.")
    format = format_of(source, content, media_type, limits)
    return RawDocument(source, content, format, declared_charset(media_type))


def _documents(
    raw: RawDocument, limits: ReadLimits, parse: Parse
) -> Iterator[ReadText | ReadFailure]:
    match raw.format:
        case Format.ZIP:
            raise DocumentUnreadable(raw.source, "it is a zip inside a zip. Unpack the outer one.")
        case Format.JSON_LINES:
            yield from read_lines(raw.source, io.BytesIO(raw.content), limits)
        case _:
            check_size(raw.source, len(raw.content), limits.max_document_bytes)
            parsed = parse(raw, limits)
            check_text(raw.source, parsed.text, limits.max_document_bytes)
            yield ReadText(raw.source, parsed.text, parsed.title, language=parsed.language)
