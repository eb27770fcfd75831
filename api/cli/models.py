"""`kg models`: the registry of trained models, on the data folder and the catalog that the settings name."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import Json, settings
from api.cli.output import print_json, print_table, say

if TYPE_CHECKING:
    from api.choosing import Shelf
    from api.schemas.models import ModelChosen
    from kg.model.registry import Model

models = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="List, add and choose trained models: no service has to run, and none has to be started again.",
)

Data = Annotated[
    Path | None, typer.Option(help="Folder that holds everything.  [default: KG_DATA, or data]")
]
Id = Annotated[str, typer.Argument(metavar="ID", help="A model, as `kg models list` calls it.")]


@models.command("list")
def list_models(data: Data = None, as_json: Json = False) -> None:
    """List the models at hand; the active one reads the documents to come."""
    from api.model_views import model_views

    with _shelf(data) as shelf:
        found = model_views(shelf)
        _warn_of_override(shelf)
    if as_json:
        print_json([one.model_dump(mode="json") for one in found])
        return
    rows = [
        (
            one.id,
            "active" if one.active else "",
            "ships with kg" if one.shipped else "",
            f"{one.size / 1e6:,.1f} MB",
            f"{one.documents:,}",
            one.problem or "",
        )
        for one in found
    ]
    print_table(("model", "", "", "weights", "documents", "problem"), rows)


@models.command()
def use(id: Id, data: Data = None, as_json: Json = False) -> None:
    """Read with a model from now on; running workers change over by themselves."""
    with _shelf(data) as shelf:
        _tell(shelf, shelf.use(id), as_json)


@models.command()
def rollback(data: Data = None, as_json: Json = False) -> None:
    """Go back to the model that was chosen before."""
    with _shelf(data) as shelf:
        _tell(shelf, shelf.roll_back(), as_json)


@models.command()
def show(id: Id, data: Data = None, as_json: Json = False) -> None:
    """Print a model's card."""
    from api.model_views import model_detail

    with _shelf(data) as shelf:
        detail, folder = model_detail(shelf, id), shelf.registry.find(id).folder
    if as_json:
        print_json(detail.model_dump(mode="json"))
        return
    typer.echo(detail.card or f"{id} has no card: write one into {folder / 'README.md'}.")
    if detail.problem:
        say(f"It cannot be read with: {detail.problem}")


@models.command()
def add(
    folder: Annotated[Path, typer.Argument(help="What `kg train --out` wrote.")],
    name: Annotated[str | None, typer.Option(help="Name, in place of its config's.")] = None,
    version: Annotated[str | None, typer.Option(help="Version, in place of its config's.")] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Copy a trained checkpoint into the registry, after a trial that it loads."""
    from kg.model.adding import add as bring_in
    from kg.model.checkpoint import load

    with _shelf(data) as shelf:
        model = bring_in(shelf.registry, folder, load, name=name, version=version)
    if as_json:
        print_json({"id": model.id, "folder": str(model.folder)})
        return
    typer.echo(f"{model.id} is in {model.folder}. To read with it: kg models use {model.id}")


@models.command()
def remove(
    id: Id,
    force: Annotated[bool, typer.Option("--force", help="Although statements name it.")] = False,
    data: Data = None,
) -> None:
    """Remove a model that is not active and that no statement names."""
    with _shelf(data) as shelf:
        shelf.remove(id, force=force)
    say(f"Removed {id}.")


@models.command()
def prune(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    data: Data = None,
) -> None:
    """Remove every model that is not active, that no rollback leads to and that no statement names."""
    with _shelf(data) as shelf:
        unused = shelf.unused()
        for model in unused:
            if not dry_run:
                shelf.remove(model.id)
            typer.echo(model.id)
    say(f"{'Would remove' if dry_run else 'Removed'} {len(unused)} models.")


@contextmanager
def _shelf(data: Path | None) -> "Iterator[Shelf]":
    from api.choosing import Shelf
    from kg.catalog.catalog import Catalog
    from kg.catalog.places import Places

    chosen = settings(data=data)
    with ExitStack() as held:
        catalog = held.enter_context(closing(Catalog.open(chosen.catalog_url)))
        places = held.enter_context(closing(Places(chosen, catalog)))
        others = tuple(held.enter_context(places.using(one)) for one in places.all())
        yield Shelf(chosen, catalog, others)


def _tell(shelf: "Shelf", model: "Model", as_json: bool) -> None:
    from api.model_views import chosen_view

    done = chosen_view(shelf, model)
    if as_json:
        print_json(done.model_dump(mode="json"))
    else:
        _say_what_next(done)
    _warn_of_override(shelf)


def _say_what_next(done: "ModelChosen") -> None:
    typer.echo(f"Documents are read with {done.active} from now on.")
    if done.documents_by_others:
        say(
            f"{done.documents_by_others:,} documents were read by other models, and keep what those "
            "found. `kg reextract` reads them again."
        )


def _warn_of_override(shelf: "Shelf") -> None:
    if override := shelf.override():
        say(f"{override} is set here and wins: the choice counts only where it is not.")
