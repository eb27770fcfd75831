"""`kg load`: RDF from a file into the graph."""

import gzip
import zlib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import IO, Annotated

import typer

from api.cli.bases import load_base
from api.cli.options import Server, client
from api.cli.output import say
from kg.errors import DocumentUnreadable, UnsupportedFormat
from kg.identity.base_formats import base_file

_DATASETS = frozenset({"application/n-quads", "application/trig"})
"""Formats that name the graph of each triple themselves."""
_PIECE_BYTES = 1_000_000


class Kind(StrEnum):
    """What a file may be loaded as."""

    KNOWLEDGE_BASE = "knowledge-base"


def load(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="An RDF file.")],
    graph: Annotated[
        str | None, typer.Option(help="IRI of a named graph; the default graph without it.")
    ] = None,
    kind: Annotated[
        Kind | None, typer.Option("--as", help="What documents are to be linked with.")
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="Of a knowledge base; the file's own without it.")
    ] = None,
    server: Server = None,
) -> None:
    """Add RDF from a file to the graph, or load a knowledge base.

    Turtle, N-Triples, RDF/XML and JSON-LD go into one graph, N-Quads and TriG into those they name. A
    knowledge base has a graph of its own whatever its format. All of them may be packed (.gz). Nothing of a
    file that is not well-formed is loaded.
    """
    if kind is not None:
        load_base(file, name or file.name.partition(".")[0], server)
        return
    try:
        found = base_file(file.name)
    except UnsupportedFormat as err:
        raise typer.BadParameter(str(err)) from err
    if found.media_type in _DATASETS and graph:
        raise typer.BadParameter(f"{file.name} names its graphs itself: leave out --graph.")
    with client(server) as service, file.open("rb") as rdf:
        content: IO[bytes] | Iterator[bytes] = _unpacked(rdf) if found.gzipped else rdf
        if found.media_type in _DATASETS:
            service.load_dataset(content, found.media_type)
        else:
            service.load(content, found.media_type, graph=graph)
    say(f"Loaded {file}.")


def _unpacked(packed: IO[bytes]) -> Iterator[bytes]:
    """Yield a packed file's content as it is sent. Raises DocumentUnreadable: it is damaged."""
    try:
        with gzip.open(packed) as whole:
            while piece := whole.read(_PIECE_BYTES):
                yield piece
    except (OSError, EOFError, zlib.error) as err:
        raise DocumentUnreadable(
            packed.name, f"it cannot be unpacked: {err}. Nothing of it was loaded."
        ) from err
