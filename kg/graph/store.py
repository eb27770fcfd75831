"""The port through which everything reaches the graph. The embedded adapter is `kg/graph/embedded.py`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from pyoxigraph import Triple

from kg.graph.parcel import Parcel

GraphName = str | None
"""IRI of a graph; None is the default graph."""


@dataclass(frozen=True, slots=True)
class DocumentGraphs:
    """What the graph is to say about one document from now on; nothing in either graph retracts it.

    Attributes:
        facts: IRI of the graph that holds the document's facts.
        evidence: IRI of the graph that holds the evidence for them.
    """

    facts: str
    evidence: str
    triples: frozenset[Triple]
    evidence_triples: frozenset[Triple]


@dataclass(frozen=True, slots=True)
class GraphChange:
    """What a graph of facts gains and loses, where it is too large to be given whole."""

    graph: str
    added: frozenset[Triple]
    removed: frozenset[Triple]


@dataclass(frozen=True, slots=True)
class QueryResult(Parcel):
    """A whole answer, written out: nothing can fail any more once it is sent."""

    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Upload:
    """RDF as a client sends it: `media_type` is its Content-Type header.

    Attributes:
        ours: We wrote it, and no part of it is a client's: it is read without a process that may die of it.
        piece: It is a piece of something larger that counts only as a whole: its blank nodes are those of the
            other pieces with the same labels, and what is left of it after a crash does no harm.
    """

    data: bytes
    media_type: str
    ours: bool = False
    piece: bool = False


@dataclass(frozen=True, slots=True)
class Statistics:
    """How large the graph is: triples of the default graph, named graphs, bytes on disk (0 if unknown)."""

    facts: int
    graphs: int
    bytes: int


class GraphStore(Protocol):
    """An RDF dataset whose default graph holds every fact exactly once.

    The default graph is the set union of the documents' fact graphs and of the triples that users put
    there. Users are taken at their word: what they delete from the default graph is gone until its
    document changes or the graph is rebuilt. Every method may raise StoreUnavailable, and is safe to
    call from several threads; whoever reads sees all that was written before.
    """

    def apply(self, changes: Sequence[DocumentGraphs]) -> None:
        """Replace the graphs of documents and bring the default graph after, all in one transaction.

        What is so already is not written again. A triple that a user had put into the default graph
        before any document stated it survives the documents' retraction; so does one that is uploaded
        later. An INSERT of what a document states already changes nothing in RDF, and survives nothing.
        """
        ...

    def amend(self, change: GraphChange) -> None:
        """Change a graph of facts, and bring the default graph after, as `apply` does."""
        ...

    def clear_documents(self) -> int:
        """Retract every document, those of a former base IRI too; returns how many there were."""
        ...

    def clear(self) -> None:
        """Empty the dataset, users' own graphs included."""
        ...

    def flush(self) -> None:
        """Make everything written so far survive a power cut."""
        ...

    def query(
        self,
        text: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        accept: str = "*/*",
        base: str | None = None,
    ) -> QueryResult:
        """Answer a SPARQL 1.1 query in the format that `accept`, an Accept header, likes best.

        Args:
            default_graphs, named_graphs: Take the place of FROM and FROM NAMED if any is given.
            base: Resolves the query's relative IRIs.

        Raises:
            QueryRejected: It is not SPARQL, or asks for what is not allowed here.
            QueryTooExpensive: It went over the limit of time, memory or rows.
            NotAcceptable: No accepted format can hold the answer.
        """
        ...

    def update(
        self,
        text: str,
        *,
        using: Sequence[str] = (),
        using_named: Sequence[str] = (),
        base: str | None = None,
    ) -> None:
        """Run a SPARQL 1.1 update: all of it or nothing.

        Raises:
            QueryRejected: It is not SPARQL, or asks for what is not allowed here.
            QueryTooExpensive: It would go over the limit of time or memory; nothing was changed.
        """
        ...

    def has_graph(self, graph: GraphName) -> bool:
        """Return whether the graph exists, if only empty; the default graph always does."""
        ...

    def graph(self, graph: GraphName, *, accept: str = "*/*") -> QueryResult:
        """Return a whole graph.

        Raises:
            NotFound: There is no such graph.
            QueryTooExpensive: It is larger than one answer may be; `dump` has no such limit.
            NotAcceptable: No accepted format can hold it.
        """
        ...

    def put_graph(
        self, graph: GraphName, uploads: Sequence[Upload], *, base: str | None = None
    ) -> bool:
        """Replace a graph's triples; returns whether it is new.

        Raises:
            UnsupportedFormat: An upload is not RDF.
            QueryRejected: An upload is not well-formed, or too large or too deep to be read.
            Conflict: The graph belongs to a document.
        """
        ...

    def post_graph(
        self, graph: GraphName, uploads: Sequence[Upload], *, base: str | None = None
    ) -> bool:
        """Add triples to a graph; returns whether it is new. Raises as `put_graph` does."""
        ...

    def load(self, upload: Upload, *, base: str | None = None) -> int:
        """Add quads, each to the graph that it names; returns how many. Raises as `put_graph` does."""
        ...

    def delete_graph(self, graph: GraphName) -> None:
        """Remove a graph; the default graph is emptied.

        Raises:
            NotFound: There is no such graph.
            Conflict: The graph belongs to a document.
        """
        ...

    def dump(
        self, format: str, *, graph: GraphName = None, min_confidence: float = 0.0
    ) -> Iterator[bytes]:
        """Yield the store as it was at one moment, in one of `kg.graph.export.FORMATS`.

        Args:
            graph: Only this graph; None is everything that the format can hold.
            min_confidence: Facts below it, all evidence weighed, are left out with their evidence.

        Raises:
            UnsupportedFormat: There is no such format.
            NotFound: There is no such graph.
        """
        ...

    def statistics(self) -> Statistics:
        """Return how large the graph is."""
        ...

    def ping(self) -> None:
        """Do nothing but reach the store."""
        ...

    def close(self) -> None:
        """Let go of the store; further calls raise StoreUnavailable."""
        ...
