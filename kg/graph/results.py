"""Writes query results in the format that the client likes best, and stops at the limit of rows."""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    serialize,
)

from kg.errors import NotAcceptable, QueryTooExpensive
from kg.graph.negotiation import GRAPHS, RESULTS, choose
from kg.graph.reification import without_triple_terms
from kg.graph.store import QueryResult

_LOCAL_NAME = re.compile(r"[^\W\d][\w.-]*$")


@dataclass(frozen=True, slots=True)
class Style:
    """How results are to be written.

    Attributes:
        accept: Accept header of the request.
        max_rows: Solutions or triples that one result may hold.
        prefixes: Abbreviations for the formats that have them.
    """

    accept: str
    max_rows: int
    prefixes: Mapping[str, str]


def write_results(
    results: QuerySolutions | QueryBoolean | QueryTriples, style: Style
) -> QueryResult:
    """Write what a query found.

    Raises:
        NotAcceptable: No accepted format can hold it.
        QueryTooExpensive: It has more rows than allowed.
    """
    if isinstance(results, QueryTriples):
        return write_graph(results, style)
    offer = choose(style.accept, RESULTS)
    sink = _Sink(offer.format, style.max_rows)
    results.serialize(sink, offer.format)
    sink.check()
    return QueryResult(offer.media_type, sink.getvalue())


def write_graph(triples: Iterable[Triple], style: Style) -> QueryResult:
    """Write a graph, each triple once (a CONSTRUCT of Oxigraph repeats some: oxigraph issue 525).

    Raises:
        NotAcceptable: No accepted format can hold it.
        QueryTooExpensive: It has more triples than allowed.
    """
    offer = choose(style.accept, GRAPHS)
    graph = list(dict.fromkeys(_limited(triples, style.max_rows)))
    if offer.format == RdfFormat.JSON_LD:
        graph = [plain for triple in graph for plain in without_triple_terms(triple)]
    elif offer.format == RdfFormat.RDF_XML:
        _refuse_unwritable(graph)
    body = serialize(_by_subject(graph), format=offer.format, prefixes=dict(style.prefixes))
    assert body is not None
    return QueryResult(offer.media_type, body)


def too_many_rows(limit: int) -> QueryTooExpensive:
    """Return the error for a result of more than `limit` rows."""
    return QueryTooExpensive(
        f"The result has more than {limit:,} rows. Add a LIMIT, ask for less, or raise "
        "KG_QUERY_MAX_ROWS; GET /export returns everything.",
        limit,
    )


def _limited(triples: Iterable[Triple], limit: int) -> Iterator[Triple]:
    for number, triple in enumerate(triples, start=1):
        if number > limit:
            raise too_many_rows(limit)
        yield triple


def _by_subject(graph: Iterable[Triple]) -> Iterator[Triple]:
    """Bring together what is said of one subject: the serialisers join only what follows each other."""
    subjects: dict[object, list[Triple]] = {}
    for triple in graph:
        subjects.setdefault(triple.subject, []).append(triple)
    return chain.from_iterable(subjects.values())


def _refuse_unwritable(graph: Iterable[Triple]) -> None:
    """RDF/XML writes predicates as element names, so they have to end in one (RDF 1.1 XML Syntax §2)."""
    for predicate in {triple.predicate for triple in graph}:
        if not _LOCAL_NAME.search(predicate.value):
            raise NotAcceptable(
                f"RDF/XML cannot hold the predicate {predicate}: accept text/turtle instead."
            )


class _Sink(io.BytesIO):
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
