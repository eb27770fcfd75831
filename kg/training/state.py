"""An unfinished run on disk: written whole or not at all, read without running code."""

import os
import pickle
from typing import Any

import torch

from kg.errors import InputError
from kg.training.args import TrainArgs
from kg.training.settings_file import SETTINGS, different, to_yaml

STATE = "unfinished.state"
"""Lies beside the checkpoint until the run is over."""


def is_finished(args: TrainArgs) -> bool:
    """Return whether a run with just these settings has written its checkpoint."""
    weights, settings = args.out / "model.safetensors", args.out / SETTINGS
    return (
        weights.exists()
        and settings.exists()
        and not (args.out / STATE).exists()
        and settings.read_text(encoding="utf-8") == to_yaml(args)
    )


def write_state(args: TrainArgs, state: dict[str, Any]) -> None:
    """Put the state of a run in place of the one before."""
    args.out.mkdir(parents=True, exist_ok=True)
    unfinished = args.out / f".{STATE}"
    with unfinished.open("wb") as file:
        torch.save({"settings": to_yaml(args), **state}, file)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(args.out / STATE)


def read_state(args: TrainArgs) -> dict[str, Any] | None:
    """Return what was written last, None where nothing was.

    Raises:
        InputError: The run had other settings, or the file is damaged.
    """
    file = args.out / STATE
    if not file.exists():
        return None
    try:
        state: dict[str, Any] = torch.load(file, map_location="cpu", weights_only=True)
    except (RuntimeError, EOFError, pickle.UnpicklingError, OSError) as err:
        raise InputError(f"{file} is damaged. Delete it, and train without --resume.") from err
    if changed := different(state["settings"], to_yaml(args)):
        raise InputError(
            f"The interrupted run in {args.out} had other settings ({', '.join(changed)}). "
            "Give the same ones, or another --out."
        )
    return state


def remove_state(args: TrainArgs) -> None:
    """Forget the run: its checkpoint is written."""
    (args.out / STATE).unlink(missing_ok=True)
