"""Which subcommands there are, and how errors end them."""

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from api.cli import (
    analogy,
    ask,
    backup,
    cancel,
    conflicts,
    delete,
    diff,
    documents,
    entail,
    entities,
    evaluate,
    explain,
    export,
    extract,
    ingest,
    jobs,
    judgements,
    load,
    mcp,
    mine,
    prove,
    query,
    rebuild,
    reextract,
    refused,
    restore,
    retry,
    reviews,
    serve,
    status,
    suggest,
    teach,
    train,
    unload,
    worker,
)
from api.cli.complete import complete
from api.cli.keys import keys
from api.cli.knowledge import ontology, rules
from api.cli.models import models
from api.cli.options import given_key, given_workspace
from api.cli.relations import relations
from api.cli.shapes import policies, shapes
from api.cli.workspaces import workspaces
from api.version import installed_version
from kg.errors import KGError


class Commands(TyperGroup):
    """Ends a subcommand that fails with one line on stderr and exit code 1; usage errors end with 2."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KGError as err:
            typer.echo(f"kg: {err}", err=True)
            raise typer.Exit(1) from err


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for module in (
    serve,
    worker,
    ingest,
    extract,
    status,
    jobs,
    documents,
    retry,
    cancel,
    query,
    ask,
    delete,
    export,
    load,
    unload,
    diff,
    reviews,
    judgements,
    suggest,
    mine,
    mcp,
    explain,
    conflicts,
    entail,
    refused,
    rebuild,
    reextract,
    backup,
    restore,
    train,
    evaluate,
    prove,
    analogy,
    teach,
):
    name = module.__name__.rpartition(".")[2]
    app.command(name)(getattr(module, name))
app.add_typer(entities.entities, name="entities")
app.add_typer(models, name="models")
app.add_typer(complete, name="complete")
app.add_typer(ontology, name="ontology")
app.add_typer(rules, name="rules")
app.add_typer(shapes, name="shapes")
app.add_typer(policies, name="policies")
app.add_typer(keys, name="keys")
app.add_typer(relations, name="relations")
app.add_typer(workspaces, name="workspaces")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kg {installed_version()}")
        raise typer.Exit


@app.callback()
def kg(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which kg.")
    ] = False,
    key: Annotated[
        str | None, typer.Option(help="Key to send to the service.  [default: KG_API_KEY]")
    ] = None,
    workspace: Annotated[
        str | None,
        typer.Option(help="Isolated graph to work in.  [default: KG_WORKSPACE, or main]"),
    ] = None,
) -> None:
    """Knowledge graphs from documents: `kg serve` starts the service, `kg ingest` feeds it."""
    given_key.set(key)
    given_workspace.set(workspace)


def main() -> None:
    """Run the command line."""
    app()
