"""Servers' answers, written as the client asked for."""

from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results

from kg.errors import StoreUnavailable
from kg.graph.results import Style, write_graph, write_results
from kg.graph.store import QueryResult


def written_results(body: bytes, style: Style, url: str) -> QueryResult:
    """Write the JSON results that the server at `url` gave.

    Raises:
        StoreUnavailable: They break off, or are none.
    """
    try:
        found = parse_query_results(body, QueryResultsFormat.JSON)
        return write_results(found, style)
    except (SyntaxError, ValueError) as err:
        raise _broken(err, url) from err


def written_graph(body: bytes, style: Style, url: str) -> QueryResult:
    """Write the N-Triples that the server at `url` gave.

    Raises:
        StoreUnavailable: They break off, or are none.
    """
    try:
        quads = parse(body, RdfFormat.N_TRIPLES)
        return write_graph((quad.triple for quad in quads), style)
    except SyntaxError as err:
        raise _broken(err, url) from err


def _broken(err: Exception, url: str) -> StoreUnavailable:
    return StoreUnavailable(
        url,
        f"its answer breaks off or is no SPARQL result, as some servers' do that run out of time: {err}.",
    )
