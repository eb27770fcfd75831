"""`kg reviews`: pairs that may be one thing, to accept or reject."""

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import Json, Server, client
from api.cli.output import print_json, print_table, say

if TYPE_CHECKING:
    from api.schemas.identity import SideOut

_SHOWN = 2


def reviews(
    accept: Annotated[
        list[str] | None, typer.Option(help="Id of a pair that is one thing; may be repeated.")
    ] = None,
    reject: Annotated[
        list[str] | None, typer.Option(help="Id of a pair that is not; may be repeated.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many to show.")] = 20,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """List pairs that may be one thing, each side with what documents say; or answer some."""
    answers = [(id, "accept") for id in accept or []] + [(id, "reject") for id in reject or []]
    with client(server) as service:
        for id, verdict in answers:
            service.answer(id, verdict)
        if answers:
            say(f"Noted {len(answers)} answers. The graph follows in a moment.")
            return
        page = service.reviews(limit=limit)
    if as_json:
        print_json(page.model_dump(mode="json")["reviews"])
        return
    rows = [(one.id, f"{one.score:.2f}", _side(one.left), _side(one.right)) for one in page.reviews]
    print_table(("id", "probability", "one", "other"), rows)


def _side(side: "SideOut") -> str:
    texts = [one.sentence.text for one in side.statements[:_SHOWN]]
    texts += [f"{one.predicate.label} {one.value}" for one in side.known[:_SHOWN]]
    said = "; ".join(texts)
    name = side.names[0] if side.names else side.iri
    return f"{name} ({side.label or 'knowledge base'}){': ' + said if said else ''}"
