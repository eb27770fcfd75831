"""Queries for what is said of one thing, answered in the owner's process: their cost is known before they run.

A query process can be stopped, but the way there and back takes longer than such a query. So what is
answered here has one of two forms, word for word: `SELECT … { <subject> <predicate> ?object }` and
`DESCRIBE <subject>`. Nothing in them nests, so that the parser cannot be driven deep; and the triples
that they touch are counted in the index first. If there are too many, or they are too long, or lead on
to blank nodes, the query goes the way of all others.
"""

import re
from collections.abc import Iterable
from itertools import islice

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from kg.graph.results import Style, write_results
from kg.graph.store import QueryResult

MOST_TRIPLES = 500
MOST_CHARACTERS = 200_000
"""Of all literals together."""
_LONGEST = 4_000
"""Characters of a query that is looked at."""

_IRI = r"<([A-Za-z][A-Za-z0-9+.-]*:[^<>\"{}|^`\\\x00-\x20]*)>"
_VARIABLE = r"[?$][A-Za-z_][A-Za-z0-9_]*"
_LOOKUP = re.compile(
    rf"\s*SELECT\s+(?:\*|{_VARIABLE})\s*(?:WHERE\s*)?"
    rf"\{{\s*{_IRI}\s*{_IRI}\s*{_VARIABLE}\s*\.?\s*\}}\s*(?:LIMIT\s+[0-9]{{1,9}}\s*)?",
    re.IGNORECASE,
)
_DESCRIBE = re.compile(rf"\s*DESCRIBE\s*{_IRI}\s*", re.IGNORECASE)


def look_up(store: Store, text: str, style: Style) -> QueryResult | None:
    """Return the answer to a query of one of the two forms; None to any other, and where it may be large.

    Raises:
        NotAcceptable: No accepted format can hold the answer.
    """
    if len(text) > _LONGEST:
        return None
    found = _LOOKUP.fullmatch(text) or _DESCRIBE.fullmatch(text)
    if not found:
        return None
    try:
        subject, *predicate = map(NamedNode, found.groups())
        touched = store.quads_for_pattern(
            subject, predicate[0] if predicate else None, None, DefaultGraph()
        )
        if not _is_small(touched, min(MOST_TRIPLES, style.max_rows)):
            return None
        results = store.query(text)
    except (SyntaxError, ValueError, RuntimeError, OSError):
        return None  # a query process says what is wrong with it
    return write_results(results, style)


def _is_small(touched: Iterable[Quad], most: int) -> bool:
    some = list(islice(touched, most + 1))
    plain = all(isinstance(quad.object, NamedNode | Literal) for quad in some)
    texts = (quad.object.value for quad in some if isinstance(quad.object, Literal))
    return len(some) <= most and plain and sum(map(len, texts)) <= MOST_CHARACTERS
