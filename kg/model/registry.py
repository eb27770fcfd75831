"""The models at hand: the one that ships with kg, and a folder with those that were trained or brought here.

    <models>/<name>-<version>/config.json         what the network is, and what its statements name
                              model.safetensors   the weights; nothing in a folder is code
                              README.md           the card
                              dev.json            its figures, where it has any

A folder appears and vanishes by a rename, so whoever looks sees a whole model or none. Which of them
is read with is not written here: workers on many machines have to agree on it, see `kg.catalog.models`.
Nothing here loads torch.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import CheckpointMismatch, InputError, NotFound
from kg.model.config import ModelConfig
from kg.records import ModelVersion

SHIPPED = Path(__file__).parent / "shipped"
"""The checkpoint that comes with the package; the same as `kg.model.checkpoint.SHIPPED`."""

CONFIG, WEIGHTS, CARD, FIGURES = "config.json", "model.safetensors", "README.md", "dev.json"

_ADVICE = (
    "It would lie in {folder} (KG_MODELS). `kg models list` shows which there are, `kg models add` "
    "brings one in, `kg models use` chooses another."
)
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,99}")


@dataclass(frozen=True, slots=True)
class Model:
    """A model at hand.

    Attributes:
        id: `<name>-<version>`, which is also what its folder is called.
        version: What every statement of it names.
        shipped: It came with kg, and cannot be removed.
        size: Bytes of its weights.
        problem: Why this version of kg cannot read with it; None if it can, as far as its config says.
    """

    id: str
    version: ModelVersion
    folder: Path
    shipped: bool
    size: int
    problem: str | None = None

    def sound(self) -> "Model":
        """Return the model itself. Raises InputError if this version of kg cannot read with it."""
        if self.problem:
            raise InputError(
                f"{self.id} cannot be read with: {self.problem} `kg models use` chooses another."
            )
        return self

    def card(self) -> str:
        """Return its model card in Markdown; empty if it has none."""
        try:
            return (self.folder / CARD).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""

    def figures(self) -> dict[str, Any]:
        """Return the figures that were measured when it was trained; empty if there are none."""
        try:
            found = json.loads((self.folder / FIGURES).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}


class Registry:
    """The models under one folder, which several machines may share, and the shipped one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def shipped(self) -> Model:
        """Return the model that comes with kg."""
        return read_model(SHIPPED, shipped=True)

    def models(self) -> list[Model]:
        """Return every model, the shipped one first, the others by id."""
        return [self.shipped(), *self._added()]

    def find(self, id: str | None) -> Model:
        """Return a model by its id; None is the shipped one.

        Raises:
            NotFound: There is none; the message says where it was looked for.
        """
        if id is None:
            return self.shipped()
        for model in self.models():
            if model.id == id:
                return model
        raise NotFound("model", id, _ADVICE.format(folder=self.folder))

    def _added(self) -> Iterator[Model]:
        try:
            folders = sorted(self.folder.iterdir())
        except OSError:  # nobody has added one yet, or the shared disk is away
            return
        for folder in folders:
            if _WORD.fullmatch(folder.name) and (folder / CONFIG).is_file():
                yield read_model(folder)


def read_model(folder: Path, *, shipped: bool = False) -> Model:
    """Read what a checkpoint says of itself; one that cannot be read says why in `problem`."""
    weights = folder / WEIGHTS
    size = weights.stat().st_size if weights.is_file() else 0
    try:
        config = read_config(folder)
        id = model_id(config.name, config.version)
        if not (shipped or id == folder.name):
            raise InputError(f"its config says that it is {id}. Add it again with `kg models add`.")
        if not size:
            raise InputError(f"it has no {WEIGHTS}. Add it again with `kg models add`.")
    except (CheckpointMismatch, InputError) as err:
        named = _named_in(folder)
        id = f"{named.name}-{named.version}" if shipped else folder.name
        return Model(id, named, folder, shipped, size, str(err))
    return Model(id, ModelVersion(config.name, config.version), folder, shipped, size)


def _named_in(folder: Path) -> ModelVersion:
    """Return what a model that cannot be read with calls itself: statements may name it."""
    try:
        fields = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
        return ModelVersion(str(fields["name"]), str(fields["version"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ModelVersion(folder.name, "")


def read_config(folder: Path) -> ModelConfig:
    """Read a checkpoint's config.

    Raises:
        CheckpointMismatch: Another version of kg wrote it.
        InputError: There is none, or it is not one.
    """
    try:
        fields = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
        return ModelConfig.from_json(fields)
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as err:
        raise InputError(f"{folder / CONFIG} is not the config of a model of kg: {err!r}") from err


def model_id(name: str, version: str) -> str:
    """Return the id of a model, which is also a file name.

    Raises:
        InputError: The name or the version could not be part of one.
    """
    for what, word in (("name", name), ("version", version)):
        if not isinstance(word, str) or not _WORD.fullmatch(word) or ".." in word:
            raise InputError(
                f"The {what} of a model is 1 to 100 letters, digits, dots, dashes, underscores or pluses, "
                f"beginning with a letter or digit; {word!r} is not. Give another with --{what}."
            )
    return f"{name}-{version}"
