"""`kg ingest`: documents into a running service."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.found import files_in
from api.cli.options import Json, Server, client
from api.cli.output import print_json, progress_bar, say

if TYPE_CHECKING:
    from api.cli.sending import Sending
    from api.client import Client
    from api.schemas.jobs import JobOut

STDIN = Path("-")
UNSETTLED = ("queued", "running", "extracted", "deleting")


def ingest(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files, folders, zip archives; - is stdin.")
    ] = None,
    server: Server = None,
    wait: Annotated[bool, typer.Option("--wait", help="Until the facts are in the graph.")] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Follow the folders, or the feeds, until Ctrl-C.")
    ] = False,
    urls: Annotated[
        bool, typer.Option("--urls", help="The files list URLs; read what these lead to.")
    ] = False,
    feed: Annotated[
        list[str] | None, typer.Option(help="RSS or Atom feed to read the pages of.")
    ] = None,
    s3: Annotated[
        list[str] | None, typer.Option(help="s3://bucket/prefix to read the objects of.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Send files and folders to the service.

    Text, Markdown, HTML, PDF, DOCX, JSONL (a document a line), or a zip of those. From stdin comes
    one text, or JSONL if it begins with a brace.
    """
    paths = paths or []
    if feed or s3:
        if paths or wait or urls or as_json or (feed and s3) or (watch and s3):
            raise typer.BadParameter("--feed and --s3 stand alone; --watch goes with --feed")
        _elsewhere(feed or [], s3 or [], server, watch=watch)
        return
    if not paths:
        raise typer.BadParameter("say what to read: files, folders, - for stdin, --feed or --s3")
    if missing := [path for path in paths if path != STDIN and not path.exists()]:
        raise typer.BadParameter(f"there is no {missing[0]}")
    if watch or urls:
        from api.cli.following import follow_folders, follow_urls

        if wait or as_json or (watch and urls):
            raise typer.BadParameter("--watch and --urls stand alone")
        (follow_folders if watch else follow_urls)(paths, server)
        return
    from api.cli.sending import Sending

    with client(server) as service:
        sending = Sending(service)
        _send(sending, paths)
        job = _wait(service, sending.job) if wait and sending.job else None
    _report(sending, job, as_json=as_json)
    if sending.rejected or (job and job.counts.get("failed")):
        raise typer.Exit(1)


def _elsewhere(feeds: list[str], buckets: list[str], server: str | None, *, watch: bool) -> None:
    if feeds:
        from api.cli.following_feeds import follow_feeds

        follow_feeds(feeds, server, watch=watch)
    else:
        from api.cli.buckets import take

        take(buckets, server)


def _send(sending: "Sending", paths: list[Path]) -> None:
    if STDIN in paths:
        sending.stream("stdin", sys.stdin.buffer)
    files = files_in([path for path in paths if path != STDIN])
    with progress_bar("files") as bar:
        task = bar.add_task("sending", total=len(files))
        for sent in sending.files(files):
            bar.update(task, completed=sent)


def _wait(service: "Client", id: str) -> "JobOut":
    with progress_bar("documents") as bar:
        task = bar.add_task("reading", total=None)

        def show(job: "JobOut") -> None:
            unsettled = sum(job.counts.get(status, 0) for status in UNSETTLED)
            bar.update(task, total=job.documents, completed=job.documents - unsettled)

        return service.wait(id, on_progress=show)


def _report(sending: "Sending", job: "JobOut | None", *, as_json: bool) -> None:
    for failure in sending.failures:
        reason = failure.error.removeprefix(f"{failure.name}: ")  # some reasons name their file
        say(f"kg: not taken: {failure.name}: {reason}")
    if as_json:
        print_json(
            {
                "job": sending.job,
                "accepted": sending.accepted,
                "duplicates": sending.duplicates,
                "rejected": [{"name": one.name, "error": one.error} for one in sending.failures],
                "state": job.model_dump(mode="json") if job else None,
            }
        )
        return
    typer.echo(_told(sending))
    if job:
        counts = ", ".join(f"{number:,} {status}" for status, number in job.counts.items())
        typer.echo(f"{counts}; {job.characters_read:,} of {job.characters:,} characters read")
    elif sending.job:
        say(f"Follow it with: kg status {sending.job}")


def _told(sending: "Sending") -> str:
    """Say what became of the documents in one line."""
    noun = "document" if sending.accepted == 1 else "documents"
    number = f"{sending.accepted:,}" if sending.accepted else "no"
    told = [f"{number} {noun} taken"]
    if sending.duplicates:
        told.append(f"{sending.duplicates:,} known already")
    if sending.rejected:
        told.append(f"{sending.rejected:,} not taken")
    job = f"job {sending.job}" if sending.job else "no job"
    return f"{', '.join(told)}; {job}"
