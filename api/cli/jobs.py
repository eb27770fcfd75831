"""`kg jobs`: the newest jobs."""

from typing import Annotated

import typer

from api.cli.options import Json, Server, client
from api.cli.output import print_json, print_table


def jobs(
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many.")] = 20,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """List jobs, newest first."""
    with client(server) as service:
        found = service.jobs(limit=limit)
    if as_json:
        print_json([job.model_dump(mode="json") for job in found])
        return
    rows = [
        (job.id, job.created_at, job.source, job.status, f"{job.documents:,}", _counts(job.counts))
        for job in found
    ]
    print_table(("job", "begun", "source", "status", "documents", "of these"), rows)


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{number:,} {status}" for status, number in counts.items())
