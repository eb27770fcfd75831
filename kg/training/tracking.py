"""Where the curves of a run go: nowhere, TensorBoard, Weights & Biases, or several of them at once."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol

from kg.errors import InputError

Values = Mapping[str, float]


class Tracker(Protocol):
    """Hears of a run's figures."""

    def record(self, values: Values, step: int) -> None:
        """Take figures in, as they stand after so many steps."""

    def close(self) -> None:
        """Write what is not written yet."""


class Untracked:
    """The tracker that nobody reads."""

    def record(self, values: Values, step: int) -> None:
        pass

    def close(self) -> None:
        pass


class Several:
    """Passes everything on to several trackers."""

    def __init__(self, trackers: Iterable[Tracker]) -> None:
        self._trackers = tuple(trackers)

    def record(self, values: Values, step: int) -> None:
        for tracker in self._trackers:
            tracker.record(values, step)

    def close(self) -> None:
        for tracker in self._trackers:
            tracker.close()


class TensorBoard:
    """Event files for `tensorboard --logdir`."""

    def __init__(self, folder: Path) -> None:
        try:
            from torch.utils.tensorboard import SummaryWriter
        except ImportError as err:
            raise InputError(
                "TensorBoard is not installed: pip install 'kg[training]', or leave it out."
            ) from err
        self._writer: Any = SummaryWriter(str(folder))

    def record(self, values: Values, step: int) -> None:
        for name, value in values.items():
            self._writer.add_scalar(name, value, step)

    def close(self) -> None:
        self._writer.close()


class WeightsAndBiases:
    """A run at wandb; what it is called and where it goes, wandb's own environment variables say."""

    def __init__(self, folder: Path) -> None:
        try:
            import wandb
        except ImportError as err:
            raise InputError("W&B is not installed: pip install wandb, or leave it out.") from err
        self._run = wandb.init(dir=str(folder))

    def record(self, values: Values, step: int) -> None:
        self._run.log(dict(values), step=step)

    def close(self) -> None:
        self._run.finish()


TRACKERS: dict[str, Callable[[Path], Tracker]] = {
    "tensorboard": TensorBoard,
    "wandb": WeightsAndBiases,
}
"""Name, as `--track` gives it, to the tracker that writes under a folder."""
