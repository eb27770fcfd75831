"""`kg entities`: things by name, and which of them are one."""

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import Json, Server, client
from api.cli.output import print_json, print_table, say

if TYPE_CHECKING:
    from api.schemas.identity import Decided, RefIn

entities = typer.Typer(
    no_args_is_help=True, help="Things by name, and which of them are one.", rich_markup_mode=None
)

Iri = Annotated[str, typer.Argument(help="IRI, or TYPE/NAME as at its end.")]


@entities.command()
def find(
    name: Annotated[str, typer.Argument(help="How its name begins.")],
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Find things by name."""
    with client(server) as service:
        page = service.entities(name)
    if as_json:
        print_json(page.model_dump(mode="json")["entities"])
        return
    rows = [
        (one.iri, one.name, one.label, str(one.documents), str(one.mentions))
        for one in page.entities
    ]
    print_table(("iri", "name", "type", "documents", "mentions"), rows)


@entities.command()
def show(iri: Iri, server: Server = None, as_json: Json = False) -> None:
    """Show a thing, what it stands for, and the facts about it."""
    with client(server) as service:
        one = service.entity(iri)
    if as_json:
        print_json(one.model_dump(mode="json"))
        return
    typer.echo(f"{one.name} ({one.label}) <{one.iri}>")
    for other in one.same_as:
        where = f" in {other.document}" if other.document else ""
        typer.echo(f"  stands for <{other.iri}>{where} ({other.confidence:g})")
    rows = [
        (
            said.subject.name,
            said.predicate.label,
            said.object.name,
            f"{said.confidence:g}",
            said.standing or "",
            said.document,
        )
        for said in one.statements
    ]
    print_table(("subject", "relation", "object", "confidence", "standing", "document"), rows)


@entities.command()
def merge(
    iris: Annotated[list[str], typer.Argument(help="IRIs of two things or more.")],
    keep: Annotated[
        str | None, typer.Option(help="The IRI that is to stand for all; the first without it.")
    ] = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Decide that things are one. It holds for documents that come later as well."""
    with client(server) as service:
        _tell(service.merge(iris, keep=keep or iris[0]), as_json)


@entities.command()
def split(
    iri: Iri,
    apart: Annotated[
        list[str] | None, typer.Argument(help="IRIs that it stands for and should not.")
    ] = None,
    document: Annotated[
        list[str] | None,
        typer.Option(help="Id of a document in which it means something else; may be repeated."),
    ] = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Decide that some of what a thing stands for is another thing."""
    from api.schemas.identity import RefIn

    with client(server) as service:
        detail = service.entity(iri)
        named = document or []
        minted = sorted({one.iri for one in detail.same_as}) or [detail.iri]
        refs = [RefIn(iri=one) for one in apart or []]
        refs += [RefIn(iri=one, document=id) for id in named for one in _own(minted, detail.iri)]
        if not refs:
            raise typer.BadParameter("name what is to leave it: IRIs, or --document.")
        _tell(service.split(detail.iri, refs), as_json)


@entities.command()
def decisions(server: Server = None, as_json: Json = False) -> None:
    """List what was decided."""
    with client(server) as service:
        page = service.decisions()
    if as_json:
        print_json(page.model_dump(mode="json")["decisions"])
        return
    rows = [
        (one.id, one.verdict, _ref(one.left), _ref(one.right), one.origin) for one in page.decisions
    ]
    print_table(("id", "verdict", "one", "other", "origin"), rows)


@entities.command()
def undo(
    decision: Annotated[str, typer.Argument(help="Id of a decision.")],
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Forget a decision, as if it had never been made."""
    with client(server) as service:
        _tell(service.undo(decision), as_json)


@entities.command()
def resolve(server: Server = None, as_json: Json = False) -> None:
    """Work out now which things are one; it happens by itself after documents have been read."""
    with client(server) as service:
        done = service.resolve()
    if as_json:
        print_json(done.model_dump(mode="json"))
        return
    typer.echo(f"{done.documents:,} documents came under other IRIs.")


def _own(minted: list[str], iri: str) -> list[str]:
    """The thing's own IRI if it was minted, else the only one that it stands for."""
    if iri in minted or len(minted) == 1:
        return [iri if iri in minted else minted[0]]
    return [iri]


def _ref(ref: "RefIn") -> str:
    return f"{ref.iri} in {ref.document}" if ref.document else ref.iri


def _tell(decided: "Decided", as_json: bool) -> None:
    if as_json:
        print_json(decided.model_dump(mode="json")["decisions"])
        return
    for one in decided.decisions:
        typer.echo(f"{one.id}\t{one.verdict}\t{_ref(one.left)}\t{_ref(one.right)}")
    say("Noted. The graph follows in a moment.")
