"""`kg documents`: what is here, and why some of it could not be read."""

from itertools import islice
from typing import Annotated

import typer

from api.cli.options import Json, Server, client
from api.cli.output import print_json, print_table


def documents(
    status: Annotated[
        str | None, typer.Option(help="Only these: failed, queued, running, done, …")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many.")] = 100,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """List documents in the order of posting, each with the reason if it failed."""
    with client(server) as service:
        found = list(islice(service.documents(status=status), limit))
    if as_json:
        print_json([one.model_dump(mode="json") for one in found])
        return
    rows = [
        (one.id, one.status, str(one.attempt), one.title or "", one.error or "") for one in found
    ]
    print_table(("document", "status", "attempts", "title", "reason"), rows)
