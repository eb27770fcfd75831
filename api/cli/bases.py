"""Loading a knowledge base, with its progress."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.options import client
from api.cli.output import progress_bar, say
from kg.errors import InputError
from kg.identity.base_formats import base_file

if TYPE_CHECKING:
    from api.client import Client
    from api.schemas.bases import BaseOut

_POLL_S = 0.5


def load_base(file: Path, name: str, server: str | None) -> None:
    """Send a file, and stay until it is loaded.

    Raises:
        InputError: It cannot be loaded; the message says where it is wrong.
    """
    base_file(file.name)
    with client(server) as service, file.open("rb") as rdf:
        service.load_base(name, rdf, source=file.name)
        base = _loaded(service, name)
    if base.status == "failed":
        raise InputError(base.error or "It could not be loaded.")
    say(
        f"Loaded {base.triples:,} triples with {base.entities:,} named entities as {name}. "
        "Documents are linked with them in a moment."
    )


def _loaded(service: "Client", name: str) -> "BaseOut":
    with progress_bar("triples") as bar:
        task = bar.add_task(name, total=None)
        while (base := service.base(name)).status == "loading":
            bar.update(task, completed=base.triples)
            time.sleep(_POLL_S)
    return base
