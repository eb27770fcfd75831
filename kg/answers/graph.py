"""The graph as answers see it: rows of terms, through the store's own query path with its limits."""

from collections.abc import Sequence
from typing import Protocol

import pyoxigraph as ox

from kg.answers.records import Term
from kg.graph.store import GraphStore
from kg.records import Iri, Literal

_JSON = "application/sparql-results+json"
Row = dict[str, Term]


class Graph(Protocol):
    """What questions are put to."""

    def rows(self, query: str) -> Sequence[Row]:
        """Return the rows of a SELECT; blank nodes are left out."""
        ...

    def holds(self, query: str) -> bool:
        """Return what an ASK says."""
        ...


class StoreGraph:
    """Implements `Graph` on a store. Methods raise what `GraphStore.query` raises."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store

    def rows(self, query: str) -> Sequence[Row]:
        results = self._results(query)
        assert isinstance(results, ox.QuerySolutions)
        names = [variable.value for variable in results.variables]
        found = []
        for solution in results:
            terms = {name: _term(solution[name]) for name in names}
            found.append({name: term for name, term in terms.items() if term is not None})
        return found

    def holds(self, query: str) -> bool:
        return bool(self._results(query))

    def _results(self, query: str) -> ox.QuerySolutions | ox.QueryBoolean:
        body = self._store.query(query, accept=_JSON).body
        return ox.parse_query_results(body, ox.QueryResultsFormat.JSON)


def _term(term: object) -> Term | None:
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.Literal):
        return Literal(term.value, term.datatype.value)
    return None
