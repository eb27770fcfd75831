"""Which graphs a query or update sees: `FROM` and `USING` clauses, and the protocol's parameters.

SPARQL 1.1 Protocol §2.1.4 and §2.2.3: graphs named by parameters take the place of `FROM` and
`FROM NAMED`; an update with `USING`, `USING NAMED` or `WITH` may not have such parameters at all.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pyoxigraph import NamedNode, Quad, QuerySolutions, Store

from kg.errors import QueryRejected
from kg.graph.parcel import Parcel
from kg.graph.tokens import Token, tokens

_FORMS = frozenset({"SELECT", "CONSTRUCT", "DESCRIBE", "ASK"})
_CONFLICTS = frozenset({"USING", "WITH"})


@dataclass(frozen=True, slots=True)
class Dataset(Parcel):
    """The graphs whose merge is the default graph, and those that `GRAPH` can name; each once."""

    default: tuple[NamedNode, ...]
    named: tuple[NamedNode, ...]


def protocol_dataset(default: Sequence[str], named: Sequence[str]) -> Dataset | None:
    """Return the dataset that the protocol's parameters ask for, None if there are none.

    Raises:
        QueryRejected: One of them is not an absolute IRI.
    """
    if not default and not named:
        return None
    return Dataset(_nodes(default), _nodes(named))


def query_dataset(text: str, base: str | None) -> Dataset | None:
    """Return the dataset of a query's `FROM` and `FROM NAMED` clauses, None if it has fewer than two.

    One `FROM` alone needs no help: only a merge of several graphs is wrong in Oxigraph 0.5
    (oxigraph issue 1919 counts a triple once for each graph that holds it).
    """
    if len(re.findall("from", text, re.IGNORECASE)) < 2:
        return None
    found = list(tokens(text))
    start = next((token.start for token in found if token.keyword in _FORMS), len(text))
    default, named = _clauses(found)
    if len(default) < 2:
        return None
    prologue = text[:start]
    return Dataset(_resolved(prologue, default, base), _resolved(prologue, named, base))


def with_using(text: str, using: Sequence[str], using_named: Sequence[str]) -> str:
    """Return the update with `USING` clauses for the protocol's parameters in each operation.

    Oxigraph merges several `USING` graphs as it merges `FROM`: what an update counts in them, it counts
    once for each graph. Which triples it inserts and deletes is not affected.

    Raises:
        QueryRejected: The update has clauses of its own, or a parameter is not an absolute IRI.
    """
    if not using and not using_named:
        return text
    clauses = [f"USING {graph}" for graph in _nodes(using)]
    clauses += [f"USING NAMED {graph}" for graph in _nodes(using_named)]
    found = [token for token in tokens(text) if token.depth == 0]
    if any(token.keyword in _CONFLICTS for token in found):
        raise QueryRejected(
            "using-graph-uri and using-named-graph-uri cannot be combined with USING, USING NAMED "
            "or WITH in the update: leave one of the two out."
        )
    return _inserted(text, found, " ".join(clauses))


def _inserted(text: str, found: Sequence[Token], clauses: str) -> str:
    pieces: list[str] = []
    position = 0
    for index, token in enumerate(found):
        if token.keyword == "WHERE":
            shorthand = index > 0 and found[index - 1].keyword == "DELETE"
            # DELETE WHERE {P} takes no USING, but stands for DELETE {P} WHERE {P}
            template = _block(text, found[index + 1 :]) if shorthand else ""
            pieces += [text[position : token.start], template, f" {clauses} "]
            position = token.start
        elif "WHERE" in token.keyword:
            raise QueryRejected(f"Put spaces around WHERE at character {token.start}.")
    return "".join([*pieces, text[position:]])


def _block(text: str, following: Sequence[Token]) -> str:
    """The group `{…}` that follows, as written; empty if there is none."""
    if len(following) < 2 or following[0].text != "{":
        return ""
    return text[following[0].start : following[1].end]


def _clauses(found: Sequence[Token]) -> tuple[list[str], list[str]]:
    """The graphs of `FROM` and those of `FROM NAMED`, as they are written."""
    default: list[str] = []
    named: list[str] = []
    outer = [token for token in found if token.depth == 0]
    for before, token in pairwise(outer):
        if before.keyword == "FROM" and token.keyword != "NAMED":
            default.append(token.text)
        elif before.keyword == "NAMED":
            named.append(token.text)
    return default, named


def _resolved(prologue: str, written: Sequence[str], base: str | None) -> tuple[NamedNode, ...]:
    """The IRIs that relative IRIs and prefixed names stand for: the engine itself reads them."""
    if not written:
        return ()
    query = f"{prologue}\nSELECT ?g {{ VALUES ?g {{ {' '.join(written)} }} }}"
    try:
        solutions = Store().query(query, base_iri=base)
    except SyntaxError as err:
        raise QueryRejected(f"The query cannot be read: {err}") from err
    assert isinstance(solutions, QuerySolutions)
    graphs = (solution["g"] for solution in solutions)
    return tuple(dict.fromkeys(graph for graph in graphs if isinstance(graph, NamedNode)))


def _nodes(iris: Sequence[str]) -> tuple[NamedNode, ...]:
    try:
        return tuple(NamedNode(iri) for iri in dict.fromkeys(iris))
    except ValueError as err:
        raise QueryRejected(f"A graph parameter is not an absolute IRI: {err}") from err


def merged(store: Store, dataset: Dataset) -> Store:
    """Return a store in memory whose default graph is the set union of the dataset's default graphs.

    Copies some 100,000 triples a second, so that merging large graphs runs into the query's limits.
    """
    memory = Store()
    for graph in dataset.default:
        quads = store.quads_for_pattern(None, None, None, graph)
        memory.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    for graph in dataset.named:
        memory.bulk_extend(store.quads_for_pattern(None, None, None, graph))
    return memory
