"""`kg delete`: take a document and its facts out."""

from typing import Annotated

import typer

from api.cli.options import Json, Server, client
from api.cli.output import print_json, say


def delete(
    document: Annotated[str, typer.Argument(help="Id of the document.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Delete a document and the facts that are only its own."""
    with client(server) as service:
        if not (dry_run or yes):
            planned = service.delete(document, dry_run=True)
            question = f"Delete {document}, which retracts {planned.retracted} facts?"
            typer.confirm(question, abort=True, err=True)
        done = service.delete(document, dry_run=dry_run)
    if as_json:
        print_json(done.model_dump(mode="json"))
        return
    would = "would retract" if dry_run else "retracted"
    typer.echo(
        f"{document}: {would} {done.retracted} facts; "
        f"{done.kept} stay because another document supports them."
    )
    if done.status == "deleting":
        say("The graph has not followed yet; it will within moments.")
