"""What every text must be before it is a document, and the small repairs that readers share."""

import re

from kg.errors import DocumentTooLarge, DocumentUnreadable

LONGEST_TITLE = 500

_LINE_END = re.compile(r"\r\n?")
_TRAILING_SPACES = re.compile(r"(?<![^\S\n])[^\S\n]++$", re.MULTILINE)
_BLANK_LINES = re.compile(r"\n{3,}")


def check_text(source: str, text: str, limit: int) -> None:
    """Refuse text that cannot be stored or holds nothing; `limit` is in bytes of UTF-8.

    Raises:
        DocumentUnreadable: It is blank, or has NUL characters or half a surrogate pair.
        DocumentTooLarge: It is longer than `limit`.
    """
    try:
        size = len(text.encode("utf-8"))
    except UnicodeEncodeError as err:
        reason = f"character {err.start} is half of a surrogate pair. Send whole characters."
        raise DocumentUnreadable(source, reason) from err
    check_size(source, size, limit)
    if "\0" in text:
        reason = f"character {text.index(chr(0))} is NUL, which no text has. Remove it."
        raise DocumentUnreadable(source, reason)
    if not text or text.isspace():
        raise DocumentUnreadable(source, "there is no text in it.")


def check_size(source: str, size: int, limit: int) -> None:
    """Refuse a document of `size` bytes that is over `limit`.

    Raises:
        DocumentTooLarge: It is.
    """
    if size > limit:
        advice = "Split it, or raise KG_MAX_DOCUMENT_BYTES."
        raise DocumentTooLarge(source, size, limit, advice)


def with_unix_newlines(text: str) -> str:
    """Return the text with each line ended by one line feed."""
    return _LINE_END.sub("\n", text)


def tidied(text: str) -> str:
    """Return text made from a layout without spaces at the ends of lines or surplus blank lines."""
    text = _TRAILING_SPACES.sub("", with_unix_newlines(text))
    return _BLANK_LINES.sub("\n\n", text).strip()


def tidied_title(title: str | None) -> str | None:
    """Return a title fit to show, on one line; None where nothing can be shown."""
    if title is None:
        return None
    printable = "".join(char if char.isprintable() else " " for char in title)
    return " ".join(printable.split())[:LONGEST_TITLE].rstrip() or None
