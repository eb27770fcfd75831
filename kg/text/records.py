"""The values that travel between the readers: bytes in, text or a failure out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from kg.errors import InputError


class Format(Enum):
    """What we read; the value is what messages call it."""

    PLAIN = "plain text"
    MARKDOWN = "Markdown"
    HTML = "HTML"
    PDF = "PDF"
    DOCX = "DOCX"
    JSON_LINES = "JSON lines"
    ZIP = "zip"


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """How much one source may ask of us.

    Attributes:
        max_document_bytes: Largest document, as a file and as UTF-8 text.
        max_archive_bytes: What all members of a zip may expand to together.
        max_archive_entries: Files in one zip.
        max_ratio: How many times its packed size a member of a zip may expand to.
    """

    max_document_bytes: int = 20_000_000
    max_archive_bytes: int = 2_000_000_000
    max_archive_entries: int = 10_000
    max_ratio: int = 200


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One document as it came; `charset` is what its media type declares."""

    source: str
    content: bytes
    format: Format
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a parser makes of one document: text not yet checked, `language` a BCP 47 tag."""

    text: str
    title: str | None = None
    language: str | None = None


Parse = Callable[[RawDocument, ReadLimits], Parsed]
"""Turns one document into text, in this process or another; raises DocumentUnreadable."""


@dataclass(frozen=True, slots=True)
class ReadText:
    """One document's text, with what its source says of it.

    Attributes:
        source: File name; for a member of a zip "archive.zip/member", for a JSON line "file.jsonl:3".
        text: Not empty, without NUL or lone surrogates, at most `max_document_bytes` of UTF-8.
    """

    source: str
    text: str
    title: str | None = None
    id: str | None = None
    uri: str | None = None
    language: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """A member or line that could not be taken; `line` counts from 1 and is None for a file."""

    source: str
    line: int | None
    error: InputError
