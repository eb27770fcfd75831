"""`kg mcp`: the graph for assistants that speak the Model Context Protocol."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import Server, client, settings
from api.cli.output import say

if TYPE_CHECKING:
    from api.client import Client


def mcp(
    allow_writes: Annotated[
        bool, typer.Option("--allow-writes", help="Let assistants add documents and triples.")
    ] = False,
    server: Server = None,
    data: Annotated[
        Path | None, typer.Option(help="Folder of `kg serve` to open here, without a service.")
    ] = None,
) -> None:
    """Serve search, ask, explain and sparql to an assistant, over stdin and stdout.

    Without --server or KG_SERVER, the service on this machine is used; where none runs, or with
    --data, the data folder is opened in this process.
    """
    from api.mcp_tools import check_installed, mcp_server

    check_installed()
    with _reached(server, data) as service:
        mcp_server(service, allow_writes=allow_writes).run("stdio")


@contextmanager
def _reached(server: str | None, data: Path | None) -> Iterator["Client"]:
    if data is not None or not (server or _named() or _is_running()):
        from api.server import running
        from workers.logs import write_logs

        chosen = settings(data=data)
        write_logs(chosen)  # to stderr; stdout is the assistant's
        say(
            f"kg opens {chosen.data} in this process; --server or KG_SERVER names a service instead"
        )
        with running(chosen) as address, client(address) as service:
            yield service
        return
    with client(server) as service:
        yield service


def _named() -> bool:
    return "server" in settings().model_fields_set


def _is_running() -> bool:
    from kg.errors import TransientError

    with client(None) as service:
        try:
            service.ready()
        except TransientError:
            return False
        return True
