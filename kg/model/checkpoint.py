"""Trained weights on disk: `config.json` and `model.safetensors`, nothing that runs code when it is loaded.

Only what training changed is kept: the embeddings of the bundled encoder are frozen and come from its
package, which halves the file.
"""

import json
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from kg.errors import CheckpointMismatch
from kg.model.config import ModelConfig
from kg.model.encoder import load_encoder
from kg.model.network import ExtractionNetwork

SHIPPED = Path(__file__).parent / "shipped"
"""The checkpoint that comes with the package."""


def save(network: ExtractionNetwork, folder: Path) -> None:
    """Write the trained parameters in half precision, and the config beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    trained = {
        name: parameter.detach().to(torch.float16).contiguous()
        for name, parameter in network.named_parameters()
        if parameter.requires_grad or name == "prototypes.meaning"
    }
    save_file(trained, folder / "model.safetensors")
    save_config(network.config, folder)


def save_config(config: ModelConfig, folder: Path) -> None:
    """Write the config alone."""
    text = json.dumps(config.to_json(), indent=1, ensure_ascii=False)
    (folder / "config.json").write_text(text + "\n", encoding="utf-8")


def load_config(folder: Path) -> ModelConfig:
    """Read a checkpoint's config.

    Raises:
        CheckpointMismatch: There is no checkpoint, or another version of kg wrote it.
    """
    try:
        data = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except FileNotFoundError as err:
        raise CheckpointMismatch("a folder with config.json", str(folder)) from err
    return ModelConfig.from_json(data)


def load(folder: Path) -> ExtractionNetwork:
    """Load a network in evaluation mode, in float32.

    Raises:
        CheckpointMismatch: The weights do not fit the network that the config describes.
    """
    config = load_config(folder)
    network = ExtractionNetwork(config, load_encoder(config.encoder))
    weights = {k: v.float() for k, v in load_file(folder / "model.safetensors").items()}
    expected = {name for name, _ in network.named_parameters()}
    if unknown := sorted(set(weights) - expected):
        raise CheckpointMismatch("the parameters of its config", f"others, such as {unknown[0]}")
    if missing := sorted(
        name for name in expected - set(weights) if not name.startswith("encoder.")
    ):
        raise CheckpointMismatch("the parameters of its config", f"nothing for {missing[0]}")
    try:
        network.load_state_dict(weights, strict=False)
    except RuntimeError as err:
        raise CheckpointMismatch("the shapes of its config", str(err)) from err
    return network.eval()
