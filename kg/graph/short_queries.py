"""Short queries answered in the owner's process: what the engine may do for them is bounded by their form.

A query process can be stopped, but the way there and back takes longer than a short query. In this
process nothing can be stopped, so the work has to be bounded before it begins, without trusting what the
engine's planner makes of a query. Two patterns are therefore sent to it as

    { the first pattern, LIMIT n } LATERAL { the second }, LIMIT m

which means one look into the index for each match of the first (SPARQL 1.2 CG, SEP-0006), and cannot be run
as a join over everything. Beside it, in the same query and so in the same state of the store, one row
says if the first pattern has more than n matches. A path is followed step by step here: the engine would
collect all of it before it returns anything. What goes beyond the bounds is given up, and goes the way
of all other queries.
"""

import json

from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    Store,
)

from kg.errors import QueryTooExpensive
from kg.graph.lookups import json_term
from kg.graph.negotiation import RESULTS, choose
from kg.graph.results import Style
from kg.graph.row_limit import CountedResult
from kg.graph.short_forms import ShortQuery, short_query
from kg.graph.store import QueryResult

MOST_MATCHES = 100
"""Of the first pattern."""
MOST_ROWS = 200
MOST_BYTES = 200_000
MOST_STEPS = 40
"""Triples that a path is followed over: a longer path is sooner found by the engine, there and back."""
_FLAG = "kgBeyond"
_BEYOND = "urn:kg:beyond"


def answer_shortly(store: Store, text: str, style: Style) -> QueryResult | None:
    """Return the answer to a short query; None to any other, and where it goes beyond the bounds.

    Raises:
        NotAcceptable: No accepted format can hold the answer.
    """
    query = short_query(text)
    # an IRI with dots as steps may be another IRI once it is resolved
    if query is None or any(part in text for part in (_FLAG, _BEYOND, "/.")):
        return None
    if query.patterns[0].times:
        return _followed(store, query, style)
    return _joined(store, query, style)


class _Beyond(Exception):
    """An answer is longer than allowed here."""


class _Little(CountedResult):
    """Takes no more than `MOST_BYTES`."""

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        if self.tell() + len(data) > MOST_BYTES:
            raise _Beyond
        return super().write(data)


def _joined(store: Store, query: ShortQuery, style: Style) -> QueryResult | None:
    offer = choose(style.accept, RESULTS)
    most = min(MOST_ROWS, style.max_rows)
    sink = _Little(offer.format, most)
    try:
        found = store.query(_bounded(query, most))
        assert isinstance(found, QuerySolutions)
        found.serialize(sink, offer.format)
        sink.check()
    except (_Beyond, QueryTooExpensive, SyntaxError, ValueError, RuntimeError, OSError):
        return None  # a query process does it, or says what is wrong with it
    body = sink.getvalue()
    return None if _BEYOND.encode() in body else QueryResult(offer.media_type, body)


def _bounded(query: ShortQuery, most: int) -> str:
    """The query with its bounds; its answer has `_BEYOND` in it where the first pattern matches more often."""
    chosen = " ".join(f"?{name}" for name in query.chosen)
    wanted = most + 1 if query.limit is None else min(query.limit, most + 1)
    first, *rest = query.patterns
    if not rest:
        return f"{query.prologue}SELECT {chosen} {{ {first} }} LIMIT {wanted}"
    search = f"{{ SELECT * {{ {first} }} LIMIT {MOST_MATCHES} }} LATERAL {{ {rest[0]} }}"
    more = f"{{ SELECT (1 AS ?{_FLAG}) {{ {first} }} OFFSET {MOST_MATCHES} LIMIT 1 }}"
    # where the limit cuts off the row that says so, there are as many rows as were wanted, and those are right
    return (
        f"{query.prologue}SELECT {chosen} {{ "
        f"{{ {more} BIND(<{_BEYOND}> AS ?{query.chosen[0]}) }} UNION {{ {search} }} }} LIMIT {wanted}"
    )


def _followed(store: Store, query: ShortQuery, style: Style) -> QueryResult | None:
    path = query.patterns[0]
    offer = choose(style.accept, RESULTS)
    forward = path.begins == 2
    start = query.iri(path.subject if forward else path.object)
    relation = query.iri(path.relation)
    if offer.format != QueryResultsFormat.JSON or not start or not relation:
        return None
    if path.variables != {*query.chosen}:
        return None
    try:
        found = _closure(store, NamedNode(start), NamedNode(relation), forward=forward)
    except (ValueError, _Beyond):
        return None
    (name,) = query.chosen
    rows = [{name: json_term(term)} for term in found[: query.limit]]
    if len(rows) > style.max_rows:
        return None
    results = {"head": {"vars": [name]}, "results": {"bindings": rows}}
    body = json.dumps(results, ensure_ascii=False, separators=(",", ":"))
    return QueryResult(offer.media_type, body.encode())


def _closure(
    store: Store, start: NamedNode, relation: NamedNode, *, forward: bool
) -> list[NamedNode | Literal]:
    """What a path leads to, each once (SPARQL 1.1 §9.3); raises `_Beyond` where it is long or not plain."""
    found: dict[NamedNode | Literal, None] = {}
    waiting, steps, characters = [start], 0, 0
    while waiting:
        here = waiting.pop()
        subject, end = (here, None) if forward else (None, here)
        for quad in store.quads_for_pattern(subject, relation, end, DefaultGraph()):
            steps += 1
            there = quad.object if forward else quad.subject
            if steps > MOST_STEPS or not isinstance(there, NamedNode | Literal):
                raise _Beyond
            if isinstance(there, Literal) and there.direction:
                raise _Beyond
            if there in found:
                continue
            found[there] = None
            if isinstance(there, NamedNode) and there != start:
                waiting.append(there)
            characters += len(there.value)
            if characters > MOST_BYTES:
                raise _Beyond
    return list(found)
