"""A zip file that is never trusted: what it expands to is counted, not read from its headers."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from kg.errors import DocumentTooLarge, DocumentUnreadable
from kg.text.records import ReadLimits

FREE_EXPANSION = 1_000_000
"""Bytes that a member may expand to whatever its ratio: small files of spaces pack very well."""

_CHUNK = 65_536
_DIRECTORY_RECORD = b"PK\x01\x02"  # APPNOTE.TXT 4.3.12
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
)


class GuardedZip:
    """The members of one zip, read under limits that the whole of it shares.

    Raises:
        DocumentUnreadable: It is not a zip, is broken, or holds more files than `limits` allows.
    """

    def __init__(self, source: str, content: bytes, limits: ReadLimits) -> None:
        self._source = source
        self._size = len(content)
        self._limits = limits
        self.bytes_left = limits.max_archive_bytes
        # Counted in the bytes first: the directory of a hostile zip may not fit into memory. Members
        # that are zips themselves, such as DOCX, count too, hence the wide margin.
        if content.count(_DIRECTORY_RECORD) > 20 * limits.max_archive_entries:
            raise self._too_many()
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _BROKEN as err:
            reason = f"it is broken or cut short ({err}). Pack it again."
            raise DocumentUnreadable(source, reason) from err
        self.members = self._zip.infolist()
        if len(self.members) > limits.max_archive_entries:
            raise self._too_many()

    def read(self, member: zipfile.ZipInfo, limit: int) -> bytes:
        """Return one member's bytes.

        Args:
            limit: Bytes that it may expand to.

        Raises:
            DocumentTooLarge: It expands to more than `limit`, or all members together to more than the zip may.
            DocumentUnreadable: It is broken, encrypted, or packed in a way that bombs use.
        """
        name = f"{self._source}/{member.filename}"
        if member.flag_bits & 1:
            raise DocumentUnreadable(name, "it is protected by a password. Pack it without one.")
        if member.compress_type not in _METHODS:
            reason = "it is packed by a method other than deflate. Pack it as an ordinary zip."
            raise DocumentUnreadable(name, reason)
        try:
            return b"".join(self._counted(name, member, limit))
        except _BROKEN as err:
            raise DocumentUnreadable(name, f"it is broken ({err}). Pack it again.") from err

    def _counted(self, name: str, member: zipfile.ZipInfo, limit: int) -> Iterator[bytes]:
        packed = min(member.compress_size, self._size)  # the header may claim more than there is
        most = FREE_EXPANSION + self._limits.max_ratio * packed
        size = 0
        with self._zip.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                self.bytes_left -= len(chunk)
                if size > most:
                    ratio = self._limits.max_ratio
                    raise DocumentUnreadable(name, f"it expands {ratio}-fold, as a zip bomb does.")
                if size > limit:
                    raise DocumentTooLarge(name, size, limit, "Split it.")
                if self.bytes_left < 0:
                    raise self.used_up()
                yield chunk

    def used_up(self) -> DocumentTooLarge:
        """Return the error of a zip whose members together expand to more than it may."""
        limit = self._limits.max_archive_bytes
        advice = "Its members together expand to more: split it into several archives."
        return DocumentTooLarge(self._source, limit - self.bytes_left, limit, advice)

    def _too_many(self) -> DocumentUnreadable:
        most = self._limits.max_archive_entries
        reason = f"it holds more than {most:,} files. Split it into several archives."
        return DocumentUnreadable(self._source, reason)
