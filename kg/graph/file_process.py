"""Reads a file of RDF in a process of its own, which may die of it: hostile RDF must not stop the service.

    python -m kg.graph.file_process READING

READING is a `Reading` as JSON. Writes its lines to its target, and their count to stdout now and then.
The last line of stderr says what is wrong with the source, if anything is.
"""

import gzip
import io
import json
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO, TypeVar, cast
from typing import Literal as Either

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from kg.errors import Conflict, InputError
from kg.graph.ownership import into_one_graph, into_their_graphs
from kg.graph.sandbox import limit_memory
from kg.graph.vocabulary import Vocabulary
from kg.iris import Minter

Node = TypeVar("Node", NamedNode | BlankNode | Triple, NamedNode | BlankNode | Literal | Triple)
Into = Either["base", "graph", "dataset"]

CONFLICT = 3
"""Exit code for a file that is in order, but must not be written."""
_PIECE = 10_000
_READ = 1_000_000
_GROWTH = 60
"""How many times its size a file may become, unpacked or as N-Triples: real ones reach some thirty."""
_ROOM = 10_000_000
"""Bytes that even the smallest file may become."""
_GROWS = f"it grows to more than {_GROWTH} times its size. Unpack it, and write it as N-Triples"
_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """What to read, and what to make of it.

    Attributes:
        target: Where the lines go. Blank nodes are renamed: those of another file are others.
        memory_bytes: Address space that it may take.
        into: "base": N-Triples without the names of graphs and without blank nodes, which get names;
            "graph": N-Triples, names of graphs are refused; "dataset": N-Quads.
        base: IRI against which relative ones are resolved.
        names: The IRI under which the graph's names are: graphs of documents are refused.
    """

    source: str
    media_type: str
    gzipped: bool
    target: str
    memory_bytes: int
    into: Into = "base"
    base: str | None = None
    names: str = ""


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


def main(reading: Reading) -> int:
    """Read one file; returns the exit code."""
    limit_memory(reading.memory_bytes)
    try:
        for done in _read(reading):
            print(done, flush=True)
    except Conflict as err:
        print(err, file=sys.stderr)
        return CONFLICT
    except (SyntaxError, ValueError, OSError, EOFError, InputError) as err:
        print(_reason(err), file=sys.stderr)
        return 1
    except MemoryError:
        print("it needs too much memory to read. Convert it to N-Triples", file=sys.stderr)
        return 1
    return 0


def _read(reading: Reading) -> Iterator[int]:
    """Write the lines, and yield now and then how many there are."""
    format = RdfFormat.from_media_type(reading.media_type)
    assert format is not None
    most = _GROWTH * os.path.getsize(reading.source) + _ROOM
    into = RdfFormat.N_QUADS if reading.into == "dataset" else RdfFormat.N_TRIPLES
    done = 0
    with _opened(reading) as opened, open(reading.target, "wb") as out:
        guarded = cast("IO[bytes]", _Guarded(opened, most, xml=format == RdfFormat.RDF_XML))
        quads = parse(guarded, format, base_iri=reading.base, rename_blank_nodes=True)
        kept = _kept(quads, reading)
        while piece := list(islice(kept, _PIECE)):
            lines = serialize(piece, format=into)
            assert lines is not None
            out.write(lines)
            if out.tell() > most:
                raise ValueError(_GROWS)
            done += len(piece)
            yield done


def _opened(reading: Reading) -> IO[bytes]:
    if reading.gzipped:
        return cast("IO[bytes]", gzip.open(reading.source))
    return open(reading.source, "rb")


def _kept(quads: Iterator[Quad], reading: Reading) -> Iterator[Quad]:
    if reading.into == "base":
        return _plain(quads)
    if reading.into == "graph":
        return into_one_graph(quads)
    return into_their_graphs(quads, Vocabulary(Minter(reading.names)))


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
    sys.exit(main(Reading(**json.loads(sys.argv[1]))))
