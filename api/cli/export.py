"""`kg export`: the graph as a file."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from api.cli.files import write_whole
from api.cli.options import Server, client


def export(
    format: Annotated[
        str,
        typer.Option(
            help="nquads, own, trig, turtle, json-ld, graphml, csv, neo4j, parquet or label-studio."
        ),
    ] = "nquads",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; stdout without it.")
    ] = None,
    min_confidence: Annotated[
        float, typer.Option(min=0, max=1, help="Leave out facts that are less sure.")
    ] = 0.0,
    server: Server = None,
) -> None:
    """Write the graph to a file or to stdout."""
    with client(server) as service:
        pieces = service.export(format, min_confidence=min_confidence)
        if output is None:
            for piece in pieces:
                sys.stdout.buffer.write(piece)
        else:
            write_whole(pieces, output)
