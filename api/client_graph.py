"""The part of the Python client that is about the graph itself, in the terms of rdflib."""

from typing import TYPE_CHECKING

from api.client_calls import Calls
from api.client_results import Rows, read_rows
from kg.errors import QueryRejected

if TYPE_CHECKING:
    from rdflib import Dataset, Graph

_TABLE = "application/sparql-results+json"
_TRIPLES = "application/n-triples"


class GraphCalls(Calls):
    """Queries; the attributes are the client's."""

    server: str
    _headers: dict[str, str]

    def query(self, sparql: str, *, accept: str) -> tuple[bytes, str]:
        """Run a SPARQL query; returns the result and its media type."""
        headers = {"Content-Type": "application/sparql-query", "Accept": accept}
        response = self._ask("POST", "/sparql", content=sparql.encode(), headers=headers)
        return response.content, response.headers["Content-Type"].partition(";")[0]

    def update(self, sparql: str) -> None:
        """Change the graph by a SPARQL update; the graphs of documents go on to follow their documents."""
        headers = {"Content-Type": "application/sparql-update"}
        self._ask("POST", "/sparql", content=sparql.encode(), headers=headers)

    def select(self, sparql: str) -> Rows:
        """Return the rows of a SELECT query.

        Raises:
            QueryRejected: It is no SELECT query, or wrong.
        """
        body, media_type = self.query(sparql, accept=f"{_TABLE}, {_TRIPLES};q=0.5")
        rows = read_rows(body) if media_type == _TABLE else None
        if rows is None:
            raise QueryRejected("This is no SELECT query. Use `construct` or `query` for it.")
        return rows

    def construct(self, sparql: str) -> "Graph":
        """Return the triples of a CONSTRUCT or DESCRIBE query.

        Raises:
            QueryRejected: It is neither, or wrong.
        """
        from rdflib import Graph

        body, media_type = self.query(sparql, accept=f"{_TRIPLES}, {_TABLE};q=0.5")
        if media_type != _TRIPLES:
            raise QueryRejected("This query gives no triples. Use `select` or `query` for it.")
        return Graph().parse(data=body, format="nt")

    def dataset(self) -> "Dataset":
        """Return the live graph: what is asked of it, the service answers at that moment.

        It can be read, not written; nothing is loaded before it is asked for.
        """
        from rdflib import Dataset
        from rdflib.plugins.stores.sparqlstore import SPARQLStore

        store = SPARQLStore(
            f"{self.server}/sparql", method="POST", returnFormat="json", headers=self._headers
        )
        return Dataset(store=store, default_union=True)
