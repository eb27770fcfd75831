"""Which format a document is in: its own signature first, then its name, then its media type."""

import re
from pathlib import PurePosixPath

from kg.errors import DocumentUnreadable, UnsupportedFormat
from kg.text.records import Format, ReadLimits
from kg.text.zips import GuardedZip

_BY_SUFFIX = {
    ".txt": Format.PLAIN,
    ".text": Format.PLAIN,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".pdf": Format.PDF,
    ".docx": Format.DOCX,
    ".jsonl": Format.JSON_LINES,
    ".ndjson": Format.JSON_LINES,
    ".zip": Format.ZIP,
}
_BY_MEDIA_TYPE = {
    "text/markdown": Format.MARKDOWN,
    "text/x-markdown": Format.MARKDOWN,
    "text/html": Format.HTML,
    "application/xhtml+xml": Format.HTML,
    "application/pdf": Format.PDF,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": Format.DOCX,
    "application/x-ndjson": Format.JSON_LINES,
    "application/ndjson": Format.JSON_LINES,
    "application/jsonl": Format.JSON_LINES,
    "application/x-jsonlines": Format.JSON_LINES,
    "application/zip": Format.ZIP,
    "application/x-zip-compressed": Format.ZIP,
}
_SAYS_NOTHING = frozenset({"", "application/octet-stream", "binary/octet-stream"})
_OTHER_SUFFIXES = {
    ".csv": "a table. Write its rows as sentences, or load its facts as RDF.",
    ".tsv": "a table. Write its rows as sentences, or load its facts as RDF.",
    ".json": "JSON. Write one object a line and name it .jsonl.",
    ".xml": "XML. Save it as HTML or as plain text.",
}
_OTHER_SIGNATURES = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": (
        "an old Office file, or one under a password. Save it as DOCX without a password."
    ),
    b"{\\rtf": "RTF. Save it as DOCX or as plain text.",
    b"\x1f\x8b": "packed by gzip. Unpack it, or use zip.",
    b"BZh91AY&SY": "packed by bzip2. Unpack it, or use zip.",
    b"\xfd7zXZ\0": "packed by xz. Unpack it, or use zip.",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive. Use zip.",
    b"Rar!\x1a\x07": "a RAR archive. Use zip.",
    b"\x89PNG\r\n": "an image. Run OCR on it first.",
    b"\xff\xd8\xff": "an image. Run OCR on it first.",
    b"GIF8": "an image. Run OCR on it first.",
    b"II*\0": "an image. Run OCR on it first.",
    b"MM\0*": "an image. Run OCR on it first.",
}
_HEAD = 1_024  # bytes looked at for a signature behind spaces or comments
_HTML = re.compile(
    rb"\s*+(?:<\?xml[^>]*+>\s*+)?(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:+-]+)", re.IGNORECASE)


def format_of(source: str, content: bytes, media_type: str | None, limits: ReadLimits) -> Format:
    """Return the format of a document that is not empty.

    Raises:
        UnsupportedFormat: It is in a format that we do not read; the message says what to do.
        DocumentUnreadable: Its name promises a text, but it is something else; or it is a broken zip.
    """
    suffix = PurePosixPath(source).suffix.lower()
    if (signed := _by_signature(source, content, limits)) is not None:
        return signed
    for signature, other in _OTHER_SIGNATURES.items():
        if content.startswith(signature):
            error = DocumentUnreadable if suffix in _BY_SUFFIX else UnsupportedFormat
            raise error(source, f"it is {other}")
    if suffix in _OTHER_SUFFIXES:
        raise UnsupportedFormat(source, f"it is {_OTHER_SUFFIXES[suffix]}")
    return _BY_SUFFIX.get(suffix) or _by_media_type(source, media_type)


def declared_charset(media_type: str | None) -> str | None:
    """Return the charset parameter of a media type (RFC 2045 §5.1)."""
    match = _CHARSET.search(media_type or "")
    return match[1] if match else None


def _by_signature(source: str, content: bytes, limits: ReadLimits) -> Format | None:
    head = content[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    if head.lstrip().startswith(b"%PDF-"):
        return Format.PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _by_members(source, content, limits)
    return Format.HTML if _HTML.match(head) else None


def _by_members(source: str, content: bytes, limits: ReadLimits) -> Format:
    names = {member.filename for member in GuardedZip(source, content, limits).members}
    if "[Content_Types].xml" not in names:  # the mark of every OPC package (ISO 29500-2 §10.1.2)
        return Format.ZIP
    folders = {name.partition("/")[0] for name in names}
    if "word" in folders:
        return Format.DOCX
    raise UnsupportedFormat(source, "it is an Office file other than DOCX. Save it as PDF or DOCX.")


def _by_media_type(source: str, media_type: str | None) -> Format:
    essence = (media_type or "").partition(";")[0].strip().lower()
    if essence in _BY_MEDIA_TYPE:
        return _BY_MEDIA_TYPE[essence]
    if essence in _SAYS_NOTHING or essence.startswith("text/"):
        return Format.PLAIN
    known = ", ".join(format.value for format in Format)
    raise UnsupportedFormat(source, f"{essence} is not a format that we read: {known}.")
