"""`kg judgements`: what people decided about single facts, as training data."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from api.cli.files import write_whole
from api.cli.options import Server, client


def judgements(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; stdout without it.")
    ] = None,
    server: Server = None,
) -> None:
    """Write the decisions as JSONL, which `kg train --data FILE --format jsonl` takes."""
    with client(server) as service:
        pieces = service.judgements()
        if output is not None:
            write_whole(pieces, output)
            return
        for piece in pieces:
            sys.stdout.buffer.write(piece)
