"""`kg status`: how far a job is, or how the service is."""

from typing import Annotated

import typer

from api.cli.options import Json, Server, client
from api.cli.output import print_json, print_table


def status(
    job: Annotated[str | None, typer.Argument(help="A job's id; without one, the service.")] = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Show how far a job is, or whether the service is well."""
    with client(server) as service:
        state = service.job(job).model_dump(mode="json") if job else service.ready()
    if as_json:
        print_json(state)
        return
    rows = [(name, _plain(value)) for name, value in state.items() if value is not None]
    print_table(("what", "state"), rows)


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_plain(one)}" for key, one in value.items()) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,.1f}" if isinstance(value, float) else str(value)
