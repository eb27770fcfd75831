"""`kg reextract`: documents read again with the model that is active now."""

from typing import Annotated

import typer

from api.cli.options import Json, Server, client
from api.cli.output import print_json, say


def reextract(
    older: Annotated[
        bool,
        typer.Option(
            "--model-older-than-active/--all",
            help="What another model than the active one read, or everything.",
        ),
    ] = True,
    wait: Annotated[bool, typer.Option("--wait", help="Until the facts are in the graph.")] = False,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Read documents again that another model read, behind whatever is new.

    What is known of a document stays until it has been read again.
    """
    with client(server) as service:
        queued = service.reextract(all=not older)
        job = service.wait(queued.job) if wait and queued.job else None
    if as_json:
        print_json(job.model_dump(mode="json") if job else queued.model_dump(mode="json"))
    elif queued.job is None:
        say("Nothing to read again: every document was read with the active model.")
    elif job is None:
        number = (
            f"{queued.documents:,} documents" if queued.documents else "What you asked for before"
        )
        typer.echo(f"{number} will be read again. Follow it: kg status {queued.job}")
    else:
        typer.echo(f"{job.documents:,} documents were read again.")
    if job and job.counts.get("failed"):
        raise typer.Exit(1)
