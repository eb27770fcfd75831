"""Reads a knowledge base in a process of its own, which may die of it: hostile RDF must not stop the service.

    python -m kg.identity.base_process SOURCE MEDIA_TYPE GZIPPED TARGET MEMORY_BYTES

Writes N-Triples to TARGET, without the names of graphs, and the count of triples to stdout now and then.
The last line of stderr says what is wrong with the source, if anything is.
"""

import gzip
import io
import re
import resource
import sys
from collections.abc import Iterator
from itertools import islice
from typing import IO, TypeVar, cast

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

Node = TypeVar("Node", NamedNode | BlankNode | Triple, NamedNode | BlankNode | Literal | Triple)

_PIECE = 10_000
_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)


class _Guarded(io.RawIOBase):
    """A stream in which no DOCTYPE passes: its entities can grow without bound (CWE-776)."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self._tail = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        piece = self._source.read(size)
        if _DOCTYPE.search(self._tail + piece):
            raise ValueError("RDF/XML with a DOCTYPE is refused: write its entities out")
        self._tail = piece[-16:]
        return piece


def main(source: str, media_type: str, gzipped: str, target: str, memory: str) -> int:
    """Read one file; returns the exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    format = RdfFormat.from_media_type(media_type)
    assert format is not None
    done = 0
    try:
        with _opened(source, gzipped == "1") as opened, open(target, "wb") as out:
            guarded = _Guarded(opened) if format == RdfFormat.RDF_XML else opened
            quads = parse(cast("IO[bytes]", guarded), format, rename_blank_nodes=True)
            while piece := list(islice(_plain(quads), _PIECE)):
                lines = serialize(piece, format=RdfFormat.N_TRIPLES)
                assert lines is not None
                out.write(lines)
                done += len(piece)
                print(done, flush=True)
    except (SyntaxError, ValueError, OSError, EOFError) as err:
        print(_reason(err), file=sys.stderr)
        return 1
    except MemoryError:
        print("it needs too much memory to read. Convert it to N-Triples", file=sys.stderr)
        return 1
    return 0


def _opened(source: str, gzipped: bool) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(source)) if gzipped else open(source, "rb")


def _plain(quads: Iterator[Quad]) -> Iterator[Quad]:
    """Leave out the graphs, and give blank nodes names: the file is stored in pieces."""
    for quad in quads:
        yield Quad(_named(quad.subject), quad.predicate, _named(quad.object))


def _named(node: Node) -> Node:
    return NamedNode(f"urn:kg:genid:{node.value}") if isinstance(node, BlankNode) else node


def _reason(err: Exception) -> str:
    line = getattr(err, "lineno", None)
    message = (str(err.args[0]) if err.args else str(err)).splitlines()[0]
    return f"line {line}: {message}" if line and "line" not in message else message


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
