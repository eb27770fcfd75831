"""Reads a knowledge base in a process of its own, which may die of it: hostile RDF must not stop the service.

    python -m kg.identity.base_process SOURCE MEDIA_TYPE GZIPPED TARGET MEMORY_BYTES

Writes N-Triples to TARGET, without the names of graphs, and the count of triples to stdout now and then.
The last line of stderr says what is wrong with the source, if anything is.
"""

import gzip
import io
import os
import re
import resource
import sys
from collections.abc import Iterator
from itertools import islice
from typing import IO, TypeVar, cast

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

Node = TypeVar("Node", NamedNode | BlankNode | Triple, NamedNode | BlankNode | Literal | Triple)

_PIECE = 10_000
_READ = 1_000_000
_GROWTH = 60
"""How many times its size a file may become, unpacked or as N-Triples: real ones reach some thirty."""
_ROOM = 10_000_000
"""Bytes that even the smallest file may become."""
_GROWS = f"it grows to more than {_GROWTH} times its size. Unpack it, and write it as N-Triples"
_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)


class _Guarded(io.RawIOBase):
    """A stream that holds no more than `most` bytes unpacked (CWE-409), and in which, as XML, no DOCTYPE passes:
    its entities can grow without bound (CWE-776).
    """

    def __init__(self, source: IO[bytes], most: int, *, xml: bool) -> None:
        self._source = source
        self._most, self._xml = most, xml
        self._tail = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        piece = self._source.read(_READ if size < 0 else size)
        self._most -= len(piece)
        if self._most < 0:
            raise ValueError(_GROWS)
        if self._xml and _DOCTYPE.search(self._tail + piece):
            raise ValueError("RDF/XML with a DOCTYPE is refused: write its entities out")
        self._tail = piece[-16:]
        return piece


def main(source: str, media_type: str, gzipped: str, target: str, memory: str) -> int:
    """Read one file; returns the exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    format = RdfFormat.from_media_type(media_type)
    assert format is not None
    most = _GROWTH * os.path.getsize(source) + _ROOM
    done = 0
    try:
        with _opened(source, gzipped == "1") as opened, open(target, "wb") as out:
            guarded = _Guarded(opened, most, xml=format == RdfFormat.RDF_XML)
            quads = parse(cast("IO[bytes]", guarded), format, rename_blank_nodes=True)
            while piece := list(islice(_plain(quads), _PIECE)):
                lines = serialize(piece, format=RdfFormat.N_TRIPLES)
                assert lines is not None
                out.write(lines)
                if out.tell() > most:
                    raise ValueError(_GROWS)
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
