"""`kg rebuild`: the graph made again."""

import typer

from api.cli.options import Json, Server, client
from api.cli.output import print_json


def rebuild(server: Server = None, as_json: Json = False) -> None:
    """Make the graph again from SQL; no document is read again."""
    with client(server) as service:
        done = service.rebuild()
    if as_json:
        print_json(done.model_dump(mode="json"))
        return
    typer.echo(f"Made the graph of {done.documents:,} documents again.")
