"""Loads RDF that is too large to be held in memory: a file is read whole first, then stored in pieces.

What is not well-formed leaves no trace. An outage in the midst leaves the pieces that were stored, and says so.
"""

import logging
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError, KGError, QueryRejected, QueryTooExpensive, TransientError
from kg.graph.file_process import Into, Reading
from kg.graph.negotiation import upload_format
from kg.graph.ownership import graph_node, refuse_documents
from kg.graph.rdf_files import pieces, read_file
from kg.graph.store import GraphName, GraphStore, Upload
from kg.graph.vocabulary import Vocabulary
from kg.iris import Minter

log = logging.getLogger(__name__)

_LINES = "application/n-quads"


@dataclass(frozen=True, slots=True)
class FileLoader:
    """Loads files into one store.

    Attributes:
        names: The IRI under which the graph's names are.
        memory_bytes: Address space that reading a file may take.
        replaced: Tells how often all that the store holds has been replaced, as a restore does.
    """

    store: GraphStore
    names: str
    memory_bytes: int
    replaced: Callable[[], int] = lambda: 0

    def post_graph(
        self, graph: GraphName, file: Path, media_type: str, *, base: str | None = None
    ) -> bool:
        """Add a file's triples to a graph; returns whether it is new.

        Raises:
            UnsupportedFormat: It is not RDF.
            QueryRejected: It is not well-formed; nothing of it was loaded.
            Conflict: The graph belongs to a document.
            TransientError: It broke off; the message says how far it is, and to load it again.
        """
        if graph is not None:
            refuse_documents([graph_node(graph)], Vocabulary(Minter(self.names)))
        is_new = not self.store.has_graph(graph)
        if not self._load(
            file, media_type, "graph", base, lambda piece: self.store.post_graph(graph, [piece])
        ):
            self.store.post_graph(
                graph, [Upload(b"", _LINES)]
            )  # an empty graph exists all the same
        return is_new

    def load(self, file: Path, media_type: str, *, base: str | None = None) -> int:
        """Add a file's quads, each to the graph that it names; returns how many. Raises as `post_graph`."""
        return self._load(file, media_type, "dataset", base, self.store.load)

    def _load(
        self,
        file: Path,
        media_type: str,
        into: Into,
        base: str | None,
        store: Callable[[Upload], object],
    ) -> int:
        format = upload_format(media_type).media_type
        with tempfile.TemporaryDirectory(prefix="kg-load-") as folder:
            lines = Path(folder) / "lines.nq"
            total = _read(
                Reading(
                    str(file), format, False, str(lines), self.memory_bytes, into, base, self.names
                )
            )
            done, before = 0, self.replaced()
            try:
                for piece in pieces(lines):
                    store(Upload(b"".join(piece), _LINES, piece=True))
                    done += len(piece)
                    if self.replaced() != before:
                        raise TransientError(
                            "A backup was put back meanwhile. Load the file again."
                        )
            except (TransientError, QueryTooExpensive) as err:
                raise _broken_off(err, done, total) from err
        self.store.flush()
        log.info("loaded %d triples from a file", total)
        return total


def _read(reading: Reading) -> int:
    try:
        return read_file(reading)
    except InputError as err:
        if type(err) is not InputError:  # it is in order, but must not be written
            raise
        raise QueryRejected(f"The upload cannot be read: {err}. Nothing of it was loaded.") from err


def _broken_off(err: KGError, done: int, total: int) -> KGError:
    if not done or type(err) is TransientError:
        return err
    return TransientError(
        f"{err} The first {done:,} of {total:,} triples were stored. Load the same again: those do not "
        "come twice, but for blank nodes."
    )
