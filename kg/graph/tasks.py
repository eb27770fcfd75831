"""What query processes do: each task is a value that travels there and runs there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    parse,
    serialize,
)

from kg.errors import QueryRejected, StoreUnavailable
from kg.graph.complaints import complaint, reason
from kg.graph.dataset import Dataset, merged, query_dataset
from kg.graph.negotiation import upload_format
from kg.graph.ownership import into_one_graph
from kg.graph.parcel import Parcel
from kg.graph.results import Style, write_graph, write_results
from kg.graph.store import QueryResult, Upload
from kg.graph.weighing import functions

_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)


class Desk:
    """What a query process keeps between tasks: the checkpoint that it has open."""

    def __init__(self) -> None:
        self._folder: str | None = None
        self._store: Store | None = None

    def open(self, folder: str) -> Store:
        """Return the checkpoint in `folder`; the one before is closed."""
        if self._store is None or self._folder != folder:
            self._store = None
            try:
                self._store = Store.read_only(folder)
            except OSError as err:
                raise StoreUnavailable(folder, f"{err}. Ask again in a moment.") from err
            self._folder = folder
        return self._store


class Task(Protocol):
    """Something to do in a query process, where it may be stopped at any moment."""

    def run(self, desk: Desk) -> QueryResult:
        """Do it. Raises KGErrors."""
        ...


@dataclass(frozen=True, slots=True)
class Ask(Parcel):
    """Answers a query on the checkpoint in `folder`; `dataset` takes the place of its FROM clauses.

    Attributes:
        names: The IRI under which the graph's names are.
    """

    folder: str
    text: str
    dataset: Dataset | None
    base: str | None
    style: Style
    names: str

    def run(self, desk: Desk) -> QueryResult:
        store = desk.open(self.folder)
        try:
            return write_results(self._results(store), self.style)
        except (SyntaxError, ValueError, RuntimeError, OSError) as err:
            raise QueryRejected(complaint("query", self.text, err, names=self.names)) from err

    def _results(self, store: Store) -> QuerySolutions | QueryBoolean | QueryTriples:
        dataset = self.dataset or query_dataset(self.text, self.base)
        own = functions(store, self.names)
        if dataset is None:
            return store.query(self.text, base_iri=self.base, custom_functions=own)
        named: list[NamedNode | BlankNode] = [*dataset.named]
        if len(dataset.default) < 2:
            default: list[NamedNode | BlankNode | DefaultGraph] = [*dataset.default]
            return store.query(
                self.text,
                base_iri=self.base,
                default_graph=default,
                named_graphs=named,
                custom_functions=own,
            )
        return merged(store, dataset).query(
            self.text,
            base_iri=self.base,
            default_graph=DefaultGraph(),
            named_graphs=named,
            custom_functions=own,
        )


@dataclass(frozen=True, slots=True)
class Fetch:
    """Writes out a whole graph of the checkpoint in `folder`; None is the default graph."""

    folder: str
    graph: NamedNode | None
    style: Style

    def run(self, desk: Desk) -> QueryResult:
        graph = self.graph or DefaultGraph()
        quads = desk.open(self.folder).quads_for_pattern(None, None, None, graph)
        return write_graph((quad.triple for quad in quads), self.style)


@dataclass(frozen=True, slots=True)
class Rehearse:
    """Runs an update on a writable copy of the store in `folder`, to see whether it ends."""

    folder: str
    text: str
    base: str | None

    def run(self, desk: Desk) -> QueryResult:
        try:
            Store(self.folder).update(self.text, base_iri=self.base)
        except (SyntaxError, ValueError, RuntimeError, OSError) as err:
            raise QueryRejected(complaint("update", self.text, err)) from err
        return QueryResult("", b"")


@dataclass(frozen=True, slots=True)
class Parse:
    """Reads uploads and writes them as N-Quads, in which nothing nests, refers or expands.

    Blank nodes are renamed, unless an upload says otherwise: those of another upload are others. With
    `quads`, uploads may name graphs.
    """

    uploads: tuple[Upload, ...]
    base: str | None
    quads: bool = False

    def run(self, desk: Desk) -> QueryResult:
        quads = (quad for upload in self.uploads for quad in self._parsed(upload))
        try:
            body = serialize(quads, format=RdfFormat.N_QUADS)
        except (SyntaxError, ValueError, OSError) as err:
            raise QueryRejected(reason("upload", err)) from err
        assert body is not None
        return QueryResult("application/n-quads", body)

    def _parsed(self, upload: Upload) -> Iterator[Quad]:
        format = upload_format(upload.media_type)
        if format == RdfFormat.RDF_XML and _DOCTYPE.search(upload.data):
            # entities can grow without bound (CWE-776), and Oxigraph sets none
            raise QueryRejected("RDF/XML with a DOCTYPE is refused: write its entities out.")
        rename = not upload.piece
        quads = parse(upload.data, format, base_iri=self.base, rename_blank_nodes=rename)
        return iter(quads) if self.quads else into_one_graph(quads)
