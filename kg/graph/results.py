"""Writes query results in the format that the client likes best, and stops at the limit of rows."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from pyoxigraph import (
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    serialize,
)

from kg.errors import NotAcceptable
from kg.graph.negotiation import GRAPHS, RESULTS, choose
from kg.graph.parcel import Parcel
from kg.graph.reification import without_triple_terms
from kg.graph.row_limit import CountedResult, too_many_rows
from kg.graph.store import QueryResult

_LOCAL_NAME = re.compile(r"[^\W\d][\w.-]*$")


@dataclass(frozen=True, slots=True)
class Style(Parcel):
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
    sink = CountedResult(offer.format, style.max_rows)
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
