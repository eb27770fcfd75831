"""Queries for what is said of one thing, answered in the owner's process: their cost is known before they run.

A query process can be stopped, but the way there and back takes longer than such a query. So what is
answered here has one of two forms, word for word: `SELECT ?object { <subject> <predicate> ?object }` and
`DESCRIBE <subject>`. The engine neither parses nor plans them: their triples are read from the index, up
to a limit. If there are more, or they are too long, or lead on to blank nodes, the query goes the way
of all others.
"""

import json
import re

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QueryResultsFormat, Store

from kg.graph.negotiation import RESULTS, choose
from kg.graph.results import Style, write_graph
from kg.graph.store import QueryResult

MOST_TRIPLES = 500
MOST_CHARACTERS = 200_000
"""Of all literals together."""
_LONGEST = 4_000
"""Characters of a query that is looked at."""

_IRI = r"<([A-Za-z][A-Za-z0-9+.-]*:[^<>\"{}|^`\\\x00-\x20]*)>"
_VARIABLE = r"[?$](\w+)"
_STRING = NamedNode("http://www.w3.org/2001/XMLSchema#string")
_LOOKUP = re.compile(
    rf"\s*SELECT\s+(?:\*|[?$](\w+))\s*(?:WHERE\s*)?"
    rf"\{{\s*{_IRI}\s*{_IRI}\s*{_VARIABLE}\s*\.?\s*\}}\s*(?:LIMIT\s+([0-9]{{1,9}})\s*)?",
    re.IGNORECASE | re.ASCII,
)
_DESCRIBE = re.compile(rf"\s*DESCRIBE\s*{_IRI}\s*", re.IGNORECASE | re.ASCII)


def look_up(store: Store, text: str, style: Style) -> QueryResult | None:
    """Return the answer to a query of one of the two forms; None to any other, and where it may be large.

    Raises:
        NotAcceptable: No accepted format can hold the answer.
    """
    if len(text) > _LONGEST:
        return None
    if asked := _LOOKUP.fullmatch(text):
        chosen, subject, predicate, variable, limit = asked.groups()
        offer = choose(style.accept, RESULTS)
        if chosen not in (None, variable) or offer.format != QueryResultsFormat.JSON:
            return None
        found = _said(store, style.max_rows, subject, predicate)
        if found is None:
            return None
        rows = [
            {variable: json_term(quad.object)} for quad in found[: int(limit) if limit else None]
        ]
        results = {"head": {"vars": [variable]}, "results": {"bindings": rows}}
        body = json.dumps(results, ensure_ascii=False, separators=(",", ":"))
        return QueryResult(offer.media_type, body.encode())
    if asked := _DESCRIBE.fullmatch(text):
        found = _said(store, style.max_rows, asked[1])
        return None if found is None else write_graph((quad.triple for quad in found), style)
    return None


def _said(store: Store, most: int, subject: str, predicate: str | None = None) -> list[Quad] | None:
    """The triples of a subject; None if they are many, long or not plain."""
    most = min(most, MOST_TRIPLES)
    try:
        ends = NamedNode(subject), NamedNode(predicate) if predicate else None
    except ValueError:
        return None  # a query process says what is wrong with it
    touched = store.quads_for_pattern(*ends, None, DefaultGraph())
    found: list[Quad] = []
    characters = 0
    for quad in touched:
        match quad.object:
            case NamedNode():
                pass
            case Literal(value=value, direction=None):
                characters += len(value)
            case _:
                return None
        found.append(quad)
        if len(found) > most or characters > MOST_CHARACTERS:
            return None
    return found


def json_term(term: object) -> dict[str, str]:
    """Return a term as SPARQL's JSON has it (SPARQL 1.1 Query Results JSON §3.2.2)."""
    match term:
        case Literal(value=value, language=str() as language):
            return {"type": "literal", "value": value, "xml:lang": language}
        case Literal(value=value, datatype=datatype) if datatype != _STRING:
            return {"type": "literal", "value": value, "datatype": datatype.value}
        case Literal(value=value):
            return {"type": "literal", "value": value}
    assert isinstance(term, NamedNode)
    return {"type": "uri", "value": term.value}
