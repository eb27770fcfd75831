"""Options that several subcommands share, and the settings they stand for."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from api.client import Client
    from kg.catalog.catalog import Catalog
    from kg.settings import Settings

Server = Annotated[
    str | None, typer.Option(help="Address of the service.  [default: KG_SERVER, or this machine]")
]
given_key: ContextVar[str | None] = ContextVar("given_key", default=None)
"""The key of `kg --key`, if there was one."""

given_workspace: ContextVar[str | None] = ContextVar("given_workspace", default=None)
"""The workspace of `kg --workspace`, if there was one."""

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def settings(**given: Any) -> "Settings":
    """Return the settings, with what was given on the command line in place of the environment's.

    Raises:
        InputError: The environment or `.env` holds a value that makes no sense.
    """
    from pydantic import ValidationError

    from kg.settings import Settings

    try:
        read = Settings()
    except ValidationError as err:
        wrong = [f"KG_{item['loc'][0]}".upper() + f": {item['msg']}" for item in err.errors()]
        raise InputError(f"{'; '.join(wrong)}. Correct the environment or .env.") from err
    return read.model_copy(update={name: one for name, one in given.items() if one is not None})


def client(server: str | None) -> "Client":
    """Return a client of the service at `server`, or of the one that the settings name."""
    from api.client import Client

    chosen = settings()
    kept = chosen.api_key and chosen.api_key.get_secret_value()
    return Client(
        server or chosen.server,
        key=given_key.get() or kept or None,
        workspace=given_workspace.get() or chosen.workspace or None,
    )


@contextmanager
def catalogs(data: "Path | None") -> "Iterator[tuple[Catalog, Catalog]]":
    """Give the catalog of the default workspace and that of the chosen one, without a service.

    Raises:
        NotFound: There is no such workspace.
        CatalogUnavailable: The database does not answer.
    """
    from kg.catalog.catalog import Catalog
    from kg.catalog.places import Places
    from kg.records import DEFAULT_WORKSPACE

    chosen = settings(data=data)
    name = given_workspace.get() or chosen.workspace or DEFAULT_WORKSPACE
    main = Catalog.open(chosen.catalog_url)
    try:
        if name == DEFAULT_WORKSPACE:
            yield main, main
            return
        places = Places(chosen, main)
        try:
            with places.using(main.workspaces.get(name)) as catalog:
                yield main, catalog
        finally:
            places.close()
    finally:
        main.close()
