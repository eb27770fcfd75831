"""What `kg train` does between its options and its report."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.cli.output import print_json, print_table, progress_bar, say
from kg.errors import InputError

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from kg.training.recipe import Recipe
    from kg.training.report import Report


def settings_for(
    data: list[Path], formats: list[str], dev: Path | None, split: Path | None
) -> dict[str, Any]:
    """Return the settings that name the data; one format may stand for all.

    Raises:
        InputError: There are not as many formats as files.
    """
    if len(formats) == 1:
        formats = formats * len(data)
    if len(formats) != len(data):
        raise InputError("Give --format once for each --data, in the same order, or once for all.")
    listed = [{"format": f, "path": p} for f, p in zip(formats, data, strict=True)]
    found: dict[str, Any] = {"data": listed}
    if dev is not None:
        found["dev"] = {"format": formats[0], "path": dev}
    if split is not None:
        found["split"] = split
    return found


def beginning(init: Path | None, from_scratch: bool, encoder: str | None) -> dict[str, Any]:
    """Return the settings that say what a run starts from, where something does; they come before any others."""
    if init is not None and (from_scratch or encoder):
        raise InputError("--init brings its own encoder: leave --from-scratch and --encoder out.")
    if init is not None:
        return {"init": init.absolute()}
    if encoder is not None:
        return {"init": None, "encoder": encoder}
    return {"init": None} if from_scratch else {}


def run(recipe: "Recipe", track: list[str], resume: bool) -> "tuple[Report | None, Report]":
    """Train, with a bar that shows the loss; return the figures before, where there are any, and after."""
    from kg.training.before import before
    from kg.training.recipe import run_recipe
    from kg.training.tracking import TRACKERS, Several, Tracker

    if unknown := set(track) - TRACKERS.keys():
        raise InputError(f"--track takes {' and '.join(TRACKERS)}, not {sorted(unknown)[0]}.")
    last = recipe.stages[-1]
    with progress_bar("steps") as bar:
        shown = Shown(bar)
        first = recipe.stages[0].init
        earlier = before(first, last, on_progress=shown.progress) if first else None
        others: list[Tracker] = [TRACKERS[name](last.out / "logs") for name in track]
        tracker = Several([shown, *others])
        try:
            report = run_recipe(recipe, on_progress=shown.progress, tracker=tracker, resume=resume)
        finally:
            tracker.close()
    return earlier, report


class Shown:
    """A progress bar that also tells the loss, smoothed."""

    def __init__(self, bar: "Bar") -> None:
        self._bar = bar
        self._task: TaskID = bar.add_task("reading", total=None)
        self._loss: float | None = None

    def progress(self, stage: str, done: int, total: int) -> None:
        loss = f", loss {self._loss:.3f}" if self._loss is not None and stage == "train" else ""
        self._bar.update(self._task, description=stage + loss, completed=done, total=total)

    def record(self, values: Mapping[str, float], step: int) -> None:
        if (loss := values.get("train/loss")) is not None:
            self._loss = loss if self._loss is None else 0.95 * self._loss + 0.05 * loss

    def close(self) -> None:
        pass


def show_table(recipe: "Recipe", trials: int, as_json: bool) -> None:
    """Search, and print what was tried, the best first."""
    from kg.training.search import search

    if len(recipe.stages) != 1:
        raise InputError("--search takes the settings of one run, without stages.")
    args = recipe.stages[0]
    with progress_bar("trials") as bar:
        task = bar.add_task("searching", total=trials)
        found = search(
            args,
            trials,
            on_progress=lambda stage, done, total: bar.update(
                task, description=stage, completed=done, total=total
            ),
        )
    if as_json:
        print_json([{"trial": t.number, "score": t.score, **t.settings} for t in found])
    else:
        head = ["trial", "dev score", *(found[0].settings if found else ())]
        print_table(
            head,
            [
                [str(t.number), f"{t.score:.4f}", *(f"{v:.3g}" for v in t.settings.values())]
                for t in found
            ],
        )
    say(
        f"The best settings are in {args.out / 'best.yaml'}: kg train --config makes a model of them."
    )
