"""`kg ask`: a question in plain English."""

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import Json, Server, client
from api.cli.output import print_json, say

if TYPE_CHECKING:
    from api.schemas.ask import AnswerOut, AskOut


def ask(
    question: Annotated[str, typer.Argument(help="For example: Where was Ada Lovelace born?")],
    sparql: Annotated[bool, typer.Option("--sparql", help="Print the query as well.")] = False,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Answer a question from the graph, with the sentences that say so."""
    with client(server) as service:
        reply = service.ask(question)
    if as_json:
        print_json(reply.model_dump(mode="json"))
    elif reply.abstained:
        _abstain(reply)
    else:
        typer.echo(reply.answer)
        for one in reply.answers:
            _show(one)
    if sparql and reply.sparql and not as_json:
        typer.echo(f"\n{reply.sparql}")


def _show(answer: "AnswerOut") -> None:
    typer.echo(f"\n{answer.label} ({answer.confidence:g})")
    for fact in answer.facts:
        typer.echo(f"  {fact.subject} · {fact.predicate} · {fact.object}")
        for quote in fact.quotes:
            typer.echo(
                f"    {quote.document} {quote.start}–{quote.end}: “{' '.join(quote.text.split())}”"
            )


def _abstain(reply: "AskOut") -> None:
    say(reply.reason or "The graph does not say.")
    if reply.passages:
        say("These passages may help:")
    for one in reply.passages:
        typer.echo(
            f"{one.document} {one.start}–{one.end} ({one.score:g}): “{' '.join(one.text.split())}”"
        )
