"""A checkpoint's whole making in one YAML file: the settings of one run, or stages that go on from one another."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from kg.errors import InputError
from kg.records import Progress, ignore_progress
from kg.training.args import TrainArgs
from kg.training.finish import finish
from kg.training.loop import train
from kg.training.report import Report
from kg.training.settings_file import from_settings
from kg.training.tracking import Tracker

SHIPPED_RECIPE = Path(__file__).parent / "recipes" / "shipped.yaml"
"""The recipe of the checkpoint that comes with the package."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Stages in order; the last one's dev set calibrates and judges the result."""

    stages: tuple[TrainArgs, ...]


def read_recipe(
    path: Path, data: Path, out: Path, given: Mapping[str, Any] | None = None
) -> Recipe:
    """Read a recipe; its paths are taken from `data`, its checkpoints go under `out`.

    A file without `stages` is one stage. Settings in `given` come before those of the file, in every stage; what a
    run starts from, in the first.

    Raises:
        InputError: It is not a recipe; the message names what is wrong.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as err:
        raise InputError(f"{path} cannot be read: {err}") from err
    if not isinstance(content, dict):
        raise InputError(f"{path} is not a recipe: it holds no settings.")
    common = {key: value for key, value in content.items() if key != "stages"}
    stages = content.get("stages", [{}])
    if not isinstance(stages, list) or not all(isinstance(stage, dict) for stage in stages):
        raise InputError(f"{path} is not a recipe: its stages are no list of settings.")
    first = given or {}
    later = {name: value for name, value in first.items() if name not in ("init", "encoder")}
    return Recipe(
        tuple(
            from_settings(
                {
                    **_chained(out, number, len(stages)),
                    **common,
                    **stage,
                    **(first if number == 1 else later),
                },
                data,
                str(path),
            )
            for number, stage in enumerate(stages, start=1)
        )
    )


def run_recipe(
    recipe: Recipe,
    *,
    on_progress: Progress = ignore_progress,
    tracker: Tracker | None = None,
    resume: bool = False,
) -> Report:
    """Train every stage, then calibrate, measure, and write the figures beside the last checkpoint."""
    for stage in recipe.stages:
        train(stage, on_progress=on_progress, tracker=tracker, resume=resume)
    return finish(recipe.stages[-1])


def _chained(out: Path, number: int, last: int) -> dict[str, Path]:
    """Return where a stage writes, and where it starts from: where the one before it wrote."""
    folder = out if number == last else out / f"stage-{number}"
    # whole paths, so that they are not looked for among the data
    before = {"init": (out / f"stage-{number - 1}").absolute()} if number > 1 else {}
    return {"out": folder, **before}
