"""A zip of documents: each member is read by itself, and a bad one costs nothing but itself."""

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from zipfile import ZipInfo

from kg.errors import DocumentUnreadable, InputError
from kg.text.records import ReadFailure, ReadLimits, ReadText
from kg.text.zips import GuardedZip

ReadMember = Callable[[str, bytes], Iterator[ReadText | ReadFailure]]

_OUTSIDE = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)")
_OF_THE_SYSTEM = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})
_MANY_DOCUMENTS = (".jsonl", ".ndjson")


def read_archive(
    source: str, content: bytes, limits: ReadLimits, read_member: ReadMember
) -> Iterator[ReadText | ReadFailure]:
    """Yield what `read_member` makes of each file, or why it could not be taken.

    Raises:
        DocumentUnreadable: The zip as a whole is broken, holds too many files, or none to read.
    """
    archive = GuardedZip(source, content, limits)
    members = [member for member in archive.members if _is_document(member)]
    if not members:
        raise DocumentUnreadable(source, "there is no document in it.")
    for member in members:
        name = f"{source}/{member.filename}"
        try:
            if _OUTSIDE.search(member.filename):
                raise DocumentUnreadable(name, "its name leads out of the archive. Rename it.")
            many = member.filename.lower().endswith(_MANY_DOCUMENTS)
            limit = limits.max_archive_bytes if many else limits.max_document_bytes
            yield from read_member(name, archive.read(member, limit))
        except InputError as err:
            yield ReadFailure(name, None, err)
        if archive.bytes_left < 0:
            return


def _is_document(member: ZipInfo) -> bool:
    """Tell whether a member is a file of the user's own, and not one that a system leaves behind."""
    path = PurePosixPath(member.filename)
    hidden = path.name.startswith((".", "~$"))
    return not (member.is_dir() or hidden or _OF_THE_SYSTEM.intersection(path.parts))
