"""Settings of a run as YAML: what `--config` reads, and what is written beside every checkpoint."""

from collections.abc import Mapping
from dataclasses import MISSING, asdict, fields
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from kg.errors import InputError
from kg.training.args import TrainArgs

SETTINGS = "training.yaml"
"""Name of the file beside a checkpoint."""

_ADAPTER = TypeAdapter(TrainArgs)
_PATHS = ("split", "init", "fitted_as")
_OWN = "kg:"
"""What the path of a file begins with that comes with the package."""
_PACKAGE = Path(__file__).parent.parent


def from_settings(settings: Mapping[str, Any], base: Path, source: str) -> TrainArgs:
    """Check settings; paths are taken from `base`, those that start from the root as they are.

    Raises:
        InputError: A setting is unknown, missing or out of range; `source` says where they come from.
    """
    if unknown := set(settings) - {field.name for field in fields(TrainArgs)}:
        raise InputError(f"{source}: unknown setting {', '.join(sorted(unknown))}.")
    placed = dict(settings)
    placed["data"] = [_placed(one, base) for one in placed.get("data") or []]
    if placed.get("dev"):
        placed["dev"] = _placed(placed["dev"], base)
    for name in _PATHS:
        if placed.get(name):
            placed[name] = base / placed[name]
    try:
        return _ADAPTER.validate_python(placed)
    except ValidationError as err:
        wrong = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in err.errors()]
        raise InputError(f"{source}: {'; '.join(wrong)}.") from err


def to_yaml(args: TrainArgs) -> str:
    """Return the settings that are not the defaults, without `out`, so that a folder may be moved."""
    defaults = {f.name: f.default for f in fields(TrainArgs) if f.default is not MISSING}
    kept = {
        name: value
        for name, value in asdict(args).items()
        if name != "out" and (name not in defaults or getattr(args, name) != defaults[name])
    }
    return yaml.safe_dump(_plain(kept), sort_keys=False, allow_unicode=True)


def different(one: str, other: str) -> list[str]:
    """Return the names of the settings in which two files differ."""
    first, second = yaml.safe_load(one), yaml.safe_load(other)
    return sorted(
        name for name in first.keys() | second.keys() if first.get(name) != second.get(name)
    )


def _placed(source: Any, base: Path) -> Any:
    if not isinstance(source, Mapping) or not isinstance(source.get("path"), str | Path):
        return source
    inside = str(source["path"]).removeprefix(_OWN)
    path = base / source["path"] if inside == str(source["path"]) else _PACKAGE / inside
    return {**source, "path": path}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, Path) else value
