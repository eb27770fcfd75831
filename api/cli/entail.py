"""`kg entail`: what one sentence says about another."""

from typing import Annotated

import typer

from api.cli.options import Json, Server, client
from api.cli.output import print_json


def entail(
    first: Annotated[str, typer.Argument(help="A sentence that is taken to be true.")],
    second: Annotated[str, typer.Argument(help="Another one.")],
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Say whether SECOND follows from FIRST, contradicts it, or neither."""
    with client(server) as service:
        one = service.entailment([(first, second)])[0]
    if as_json:
        return print_json(one.model_dump(mode="json"))
    typer.echo(
        f"{one.label}\t(entailment {one.entailment:.2f}, contradiction {one.contradiction:.2f}, "
        f"neutral {one.neutral:.2f})"
    )
    return None
