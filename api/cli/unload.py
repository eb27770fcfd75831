"""`kg unload`: a knowledge base forgotten."""

from typing import Annotated

import typer

from api.cli.options import Server, client
from api.cli.output import say


def unload(
    name: Annotated[str, typer.Argument(help="Name of the knowledge base.")],
    server: Server = None,
) -> None:
    """Forget a knowledge base. What it stood for comes out under IRIs of kg's own again."""
    with client(server) as service:
        service.unload(name)
    say(f"Unloaded {name}. The graph follows in a moment.")
