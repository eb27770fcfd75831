"""`kg conflicts`: statements that cannot all hold."""

from typing import Annotated

import typer

from api.cli.options import Json, Server, client
from api.cli.output import print_json, print_table, say


def conflicts(
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many to show.")] = 50,
    sentences: Annotated[
        bool,
        typer.Option(
            "--sentences", help="Also read sentences of like statements against each other."
        ),
    ] = False,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """List statements that cannot all hold, each side with its sentences and how sure one may still be."""
    from api.reasoning.told import sentence

    with client(server) as service:
        page = service.conflicts(limit=limit, sentences=sentences)
    if as_json:
        print_json(page.model_dump(mode="json")["conflicts"])
        return
    rows = []
    for number, one in enumerate(page.conflicts, start=1):
        for side in one.sides:
            said = next(iter(side.quotes()), "")
            sure = f"{side.confidence:g} → {side.revised:g}"
            rows.append((str(number), one.rule or one.kind, sentence(side.claim), sure, said))
    print_table(("conflict", "by", "side", "confidence", "said"), rows)
    if page.more:
        say("There are more: raise --limit.")
