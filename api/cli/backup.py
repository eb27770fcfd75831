"""`kg backup`: everything in one file."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.files import write_whole
from api.cli.options import Server, client
from api.cli.output import say


def backup(
    file: Annotated[Path, typer.Argument(dir_okay=False, help="File to write, .tar.gz.")],
    server: Server = None,
) -> None:
    """Save documents, findings, your own triples and models of a running service to a file."""
    with client(server) as service:
        write_whole(service.backup(), file)
    say(f"Saved {file}, {file.stat().st_size:,} bytes.")
