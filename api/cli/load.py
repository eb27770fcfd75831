"""`kg load`: RDF from a file into the graph."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.bases import load_base
from api.cli.options import Server, client
from api.cli.output import say

_MEDIA_TYPES = {
    ".ttl": "text/turtle",
    ".nt": "application/n-triples",
    ".rdf": "application/rdf+xml",
    ".owl": "application/rdf+xml",
    ".xml": "application/rdf+xml",
    ".jsonld": "application/ld+json",
}
_DATASETS = {".nq": "application/n-quads", ".trig": "application/trig"}
"""Files that name the graph of each triple themselves."""


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
    knowledge base has a graph of its own whatever its format, and may be packed (.gz).
    """
    if kind is not None:
        load_base(file, name or file.name.partition(".")[0], server)
        return
    ending = file.suffix.lower()
    if ending in _DATASETS and graph:
        raise typer.BadParameter(f"{ending} files name their graphs themselves: leave out --graph.")
    media_type = (_MEDIA_TYPES | _DATASETS).get(ending)
    if media_type is None:
        known = ", ".join(sorted(_MEDIA_TYPES | _DATASETS))
        raise typer.BadParameter(f"{ending or 'no ending'} is not one of {known}.")
    with client(server) as service, file.open("rb") as rdf:
        if ending in _DATASETS:
            service.load_dataset(rdf, media_type)
        else:
            service.load(rdf, media_type, graph=graph)
    say(f"Loaded {file}.")
