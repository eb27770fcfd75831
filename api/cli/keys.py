"""`kg keys`: who may use a workspace, on the catalog that the settings name; no service has to run."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import Json, catalogs, settings
from api.cli.output import print_json, print_table, say
from kg.errors import InputError

if TYPE_CHECKING:
    from kg.access import AccessKey
    from kg.catalog.access import Access
    from kg.catalog.catalog import Catalog

keys = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Make, list and revoke API keys. Once there is one, every request needs one.",
)

Data = Annotated[
    Path | None, typer.Option(help="Folder that holds everything.  [default: KG_DATA, or data]")
]


@keys.command()
def create(
    name: Annotated[str, typer.Argument(help="Who or what will hold it.")],
    scope: Annotated[
        str, typer.Option(help="read, write or admin; each holds those before.")
    ] = "read",
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Make a key and print it, this once: only its digest is kept."""
    from kg.access import SCOPES

    chosen = next((one for one in SCOPES if one == scope), None)
    if chosen is None:
        raise typer.BadParameter(f"{scope} is not one of {', '.join(SCOPES)}.")
    with _access_to_give(data) as access:
        made, key = access.create(name, chosen)
    if as_json:
        print_json(_view(made) | {"key": key})
        return
    typer.echo(key)
    say(f"Key {made.id} of {made.name} may {made.scope}. Keep it: it is shown only now.")


@keys.command("list")
def list_keys(data: Data = None, as_json: Json = False) -> None:
    """List the keys, with when each was last used, to the minute."""
    with _access(data) as access:
        found = [_view(one) for one in access.all()]
    if as_json:
        print_json(found)
        return
    head = ("id", "name", "scope", "created_at", "last_used_at", "revoked_at")
    print_table(head, [[one[column] or "" for column in head] for one in found])


@keys.command()
def revoke(
    id: Annotated[str, typer.Argument(metavar="ID", help="A key, as `kg keys list` calls it.")],
    data: Data = None,
) -> None:
    """Make a key worthless. A running service knows within a second."""
    with _access(data) as access:
        revoked = access.revoke(id)
    say(f"Revoked {revoked.id} of {revoked.name}.")


@keys.command()
def clear(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    data: Data = None,
) -> None:
    """Forget every key: once it is started again, the service is open to all who reach it."""
    yes or typer.confirm(
        "Forget every key, and let everybody in who reaches the service?", abort=True
    )
    with catalogs(data) as (main, catalog):
        if catalog is main and (locked := _with_keys(main, data)):
            raise InputError(
                f"Everybody could delete workspace {locked} then, which has keys. Clear those first: "
                f"kg --workspace {locked} keys clear."
            )
        catalog.access.replace([])
    say("Forgot every key. A running service goes on asking for keys until it is started again.")


@contextmanager
def _access(data: Path | None) -> "Iterator[Access]":
    with catalogs(data) as (_, catalog):
        yield catalog.access


@contextmanager
def _access_to_give(data: Path | None) -> "Iterator[Access]":
    """As `_access`, if nobody could do without a key what is to need one."""
    with catalogs(data) as (main, catalog):
        if catalog is not main and not any(key.revoked_at is None for key in main.access.all()):
            raise InputError(
                "The default workspace has no key, so everybody could delete this one. Make a key for it "
                "first: kg --workspace main keys create NAME --scope admin."
            )
        yield catalog.access


def _with_keys(main: "Catalog", data: Path | None) -> str | None:
    """Return the name of a workspace that has keys, if there is one."""
    from kg.catalog.places import Places

    places = Places(settings(data=data), main)
    try:
        for workspace in places.all():
            with places.using(workspace) as catalog:
                if catalog.access.all():
                    return workspace.name
    finally:
        places.close()
    return None


def _view(key: "AccessKey") -> dict[str, str | None]:
    from kg.times import iso

    def time(at: int | None) -> str | None:
        return None if at is None else iso(at)

    return {
        "id": key.id,
        "name": key.name,
        "scope": key.scope,
        "created_at": time(key.created_at),
        "last_used_at": time(key.last_used_at),
        "revoked_at": time(key.revoked_at),
    }
