"""Bringing a trained model into the registry, and taking one out."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from safetensors import SafetensorError, safe_open

from kg.errors import Conflict, InputError, KGError
from kg.model.registry import CONFIG, WEIGHTS, Model, Registry, model_id, read_config, read_model

KEPT = frozenset({".json", ".safetensors", ".md", ".txt", ".yaml"})
"""Endings of the files that are taken over. Whatever could be a pickle, and so run code, stays behind."""

_PICKLES = ("*.bin", "*.pt", "*.pth", "*.ckpt", "*.pkl", "*.pickle", "*.joblib")

Check = Callable[[Path], object]
"""Loads a checkpoint, or raises a KGError that says why that cannot be done."""


def add(
    registry: Registry,
    source: Path,
    check: Check,
    *,
    name: str | None = None,
    version: str | None = None,
) -> Model:
    """Copy a trained checkpoint into the registry, whole or not at all.

    Args:
        check: Called with the copy before anybody else can see it.
        name, version: What it is to be called from now on, in place of what its config says.

    Raises:
        InputError: It is not a checkpoint that this version of kg can read with.
        Conflict: Another model goes by that name and version.
    """
    check_weights(source)
    with _workbench(registry.folder) as bench:
        try:
            _copy(source, bench)
            _rename(bench, name, version)
            config = read_config(bench)
            id = model_id(config.name, config.version)
            if here := _same_id(registry, id):
                return _recognised(here, bench)
            _try(check, bench, source)
            bench.rename(registry.folder / id)
        except OSError as err:
            raise InputError(f"{source} could not be copied to {registry.folder}: {err}") from err
    return read_model(registry.folder / id)


def remove(registry: Registry, model: Model) -> None:
    """Take a model out. Whoever has it loaded goes on.

    Raises:
        Conflict: It came with kg.
    """
    if model.shipped:
        raise Conflict(f"{model.id} comes with kg, and goes with it.")
    with _workbench(registry.folder) as bench:
        model.folder.rename(bench / "gone")


def check_weights(folder: Path) -> None:
    """See whether the header of a checkpoint's one file of tensors is in order.

    Raises:
        InputError: It is not, or there is no such file; a pickle is none.
    """
    file = folder / WEIGHTS
    if not file.is_file():
        pickles = sorted(one.name for pattern in _PICKLES for one in folder.glob(pattern))
        why = f"there is no {WEIGHTS} in it" if folder.is_dir() else "there is no such folder"
        if pickles:
            why += f", only {pickles[0]}, a pickle, which can run code when it is loaded"
        raise InputError(f"{folder}: {why}. Give the folder that `kg train --out` wrote.")
    try:
        with safe_open(file, framework="numpy"):
            pass
    except (SafetensorError, OSError) as err:
        raise InputError(f"{file} is damaged: {err}. Copy or train it again.") from err


def _try(check: Check, bench: Path, source: Path) -> None:
    try:
        check(bench)
    except KGError:
        raise
    except Exception as err:  # loaders raise what they like: of a missing encoder, a missing key …
        raise InputError(
            f"{source} does not load: {type(err).__name__}: {err}. See that its encoder is here, "
            "and that this version of kg trained it."
        ) from err


def _copy(source: Path, bench: Path) -> None:
    for file in sorted(source.iterdir()):
        if file.suffix not in KEPT or file.is_dir():
            continue
        if file.is_symlink():
            raise InputError(f"{file} is a link. Add a folder of plain files: cp -rL makes one.")
        _copy_to_disk(file, bench / file.name)


def _copy_to_disk(file: Path, copy: Path) -> None:
    with file.open("rb") as content, copy.open("wb") as written:
        shutil.copyfileobj(content, written)
        written.flush()
        os.fsync(written.fileno())  # a power cut after the rename must not find an empty file


def _rename(bench: Path, name: str | None, version: str | None) -> None:
    config = read_config(bench)
    called = replace(config, name=name or config.name, version=version or config.version)
    if called != config:
        text = json.dumps(called.to_json(), indent=1, ensure_ascii=False)
        (bench / CONFIG).write_text(text + "\n", encoding="utf-8")


def _same_id(registry: Registry, id: str) -> Model | None:
    return next((model for model in registry.models() if model.id == id), None)


def _recognised(here: Model, bench: Path) -> Model:
    if all(_digest(here.folder / file) == _digest(bench / file) for file in (CONFIG, WEIGHTS)):
        return here
    owner = "ships with kg" if here.shipped else "is here already"
    raise Conflict(
        f"Another {here.id} {owner}, and statements name it. Give yours a version of its own: "
        "--version, or --name."
    )


def _digest(file: Path) -> str:
    if not file.is_file():
        return ""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


@contextmanager
def _workbench(folder: Path) -> Iterator[Path]:
    """Give a hidden folder on the same disk, where things may be unfinished; what is left there goes."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        bench = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=folder))
        bench.chmod(0o755)
    except OSError as err:
        raise InputError(f"{folder} (KG_MODELS) cannot be written: {err}") from err
    try:
        yield bench
    finally:
        shutil.rmtree(bench, ignore_errors=True)
