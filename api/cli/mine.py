"""`kg mine`: the rules that the facts suggest, to accept or refuse."""

from typing import Annotated

import typer

from api.cli.options import Json, Server, client
from api.cli.output import print_json, print_table, say


def mine(
    predicate: Annotated[str | None, typer.Option(help="IRI of the only head to show.")] = None,
    min_confidence: Annotated[
        float, typer.Option(min=0, max=1, help="The lowest standard confidence.")
    ] = 0.1,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many to show.")] = 100,
    refused: Annotated[
        bool, typer.Option("--refused", help="Show those that were refused.")
    ] = False,
    accept: Annotated[
        list[str] | None, typer.Option(help="Id of a rule that is right; may be repeated.")
    ] = None,
    refuse: Annotated[
        list[str] | None, typer.Option(help="Id of one that is not; may be repeated.")
    ] = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Mine Horn rules from the graph, with support and confidence; or judge some of them."""
    with client(server) as service:
        for id in accept or []:
            service.judge_rule(id, "accepted")
        for id in refuse or []:
            service.judge_rule(id, "refused")
        if accept or refuse:
            say(f"Noted {len(accept or []) + len(refuse or [])} verdicts.")
            return
        found = service.mined_rules(
            predicate=predicate,
            min_confidence=min_confidence,
            verdict="refused" if refused else None,
            limit=limit,
        )
    if as_json:
        print_json(found.model_dump(mode="json")["rules"])
        return
    rows = [
        (
            one.id,
            str(one.support),
            f"{one.confidence:.2f}",
            f"{one.pca_confidence:.2f}",
            one.verdict,
            one.text,
        )
        for one in found.rules
    ]
    print_table(("id", "support", "confidence", "PCA", "verdict", "rule"), rows)
    if found.total > len(found.rules):
        say(f"{found.total - len(found.rules):,} more; --limit shows them.")
