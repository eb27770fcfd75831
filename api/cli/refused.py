"""`kg refused`: what shapes and policies keep out of the graph, to let in or keep out."""

from typing import Annotated, Literal

import typer

from api.cli.options import Json, Server, client
from api.cli.output import print_json, print_table, say

_Ids = Annotated[list[str] | None, typer.Option(help="Id of a fact to let in; may be repeated.")]


def refused(
    accept: _Ids = None,
    reject: Annotated[
        list[str] | None, typer.Option(help="Id of one to keep out for good; may be repeated.")
    ] = None,
    reopen: Annotated[
        list[str] | None, typer.Option(help="Id whose decision to take back; may be repeated.")
    ] = None,
    verdict: Annotated[
        Literal["open", "accepted", "rejected", "all"], typer.Option(help="Which to list.")
    ] = "open",
    document: Annotated[str | None, typer.Option(help="Only of this document.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many to show.")] = 50,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """List facts that shapes or policies keep out, with sentence and reason; or decide about some."""
    given = (("accept", accept), ("reject", reject), ("reopen", reopen))
    decisions = [(id, what) for what, ids in given for id in ids or []]
    with client(server) as service:
        for id, what in decisions:
            service.decide(id, what)
        if decisions:
            say(f"Noted {len(decisions)} decisions. The graph follows in a moment.")
            return
        page = service.refused(verdict=verdict, document=document, limit=limit)
    if as_json:
        print_json(page.model_dump(mode="json")["refused"])
        return
    rows = [
        (
            one.evidence,
            f"{one.subject.name} | {one.predicate.label} | {one.object.name}",
            "; ".join(reason.message for reason in one.reasons),
            one.sentence.text,
        )
        for one in page.refused
    ]
    print_table(("id", "fact", "reason", "said"), rows)
    if page.next:
        say("There are more: raise --limit.")
