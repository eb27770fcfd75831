"""Bytes to characters: byte order marks, what the sender declared, UTF-8, and only then a guess."""

import codecs
import re

from kg.errors import DocumentUnreadable
from kg.text.checks import with_unix_newlines
from kg.text.encodings import legacy, nearly_utf_8, strictly, unmarked_utf_16
from kg.text.records import Parsed, RawDocument, ReadLimits

_MARKS = (  # UTF-32's first: the little-endian one begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(r"utf-(8|16|32)|ascii|iso8859|cp\d|gb|big5|euc|shift|koi8|mac|tis")
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
"""What browsers take these labels for (WHATWG Encoding §4.2): a superset that people mean by them."""
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROLS = 0.01  # share of the characters; a log may hold a few, a binary holds more


def parse(raw: RawDocument, limits: ReadLimits) -> Parsed:
    """Read a text file.

    Raises:
        DocumentUnreadable: It is binary, or its encoding cannot be told.
    """
    return Parsed(with_unix_newlines(decode(raw)))


def decode(raw: RawDocument) -> str:
    """Return the characters of a document that is text of some kind.

    Raises:
        DocumentUnreadable: It is binary, has a NUL, or its encoding cannot be told.
    """
    text = _by_mark(raw)
    if text is None:
        text = _unmarked(raw)
    if len(_CONTROL.findall(text)) > _MOST_CONTROLS * len(text):
        raise DocumentUnreadable(raw.source, "it is binary data, not text. Send a text file.")
    if "\0" in text:
        reason = f"character {text.index(chr(0))} is NUL, which no text has. Remove it."
        raise DocumentUnreadable(raw.source, reason)
    return text


def _by_mark(raw: RawDocument) -> str | None:
    codec = next((codec for mark, codec in _MARKS if raw.content.startswith(mark)), None)
    if codec is None:
        return None
    try:
        return raw.content.decode(codec)
    except UnicodeDecodeError as err:
        reason = f"it begins as {codec.upper()}, but byte {err.start} is not. Save it as UTF-8."
        raise DocumentUnreadable(raw.source, reason) from err


def _unmarked(raw: RawDocument) -> str:
    for codec in (_codec(raw.charset), unmarked_utf_16(raw.content), "utf-8"):
        if codec and (text := strictly(raw.content, codec)) is not None:
            return text
    text = nearly_utf_8(raw.content) or legacy(raw.content)
    if text is None:
        reason = "it is binary, or in an encoding that cannot be told. Save it as UTF-8 text."
        raise DocumentUnreadable(raw.source, reason)
    return text


def _codec(charset: str | None) -> str | None:
    """Return Python's name for a declared charset, None for one that is not known."""
    try:
        name = codecs.lookup(charset or "").name
    except (LookupError, ValueError):
        return None
    return _WIDER.get(name, name) if _CHARSET.match(name) else None
