"""`kg export`: the graph as a file."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import Server, client


def export(
    format: Annotated[
        str, typer.Option(help="nquads, trig, turtle, json-ld, graphml or csv.")
    ] = "nquads",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; stdout without it.")
    ] = None,
    server: Server = None,
) -> None:
    """Write the graph to a file or to stdout."""
    with client(server) as service:
        pieces = service.export(format)
        if output is None:
            for piece in pieces:
                sys.stdout.buffer.write(piece)
        else:
            write_file(pieces, output)


def write_file(pieces: Iterator[bytes], output: Path) -> None:
    """Write a file that is whole whenever it has its own name."""
    unfinished = output.with_name(output.name + ".part")
    try:
        with unfinished.open("wb") as file:
            file.writelines(pieces)
        unfinished.replace(output)
    finally:
        unfinished.unlink(missing_ok=True)
