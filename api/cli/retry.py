"""`kg retry`: read again what could not be read."""

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import Json, Server, client
from api.cli.output import print_json, say

if TYPE_CHECKING:
    from api.client import Client


def retry(
    ids: Annotated[list[str] | None, typer.Argument(help="Ids of documents.")] = None,
    job: Annotated[str | None, typer.Option(help="All of this job.")] = None,
    failed: Annotated[bool, typer.Option("--failed", help="All that failed.")] = False,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Queue documents again that failed or were cancelled, with all their tries."""
    if not (ids or job or failed):
        raise typer.BadParameter("say which: ids of documents, --job JOB or --failed")
    with client(server) as service:
        queued = service.retry(job).changed if job else 0
        queued += sum(_retry(service, id) for id in ids or ())
        if failed:
            # their ids first: the list changes while they are retried
            all_failed = [document.id for document in service.documents(status="failed")]
            queued += sum(_retry(service, id) for id in all_failed)
    if as_json:
        print_json({"queued": queued})
        return
    typer.echo(f"{queued:,} documents queued again.")
    if not queued:
        say(
            "Only what failed or was cancelled is read again; `kg documents` shows how each stands."
        )


def _retry(service: "Client", id: str) -> bool:
    return service.retry_document(id).status in ("queued", "running")
