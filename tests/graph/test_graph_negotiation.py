"""Accept headers, and rows counted while they are written."""

import csv
import io

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import NotAcceptable, QueryTooExpensive
from kg.graph.negotiation import GRAPHS, RESULTS, choose
from kg.graph.results import Style, write_results

JSON, XML, CSV, TSV = (offer.media_type for offer in RESULTS)
TURTLE, NTRIPLES, RDFXML, JSONLD, TRIG, NQUADS = (offer.media_type for offer in GRAPHS)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("application/json", JSON),
        ("application/json, text/javascript, */*; q=0.01", JSON),
        ("application/sparql-results+xml", XML),
        ("text/csv, application/sparql-results+json", CSV),
        ("text/csv;q=0.5, application/sparql-results+json;q=0.9", JSON),
        ("text/*", CSV),
        ("application/*;q=0.2, text/tab-separated-values;q=0.3", TSV),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", XML),
        ("*/*, application/sparql-results+json;q=0", XML),
        ("application/sparql-results+json;q=0, application/*", XML),
        ("TEXT/CSV ; Q=1", CSV),
        ("nonsense, text/csv", CSV),
        ("text/csv;q=much, application/json;q=0.1", JSON),
        ("text/csv; charset=utf-8", CSV),
    ],
)
def test_results_come_as_the_header_likes_best(accept: str, expected: str) -> None:
    assert choose(accept, RESULTS).media_type == expected


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("*/*", TURTLE),
        ("application/rdf+xml, text/turtle;q=0.9", RDFXML),
        ("application/ld+json", JSONLD),
        ("application/json", JSONLD),
        ("text/turtle; charset=utf-8", TURTLE),
        ("application/trig;q=0.9, application/n-quads", NQUADS),
        ("text/plain", NTRIPLES),
        ("application/x-trig", TRIG),
    ],
)
def test_graphs_come_as_the_header_likes_best(accept: str, expected: str) -> None:
    assert choose(accept, GRAPHS).media_type == expected


@pytest.mark.parametrize(
    "accept", ["image/png", "text/turtle;q=0", "*/*;q=0", "application/pdf, image/*"]
)
def test_what_cannot_be_written_is_not_acceptable(accept: str) -> None:
    with pytest.raises(NotAcceptable, match="text/turtle"):
        choose(accept, GRAPHS)


TEXTS = [
    "plain",
    "},{",
    '},{"',
    "\\",
    '\\"},{',
    "<result>",
    "a\r\nb",
    'say "hi"\n',
    "<result>\t},{",
    "{}",
]


@pytest.mark.parametrize("format", [JSON, XML, CSV, TSV])
@given(
    rows=st.lists(st.lists(st.sampled_from([None, *TEXTS]), min_size=2, max_size=2), max_size=12)
)
def test_rows_are_counted_exactly_whatever_is_in_them(
    format: str, rows: list[list[str | None]]
) -> None:
    limit = 5
    cells = " ".join(
        f"({' '.join('UNDEF' if text is None else str(ox.Literal(text)) for text in row)})"
        for row in rows
    )
    results = ox.Store().query(f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {cells} }} }}")

    try:
        answer = write_results(results, Style(format, limit, {}))
    except QueryTooExpensive:
        assert len(rows) > limit
    else:
        assert len(rows) <= limit
        assert rows_in(answer.body, format) == len(rows)


def rows_in(body: bytes, format: str) -> int:
    if format == CSV:
        return len(list(csv.reader(io.StringIO(body.decode(), newline="")))) - 1
    parsed = ox.parse_query_results(body, ox.QueryResultsFormat.from_media_type(format))
    assert isinstance(parsed, ox.QuerySolutions)
    return len(list(parsed))


def test_large_results_are_stopped_as_they_are_written() -> None:
    store = ox.Store()
    store.extend(
        ox.Quad(ox.NamedNode(f"s:{n}"), ox.NamedNode("p:p"), ox.Literal("},{" * 100))
        for n in range(3000)
    )

    write_results(store.query("SELECT * { ?s ?p ?o }"), Style(JSON, 3000, {}))
    with pytest.raises(QueryTooExpensive):
        write_results(store.query("SELECT * { ?s ?p ?o . ?t ?q ?r }"), Style(JSON, 3000, {}))
