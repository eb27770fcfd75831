"""`kg workspaces`: the isolated graphs of a server."""

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import Json, Server, client
from api.cli.output import print_json, print_table, say

if TYPE_CHECKING:
    from api.client import Client

workspaces = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Isolated graphs on one server: kg --workspace NAME works in one of them.",
)

Name = Annotated[str, typer.Argument(help="Up to 40 of a to z, 0 to 9 and hyphens.")]


@workspaces.command("list")
def list_workspaces(server: Server = None, as_json: Json = False) -> None:
    """List the workspaces."""
    with _of_the_server(server) as service:
        found = service.workspaces()
    if as_json:
        print_json([one.model_dump(mode="json") for one in found])
        return
    print_table(("name", "created"), [(one.name, one.created_at or "") for one in found])


@workspaces.command()
def create(name: Name, server: Server = None, as_json: Json = False) -> None:
    """Make a workspace; one that is there stays as it is."""
    with _of_the_server(server) as service:
        made = service.make_workspace(name)
    if as_json:
        print_json(made.model_dump(mode="json"))
        return
    say(f"Workspace {made.name} is there. Work in it: kg --workspace {made.name} ingest FILE")


@workspaces.command()
def delete(
    name: Name,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    server: Server = None,
) -> None:
    """Delete a workspace: documents, graph, keys, everything in it."""
    if not yes:
        typer.confirm(f"Everything in {name} goes and cannot be had back. Go on?", abort=True)
    with _of_the_server(server) as service:
        service.delete_workspace(name)
    say(f"Deleted workspace {name}.")


def _of_the_server(server: str | None) -> "Client":
    """A client without a workspace: these commands are about the server, whatever KG_WORKSPACE says."""
    from api.cli.options import given_workspace
    from kg.records import DEFAULT_WORKSPACE

    given_workspace.set(DEFAULT_WORKSPACE)
    return client(server)
