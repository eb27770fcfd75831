"""`kg relations`: what was taught, what it finds, and taking it back."""

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import Json, Server, client
from api.cli.output import print_json, print_table, say

if TYPE_CHECKING:
    from api.schemas.models import Requeued
    from api.schemas.relations import Preview

relations = typer.Typer(
    no_args_is_help=True, help="Relations taught by examples: see kg teach.", rich_markup_mode=None
)

Id = Annotated[str, typer.Argument(metavar="ID", help="As `kg relations list` calls it.")]
_A_PAGE = 20


@relations.command("list")
def list_relations(server: Server = None, as_json: Json = False) -> None:
    """List the relations that were taught."""
    with client(server) as service:
        found = service.relations().relations
    if as_json:
        print_json([one.model_dump(mode="json") for one in found])
        return
    rows = [(one.id, one.name, f"{one.facts:,}", one.taught_at, one.description) for one in found]
    print_table(("id", "name", "facts", "taught", "description"), rows)


@relations.command()
def show(id: Id, server: Server = None, as_json: Json = False) -> None:
    """Show a relation and its examples."""
    with client(server) as service:
        one = service.relation(id)
    if as_json:
        print_json(one.model_dump(mode="json"))
        return
    typer.echo(f"{one.name} <{one.iri}>")
    for line in (one.description, _kinds("from", one.domain), _kinds("to", one.range)):
        if line:
            typer.echo(f"  {line}")
    print_table(
        ("subject", "object", "text"),
        [(each.subject, each.object, each.text) for each in one.examples],
    )
    if one.read_before:
        say(
            f"{one.read_before:,} documents were read before it was taught: kg relations reextract {id}"
        )


@relations.command()
def preview(
    id: Id,
    documents: Annotated[int, typer.Option(min=1, help="Documents to look at, at most.")] = _A_PAGE,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Show what a relation finds in documents that were read; nothing is stored."""
    pages: list[Preview] = []
    after, left = None, documents
    with client(server) as service:
        while left > 0:
            page = service.preview_relation(id, documents=min(left, _A_PAGE), after=after)
            pages.append(page)
            after, left = page.next, left - page.documents
            if after is None:
                break
    show_found(pages, as_json)


@relations.command()
def reextract(
    id: Id,
    document: Annotated[
        list[str] | None, typer.Option(help="Only this one; may be given often.")
    ] = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Read documents again that were read before a relation was taught, behind whatever is new."""
    with client(server) as service:
        _tell(service.reextract_relation(id, document or None), as_json)


@relations.command()
def remove(id: Id, server: Server = None, as_json: Json = False) -> None:
    """Forget a relation; its facts go as the documents that speak of it are read again."""
    with client(server) as service:
        _tell(service.remove_relation(id), as_json)


def show_found(pages: "list[Preview]", as_json: bool) -> None:
    """Print what previews found."""
    found = [one for page in pages for one in page.statements]
    if as_json:
        print_json([one.model_dump(mode="json") for one in found])
    else:
        rows = [
            (
                one.subject.name,
                one.object.name,
                f"{one.confidence:.2f}",
                one.status,
                one.document,
                one.sentence.text,
            )
            for one in found
        ]
        print_table(("subject", "object", "confidence", "status", "document", "sentence"), rows)
    looked = sum(page.documents for page in pages)
    more = "; there are more: --documents" if pages and pages[-1].next else ""
    say(f"{len(found):,} found in {looked:,} documents{more}")


def _kinds(what: str, types: list[str]) -> str:
    return f"{what} {', '.join(types)}" if types else ""


def _tell(queued: "Requeued", as_json: bool) -> None:
    if as_json:
        print_json(queued.model_dump(mode="json"))
    elif queued.documents:
        typer.echo(
            f"{queued.documents:,} documents will be read again. Follow it: kg status {queued.job}"
        )
    else:
        say("No document has to be read again.")
