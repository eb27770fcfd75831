"""Loading a knowledge base: read in a process of its own, then stored and indexed piece by piece.

A base counts only when it is ready. What was interrupted is cleared away when the service starts.
"""

import logging
import tempfile
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, parse

from kg.catalog.base_rows import Axiom, BaseRow, Term
from kg.errors import InputError, KGError, NotFound
from kg.graph.file_process import Reading
from kg.graph.rdf_files import pieces, read_file
from kg.graph.store import GraphStore, Upload
from kg.identity.base_classes import Classes
from kg.identity.base_formats import base_file
from kg.identity.base_terms import tells, terms_of
from kg.records import DEFAULT_WORKSPACE, Progress, ignore_progress

if TYPE_CHECKING:
    from kg.catalog.catalog import Catalog

log = logging.getLogger(__name__)


class BaseLoader:
    """Loads knowledge bases into a graph of their own each, and indexes what their entities are called.

    Args:
        base_iri: Prefix of the graphs' names.
        memory_bytes: Address space that reading a file may take.
    """

    def __init__(
        self,
        catalog: "Catalog",
        store: GraphStore,
        base_iri: str,
        *,
        memory_bytes: int = 4_000_000_000,
        workspace: str = DEFAULT_WORKSPACE,
    ) -> None:
        self._catalog = catalog
        self._store = store
        self._base_iri = base_iri
        self._memory_bytes = memory_bytes
        self._workspace = workspace

    def begin(self, name: str, source: str) -> BaseRow:
        """Make room for a base.

        Raises:
            UnsupportedFormat: The ending of the source's name is not one of RDF.
            Conflict: There is a base of this name.
        """
        base_file(source)
        graph = f"{self._base_iri}graph/knowledge-base/{name}"
        base = self._catalog.bases.begin(name, graph, source, self._workspace)
        self._clear(graph)
        return base

    def load(
        self, base: BaseRow, file: Path, *, on_progress: Progress = ignore_progress
    ) -> BaseRow:
        """Load a file into a base that was begun; it ends ready or failed, never half.

        Raises:
            InputError: The file is not well-formed; the message names the line.
            StoreUnavailable, CatalogUnavailable: Load it again.
        """
        try:
            with tempfile.TemporaryDirectory(prefix="kg-base-") as folder:
                lines = Path(folder) / "base.nt"
                self._read(base, file, lines, on_progress)
                self._store_pieces(base, lines, on_progress)
            self._store.flush()
            ready = self._catalog.bases.finish(base, on_progress=on_progress)
        except BaseException as err:
            self._give_up(base, err)
            raise
        log.info("loaded %d triples with %d entities", ready.triples, ready.entities)
        return ready

    def unload(self, name: str) -> BaseRow:
        """Forget a base and drop its graph. Raises NotFound; Conflict: it is being loaded."""
        base = self._catalog.bases.remove(name, self._workspace)
        self._clear(base.graph)
        return base

    def clear_interrupted(self) -> None:
        """Mark bases as failed whose loading ended with the process that loaded them."""
        for base in self._catalog.bases.all(self._workspace):
            if base.status == "loading":
                self._give_up(base, InputError("Loading was interrupted. Load it again."))

    def _read(self, base: BaseRow, file: Path, target: Path, on_progress: Progress) -> None:
        kind = base_file(base.source)
        reading = Reading(str(file), kind.media_type, kind.gzipped, str(target), self._memory_bytes)
        try:
            read_file(reading, lambda count: on_progress("read", count, 0))
        except InputError as err:
            raise InputError(f"{base.source}: {err}. Nothing of it was loaded.") from err

    def _store_pieces(self, base: BaseRow, lines: Path, on_progress: Progress) -> None:
        done = 0
        with closing(Classes.read(lines)) as classes:
            for piece in pieces(lines):
                upload = Upload(b"".join(piece), "application/n-triples", piece=True)
                self._store.post_graph(base.graph, [upload])
                telling = b"".join([line for line in piece if tells(line)])
                quads = parse(telling, RdfFormat.N_TRIPLES)
                said = [one for quad in quads for one in terms_of(quad.triple, classes)]
                done += len(piece)
                terms = [one for one in said if isinstance(one, Term)]
                axioms = [one for one in said if isinstance(one, Axiom)]
                self._catalog.bases.add(base, terms, axioms, done)
                on_progress("store", done, 0)

    def _give_up(self, base: BaseRow, err: BaseException) -> None:
        reason = str(err) if isinstance(err, KGError) else "Loading broke down. The log says why."
        try:
            self._catalog.bases.fail(base, reason)
            self._clear(base.graph)
        except KGError:
            log.exception("a base that failed could not be cleared away")

    def _clear(self, graph: str) -> None:
        with suppress(NotFound):
            self._store.delete_graph(graph)
