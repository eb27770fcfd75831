"""Counts the rows of a result while Rust writes it, so that one without end is stopped early."""

import io
from collections.abc import Callable
from dataclasses import dataclass

from pyoxigraph import QueryResultsFormat

from kg.errors import QueryTooExpensive


def too_many_rows(limit: int) -> QueryTooExpensive:
    """Return the error for a result of more than `limit` rows."""
    return QueryTooExpensive(
        f"The result has more than {limit:,} rows. Add a LIMIT, ask for less, or raise "
        "KG_QUERY_MAX_ROWS; GET /export returns everything.",
        limit,
    )


class CountedResult(io.BytesIO):
    """Takes a serialised result and counts its rows as it comes.

    The serialiser is Rust and does not say when a row ends, so rows are counted by the bytes between
    them. Text in the results may look the same: only a count without quoted text is exact.
    """

    def __init__(self, format: QueryResultsFormat, max_rows: int) -> None:
        super().__init__()
        self._rows = _ROWS[format]
        self._max_rows = max_rows
        self._counted = 0
        self._tail = b""
        self._next_check = 0

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        written = super().write(data)
        marker = self._rows.marker
        fresh = self._tail + data
        self._counted += fresh.count(marker)
        self._tail = fresh[len(fresh) - len(marker) + 1 :]
        if self.tell() >= self._next_check:
            self.check()
        return written

    def check(self) -> None:
        """Raise QueryTooExpensive if there are too many rows so far."""
        allowed = self._max_rows + self._rows.surplus
        if self._counted <= allowed:
            return
        if self._rows.unquoted(self.getvalue()).count(self._rows.marker) > allowed:
            raise too_many_rows(self._max_rows)
        self._next_check = 2 * self.tell()  # the exact count reads everything again


@dataclass(frozen=True, slots=True)
class _Rows:
    """How a format shows where rows end.

    Attributes:
        marker: What stands between rows or at their ends.
        surplus: How many of it there are more than rows.
        unquoted: Leaves out text that may hold the marker.
    """

    marker: bytes
    surplus: int
    unquoted: Callable[[bytes], bytes]


def _outside_quotes(text: bytes) -> bytes:
    """CSV doubles a quote within quotes, so that every second piece is outside."""
    return b"".join(text.split(b'"')[::2])


def _outside_json_strings(text: bytes) -> bytes:
    return _outside_quotes(text.replace(rb"\\", b"").replace(rb"\"", b""))


_ROWS = {
    QueryResultsFormat.JSON: _Rows(b"},{", -1, _outside_json_strings),
    QueryResultsFormat.XML: _Rows(b"<result>", 0, bytes),
    QueryResultsFormat.CSV: _Rows(b"\n", 1, _outside_quotes),
    QueryResultsFormat.TSV: _Rows(b"\n", 1, bytes),
}
