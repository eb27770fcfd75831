"""What a zip of XML parts must not be before a parser sees it: a zip bomb or an entity bomb."""

from contextlib import suppress
from dataclasses import replace
from xml.parsers import expat

from kg.errors import DocumentTooLarge, DocumentUnreadable
from kg.text.records import RawDocument, ReadLimits
from kg.text.zips import GuardedZip

MARKUP = 10
"""How many times the largest document's text its XML parts may weigh in all."""
STYLES = 10_000_000
"""Bytes that its parts may weigh besides, whatever the limits: styles, themes, pictures."""


def check_package(raw: RawDocument, limits: ReadLimits) -> None:
    """Refuse a package (ISO 29500-2) whose parts expand too far or declare entities.

    Raises:
        DocumentUnreadable: They do, or the package is not a zip, broken or encrypted.
    """
    most = STYLES + MARKUP * limits.max_document_bytes
    package = GuardedZip(raw.source, raw.content, replace(limits, max_archive_bytes=most))
    for member in package.members:
        try:
            part = package.read(member, most)
        except DocumentTooLarge as err:
            reason = f"its parts expand to more than {most:,} bytes. Split it."
            raise DocumentUnreadable(raw.source, reason) from err
        if _has_doctype(part):
            reason = f"its part {member.filename} has a DOCTYPE, which no Office program writes."
            raise DocumentUnreadable(raw.source, reason)


class _Known(Exception):
    """Ends a parse as soon as the answer is known."""


def _has_doctype(part: bytes) -> bool:
    found = False

    def doctype(*_: object) -> None:
        nonlocal found
        found = True
        raise _Known

    def element(*_: object) -> None:
        raise _Known  # a DOCTYPE stands before the first element

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = element
    with suppress(_Known, expat.ExpatError, LookupError, ValueError):  # a picture is no XML
        parser.Parse(part, True)
    return found
