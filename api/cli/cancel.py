"""`kg cancel`: stop a job."""

from typing import Annotated

import typer

from api.cli.options import Json, Server, client
from api.cli.output import print_json


def cancel(
    job: Annotated[str, typer.Argument(help="Id of the job.")],
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Stop what a job has not read yet; what has been read stays."""
    with client(server) as service:
        done = service.cancel(job)
    if as_json:
        print_json(done.model_dump(mode="json"))
        return
    if not done.changed:
        typer.echo(f"Nothing of it waited or was being read any more; see `kg status {job}`.")
        return
    typer.echo(f"{done.changed:,} documents cancelled; `kg retry --job {job}` takes that back.")
