"""What the tests of reading have in common: real files, and short ways to read them."""

import io
import zipfile
from collections.abc import Mapping, Sequence

import docx
import pytest
from docx.document import Document
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from kg.errors import InputError
from kg.text.reading import ReadFailure, ReadLimits, ReadText, read

LIMITS = ReadLimits(
    max_document_bytes=5_000_000, max_archive_bytes=20_000_000, max_archive_entries=50
)

LINE_HEIGHT = 14


def only(name: str, content: bytes, media_type: str | None = None) -> ReadText:
    """Return the one document in a file."""
    (document,) = read(name, content, media_type=media_type, limits=LIMITS)
    assert isinstance(document, ReadText)
    return document


def refusal(name: str, content: bytes, media_type: str | None = None) -> InputError:
    """Return the error of a file from which nothing can be read."""
    with pytest.raises(InputError) as caught:
        list(read(name, content, media_type=media_type, limits=LIMITS))
    return caught.value


def texts_and_failures(
    name: str, content: bytes, limits: ReadLimits = LIMITS
) -> tuple[list[ReadText], list[ReadFailure]]:
    """Return what could be read of a file of many documents, and what could not."""
    found = list(read(name, content, limits=limits))
    texts = [result for result in found if isinstance(result, ReadText)]
    return texts, [result for result in found if isinstance(result, ReadFailure)]


def pdf(*pages: Sequence[str], title: str | None = None, password: str | None = None) -> bytes:
    """Return a PDF with these lines on its pages; an empty line leaves a gap."""
    file = io.BytesIO()
    canvas = Canvas(file, encrypt=StandardEncryption(password) if password else None)
    if title:
        canvas.setTitle(title)
    for page in pages:
        for number, line in enumerate(page):
            canvas.drawString(72, 760 - number * LINE_HEIGHT, line)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def word(*paragraphs: str, title: str = "") -> bytes:
    """Return a Word document of these paragraphs."""
    document = docx.Document()
    document.core_properties.title = title
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document)


def saved(document: Document) -> bytes:
    """Return the file that a Word document is saved as."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Return a zip of these files."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def with_part(package: bytes, name: str, content: bytes) -> bytes:
    """Return a zip in which one member has been replaced or added."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        members = {member: archive.read(member) for member in archive.namelist()}
    return zipped(members | {name: content})
