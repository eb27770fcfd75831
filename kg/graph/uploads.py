"""RDF that clients send, read in processes that may die of it."""

from collections.abc import Sequence
from typing import cast

from pyoxigraph import RdfFormat, Triple, parse

from kg.graph.limits import QueryLimits
from kg.graph.negotiation import upload_format
from kg.graph.ownership import refuse_blank
from kg.graph.readers import Readers
from kg.graph.store import Upload
from kg.graph.syntax import Graph
from kg.graph.tasks import Parse

_BYTES_A_SECOND = 1_000_000


class Uploads:
    """Parses uploads in query processes. Raises as `GraphStore.put_graph` says."""

    def __init__(self, readers: Readers, limits: QueryLimits) -> None:
        self._readers = readers
        self._limits = limits

    def triples(self, uploads: Sequence[Upload], base: str | None) -> set[Triple]:
        """Return the triples of uploads that name no graphs."""
        if all(upload.ours for upload in uploads):
            read = (parse(upload.data, upload_format(upload.media_type)) for upload in uploads)
            return {quad.triple for quads in read for quad in quads}
        lines = self._parsed(uploads, base, quads=False)
        return {quad.triple for quad in parse(lines, RdfFormat.N_QUADS)}

    def dataset(self, upload: Upload, base: str | None) -> dict[Graph, set[Triple]]:
        """Return the triples of an upload by the graphs that it puts them into."""
        triples: dict[Graph, set[Triple]] = {}
        for quad in parse(self._parsed([upload], base, quads=True), RdfFormat.N_QUADS):
            refuse_blank(quad.graph_name)
            triples.setdefault(cast("Graph", quad.graph_name), set()).add(quad.triple)
        return triples

    def _parsed(self, uploads: Sequence[Upload], base: str | None, *, quads: bool) -> bytes:
        size = sum(len(upload.data) for upload in uploads)
        limit_s = self._limits.timeout_s + size / _BYTES_A_SECOND
        return self._readers.run(Parse(tuple(uploads), base, quads), limit_s).body
