"""`kg restore`: what `kg backup` saved, in the place of everything."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import Json, Server, client
from api.cli.output import print_json


def restore(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A backup.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Replace everything in a running service by what a backup holds, and make its graph again."""
    if not yes:
        typer.confirm(
            "Everything in the service goes, and the backup takes its place. Go on?", abort=True
        )
    with client(server) as service, file.open("rb") as saved:
        done = service.restore(saved)
    if as_json:
        print_json(done.model_dump(mode="json"))
        return
    typer.echo(f"Restored {done.documents:,} documents, as they were on {done.created_at}.")
