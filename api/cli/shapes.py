"""`kg shapes` and `kg policies`: what must not become a fact."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from api.cli.knowledge import ONTOLOGIES, File, Name
from api.cli.options import Json, Server, client
from api.cli.output import print_json, print_table, say, write
from kg.errors import InputError

if TYPE_CHECKING:
    from api.schemas.refused import GuardTaken

shapes = typer.Typer(
    no_args_is_help=True, help="Shapes that facts are checked against.", rich_markup_mode=None
)
policies = typer.Typer(
    no_args_is_help=True, help="Words and relations that become no facts.", rich_markup_mode=None
)


@shapes.command("set")
def set_shapes(
    file: File, name: Name = "main", server: Server = None, as_json: Json = False
) -> None:
    """Check facts against shapes (SHACL Core) from now on, those that are here too."""
    media_type = ONTOLOGIES.get(file.suffix.lower())
    if media_type is None:
        raise typer.BadParameter(f"{file.suffix or 'no ending'} is not {', '.join(ONTOLOGIES)}.")
    _set("shapes", file, media_type, name, server, as_json)


@shapes.command("show")
def show_shapes(name: Name = "main", server: Server = None) -> None:
    """Print the shapes as they were given."""
    _show("shapes", name, server)


@shapes.command("remove")
def remove_shapes(name: Name = "main", server: Server = None) -> None:
    """Forget the shapes; what they alone kept out comes in."""
    _remove("shapes", name, server)


@shapes.command("report")
def report(server: Server = None, as_json: Json = False) -> None:
    """Show what facts are checked against, shapes and policies, and how many each reason keeps out."""
    with client(server) as service:
        found = service.refused_report()
    if as_json:
        print_json(found.model_dump(mode="json"))
        return
    rows = [(str(one.refused), one.kind, one.name, one.rule, one.message) for one in found.reasons]
    print_table(("refused", "by", "in", "rule", "message"), rows)
    counts = found.counts
    say(f"{counts.open} refused, {counts.rejected} rejected by people, {found.unchecked} to check.")


@policies.command("set")
def set_policies(
    file: File, name: Name = "main", server: Server = None, as_json: Json = False
) -> None:
    """Keep what policies (JSON) name out of the facts from now on, of those that are here too."""
    _set("policies", file, "application/json", name, server, as_json)


@policies.command("show")
def show_policies(name: Name = "main", server: Server = None) -> None:
    """Print the policies as they were given."""
    _show("policies", name, server)


@policies.command("remove")
def remove_policies(name: Name = "main", server: Server = None) -> None:
    """Forget the policies; what they alone kept out comes in."""
    _remove("policies", name, server)


def _set(
    kind: str, file: Path, media_type: str, name: str, server: str | None, as_json: bool
) -> None:
    with client(server) as service:
        content = file.read_bytes()
        if not content.strip():
            raise InputError(f"{file} is empty. `kg {kind} remove` takes away what is set.")
        _tell(service.put_guard(kind, content, media_type, name=name), as_json)


def _tell(taken: "GuardTaken", as_json: bool) -> None:
    if as_json:
        print_json(taken.model_dump(mode="json"))
        return
    typer.echo(f"{taken.rules:,} {taken.kind}")
    if taken.unchecked:
        say(f"{taken.unchecked:,} things are still to be checked: see kg shapes report.")


def _show(kind: str, name: str, server: str | None) -> None:
    with client(server) as service:
        write(service.guard(kind, name=name))


def _remove(kind: str, name: str, server: str | None) -> None:
    with client(server) as service:
        service.delete_guard(kind, name=name)
    say("Forgotten. The graph follows.")
