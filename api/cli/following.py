"""`kg ingest --watch` and `kg ingest --urls`: documents that are replaced when what they come from changes."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import typer

from api.cli.delivery import Delivered, Delivery
from api.cli.options import client, settings
from api.cli.output import say
from api.cli.urls import fetch, listed
from api.cli.watching import INTERVAL_S, Change, Watch
from kg.errors import InputError, TransientError


def follow_folders(folders: Sequence[Path], server: str | None) -> None:
    """Keep the service's documents as the files are, until interrupted."""
    if others := [path for path in folders if not path.is_dir()]:
        raise typer.BadParameter(f"{others[0]} is no folder; --watch takes folders")
    with delivery_to(server) as delivery:
        watch = Watch(folders, delivery)
        say(f"kg follows {', '.join(map(str, folders))} (Ctrl-C stops it)")
        trouble = ""
        try:
            while True:
                trouble = _look(watch, trouble)
                time.sleep(INTERVAL_S)
        except KeyboardInterrupt:
            return


def follow_urls(lists: Sequence[Path], server: str | None) -> None:
    """Read each page once; one that was read before is replaced if it changed. Exits with 1 if any fails."""
    urls = listed(lists)
    failed = changed = 0
    with delivery_to(server) as delivery:
        limit = settings().max_document_bytes
        for url in urls:
            try:
                delivered = delivery.put(fetch(url, max_bytes=limit))
            except InputError as err:
                delivered = Delivered(frozenset(), 0, (str(err),))
            for failure in delivered.failures:
                say(f"kg: not taken: {failure}")
            failed += bool(delivered.failures)
            changed += delivered.changed
    typer.echo(f"{len(urls):,} URLs: {changed:,} documents new or changed, {failed:,} URLs failed")
    if failed:
        raise typer.Exit(1)


@contextmanager
def delivery_to(server: str | None) -> Iterator[Delivery]:
    """Yield what puts documents into the service, closed when the block ends."""
    with client(server) as service:
        delivery = Delivery(service, settings())
        try:
            yield delivery
        finally:
            delivery.close()


def _look(watch: Watch, trouble: str) -> str:
    """Look once; return what stands in the way, if anything does. It is told when it changes."""
    try:
        changes = watch.look()
    except TransientError as err:
        if str(err) != trouble:
            say(f"kg: {err} Trying again.")
        return str(err)
    for change in changes:
        _tell(change)
    return ""


def _tell(change: Change) -> None:
    for failure in change.failures:
        say(f"kg: not taken: {change.path}: {failure.removeprefix(f'{Path(change.path).name}: ')}")
    done = [(change.put, "read"), (change.deleted, "deleted")]
    if told := ", ".join(f"{number} {what}" for number, what in done if number):
        typer.echo(f"{change.path}: {told}")
