"""`kg serve`: the whole service in one process."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import settings
from api.cli.output import say
from api.cli.starting import importing


def serve(
    host: Annotated[
        str | None, typer.Option(help="Address to listen on.  [default: 127.0.0.1]")
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port to listen on.  [default: 8000]")
    ] = None,
    data: Annotated[
        Path | None, typer.Option(help="Folder that holds everything.  [default: data]")
    ] = None,
) -> None:
    """Start the service: HTTP API, graph and worker.

    Where KG_REDIS_URL is set, it has no worker of its own: start some with `kg worker`.
    """
    with importing():
        from api.exposure import exposure
        from api.server import run
        from workers.logs import write_logs

    chosen = settings(host=host, port=port, data=data)
    write_logs(chosen)
    if warning := exposure(chosen):
        say(f"kg: {warning}")
    run(chosen, on_ready=lambda address: say(f"kg is at {address} (Ctrl-C stops it)"))
