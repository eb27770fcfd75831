"""Checkpoints for tests: tiny real ones, and hollow ones that only say who they are."""

import json
from pathlib import Path

import numpy
from safetensors.numpy import save_file

from kg.model.config import ModelConfig
from kg.model.registry import CONFIG, WEIGHTS, read_config
from kg.records import ModelVersion
from kg.settings import Settings
from tests.workers.extractors import Fake, Read

BORN_IN = "http://www.wikidata.org/prop/direct/P19"


def save_hollow(folder: Path, name: str, version: str, *, seed: int = 0) -> Path:
    """Write a checkpoint that the registry takes and no network could be loaded from."""
    config = ModelConfig(name, version, "bundled", ("person", "place"), (BORN_IN,))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CONFIG).write_text(json.dumps(config.to_json()))
    save_file({"weight": numpy.full((2, 3), seed, dtype="float32")}, folder / WEIGHTS)
    (folder / "README.md").write_text(f"# {name}\n\nThe card of version {version}.\n")
    return folder


def save_tiny(folder: Path, encoder: Path, name: str, version: str) -> Path:
    """Write a checkpoint of a real network over a tiny encoder, with weights by chance."""
    from kg.model.checkpoint import save
    from kg.model.encoder import load_encoder
    from kg.model.network import ExtractionNetwork

    labels = ("person", "organisation", "place", "time", "number", "thing")
    config = ModelConfig(name, version, str(encoder), labels, (BORN_IN,), max_tokens=128)
    save(ExtractionNetwork(config, load_encoder(str(encoder))), folder)
    return folder


def named(settings: Settings, before: Read = lambda _: None) -> Fake:
    """Read by script, in the name of the checkpoint that the settings name. Raises as reading its config does."""
    extractor = Fake(before)
    extractor.model = ModelVersion("shipped", "0")
    if settings.model is not None:
        config = read_config(settings.model)
        extractor.model = ModelVersion(config.name, config.version)
    return extractor
