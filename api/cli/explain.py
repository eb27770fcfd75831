"""`kg explain`: why a statement holds."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import Json, Server, client
from api.cli.output import say, write

_FORMATS = ("text", "json", "dot", "svg")


def explain(
    subject: Annotated[str, typer.Argument(help="IRI, or TYPE/NAME.")],
    predicate: Annotated[str, typer.Argument(help="IRI, or the property's label.")],
    object: Annotated[str, typer.Argument(help="IRI, TYPE/NAME, or a literal's value.")],
    format: Annotated[str, typer.Option(help=", ".join(_FORMATS))] = "text",
    limit: Annotated[int, typer.Option(min=1, max=100, help="Proofs at most.")] = 10,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Write it here.")] = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Show why a statement holds, rule by rule, down to the sentences that state the premises."""
    chosen = "json" if as_json else format
    if chosen not in _FORMATS:
        raise typer.BadParameter(f"{format} is not one of {', '.join(_FORMATS)}.")
    with client(server) as service:
        shown = service.explain(subject, predicate, object, format=chosen, limit=limit)
    if out is None:
        write(shown if shown.endswith(b"\n") else shown + b"\n")
        return
    try:
        out.write_bytes(shown)
    except OSError as err:
        raise typer.BadParameter(f"{out} cannot be written: {err.strerror}") from err
    say(f"It is in {out}.")
