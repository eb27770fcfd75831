"""`kg train`: a checkpoint made from labelled corpora."""

import logging
from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import Json
from api.cli.output import print_json, progress_bar, say


def train(
    data_folder: Annotated[Path, typer.Option(help="Folder that the recipe's paths start from.")],
    out: Annotated[Path, typer.Option(help="Folder for the checkpoint.")],
    recipe: Annotated[
        Path | None, typer.Option(help="Recipe in YAML.  [default: the shipped checkpoint's]")
    ] = None,
    as_json: Json = False,
) -> None:
    """Train a model by a recipe, calibrate it, and measure it on the recipe's dev set."""
    from kg.training.recipe import SHIPPED_RECIPE, read_recipe, run_recipe

    logging.basicConfig(level=logging.INFO, format="%(message)s")
    steps = read_recipe(recipe or SHIPPED_RECIPE, data_folder, out)
    with progress_bar("steps") as bar:
        task = bar.add_task("training")

        def show(stage: str, done: int, total: int) -> None:
            bar.update(task, description=stage, completed=done, total=total)

        report = run_recipe(steps, on_progress=show)
    say(f"The checkpoint is in {out}. KG_MODEL={out} makes kg use it.")
    if as_json:
        print_json(report.to_json())
