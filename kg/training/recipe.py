"""A checkpoint's whole making in one YAML file: stages that each go on from the one before."""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import yaml

from kg.errors import InputError
from kg.records import Progress, ignore_progress
from kg.training.args import Source, TrainArgs
from kg.training.finish import finish
from kg.training.loop import train
from kg.training.report import Report

SHIPPED_RECIPE = Path(__file__).parent / "recipes" / "shipped.yaml"
"""The recipe of the checkpoint that comes with the package."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Stages in order; the last one's dev set calibrates and judges the result."""

    stages: tuple[TrainArgs, ...]


def read_recipe(path: Path, data: Path, out: Path) -> Recipe:
    """Read a recipe; its paths are taken from `data`, its checkpoints go under `out`.

    Raises:
        InputError: It is not a recipe; the message names what is wrong.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        common = {key: value for key, value in content.items() if key != "stages"}
        stages = [{**common, **stage} for stage in content["stages"]]
        return Recipe(
            tuple(
                _stage(stage, data, _folder(out, number, len(stages)), _folder(out, number - 1, 0))
                for number, stage in enumerate(stages, start=1)
            )
        )
    except (OSError, yaml.YAMLError, AttributeError, KeyError, TypeError) as err:
        raise InputError(f"{path} is not a recipe: {err!r}") from err


def run_recipe(recipe: Recipe, *, on_progress: Progress = ignore_progress) -> Report:
    """Train every stage, then calibrate, measure, and write the figures beside the last checkpoint."""
    for stage in recipe.stages:
        train(stage, on_progress=on_progress)
    return finish(recipe.stages[-1])


def _folder(out: Path, number: int, last: int) -> Path | None:
    if number == 0:
        return None
    return out if number == last else out / f"stage-{number}"


def _stage(stage: dict[str, Any], data: Path, out: Path | None, init: Path | None) -> TrainArgs:
    if unknown := set(stage) - {field.name for field in fields(TrainArgs)}:
        raise KeyError(f"unknown setting {', '.join(sorted(unknown))}")
    settings = {**stage, "out": out, "init": init}
    settings["data"] = tuple(_source(source, data) for source in stage["data"])
    if "dev" in stage:
        settings["dev"] = _source(stage["dev"], data)
    if "split" in stage:
        settings["split"] = data / stage["split"]
    return TrainArgs(**settings)


def _source(source: dict[str, Any], data: Path) -> Source:
    return Source(**{**source, "path": data / source["path"]})
