"""`kg diff`: what documents state that a knowledge base does not."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.files import write_whole
from api.cli.options import Server, client


class Only(StrEnum):
    """What a statement may be to the loaded knowledge bases."""

    NEW = "new"
    KNOWN = "known"
    CONFLICTING = "conflicting"


def diff(
    only: Annotated[Only, typer.Option(help="Which statements.")] = Only.NEW,
    format: Annotated[
        str, typer.Option(help="ntriples, turtle, nquads, trig, json-ld or rdf-xml.")
    ] = "ntriples",
    min_confidence: Annotated[
        float, typer.Option(min=0, max=1, help="Leave out what is less sure.")
    ] = 0.0,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; stdout without it.")
    ] = None,
    server: Server = None,
) -> None:
    """Write just the statements that are new to the loaded knowledge bases, ready to be loaded there."""
    with client(server) as service:
        pieces = service.export(format, only=only.value, min_confidence=min_confidence)
        if output is None:
            sys.stdout.buffer.writelines(pieces)
        else:
            write_whole(pieces, output)
