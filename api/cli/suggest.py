"""`kg suggest`: facts that are likely of a thing though no text states them."""

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import Json, Server, client
from api.cli.output import print_json, print_table, say
from kg.errors import NotFound

if TYPE_CHECKING:
    from api.schemas.suggestions import VerdictName


def suggest(
    subject: Annotated[str, typer.Argument(help="IRI, or TYPE/NAME as at its end.")],
    predicate: Annotated[str | None, typer.Option(help="IRI of the only relation.")] = None,
    min_score: Annotated[float, typer.Option(min=0, max=1, help="The lowest score.")] = 0.3,
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many to show.")] = 20,
    accept: Annotated[
        list[str] | None, typer.Option(help="Id of a suggestion that is right; may be repeated.")
    ] = None,
    refuse: Annotated[
        list[str] | None, typer.Option(help="Id of one that is not; may be repeated.")
    ] = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Suggest facts about a thing that no text states, each with its rule; or judge some of them."""
    answers: list[tuple[str, VerdictName]] = [(id, "accepted") for id in accept or []]
    answers += [(id, "refused") for id in refuse or []]
    with client(server) as service:
        if answers:
            every = service.suggestions(subject, min_score=0, verdict="any", limit=200)
            known = {one.id: one for one in every.suggestions}
            for id, verdict in answers:
                if id not in known:
                    advice = f"See kg suggest {subject}. If it was accepted, kg delete stated-{id} takes that back."
                    raise NotFound("suggestion", id, advice)
                one = known[id]
                service.judge_suggestion(
                    one.subject.iri, one.predicate.iri, one.object.iri, verdict
                )
            say(f"Noted {len(answers)} verdicts.")
            return
        found = service.suggestions(subject, predicate=predicate, min_score=min_score, limit=limit)
    if as_json:
        print_json(found.model_dump(mode="json")["suggestions"])
        return
    rows = [
        (one.id, f"{one.score:.2f}", one.predicate.label, one.object.name, one.verdict, one.reason)
        for one in found.suggestions
    ]
    print_table(("id", "score", "relation", "object", "verdict", "reason"), rows)
