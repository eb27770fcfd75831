"""Uploaded files: each becomes one offer or many."""

from collections.abc import Iterator
from pathlib import PurePath

from starlette.datastructures import UploadFile

from api.intake.offer import Offer
from kg.catalog.rows import NewDocument
from kg.errors import DocumentTooLarge, InputError
from kg.text.reading import read
from kg.text.records import Parse, ReadFailure, ReadLimits, ReadText

FILE_OVER_DOCUMENT = 10
"""How many times larger than a document a file of many may be: it is read from memory."""


def offers_in(upload: UploadFile, limits: ReadLimits, parse: Parse) -> Iterator[Offer]:
    """Yield the documents of one file, and why there is none where there is none.

    Args:
        parse: Reads hostile formats, in a process of their own.
    """
    name = PurePath(upload.filename or "file").as_posix()
    try:
        content = _content(upload, name, FILE_OVER_DOCUMENT * limits.max_document_bytes)
        for found in read(
            name, content, media_type=upload.content_type, limits=limits, parse=parse
        ):
            yield _offer(found)
    except InputError as err:
        yield Offer(err, name=name)


def _content(upload: UploadFile, name: str, limit: int) -> bytes:
    size = upload.size or 0
    if size > limit:
        advice = "Send it in parts, or JSON lines as a stream (application/x-ndjson)."
        raise DocumentTooLarge(name, size, limit, advice)
    return upload.file.read()


def _offer(found: ReadText | ReadFailure) -> Offer:
    match found:
        case ReadFailure(source, line, error):
            return Offer(error, line=line, name=source)
        case ReadText():
            document = NewDocument(
                text=found.text,
                id=found.id,
                title=found.title or PurePath(found.source).name,
                uri=found.uri,
                language=found.language,
                metadata=found.metadata,
            )
            return Offer(document, name=found.source)
