"""How two names are related, from an embedding of each name alone: embed once, then any pair costs a small map.

A name's features are three means of the frozen encoder over its word pieces: the last layer's, the
third's, and the word embeddings'. A pair's vector is learnt by contrast within relations (as RelBERT,
Ushio et al. 2021). Pairs are compared by it and by the plain offset of the third layer's means.
"""

import json
import threading
from collections.abc import Sequence
from functools import lru_cache
from math import sqrt
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn.functional import gelu, normalize
from transformers import PreTrainedModel, PreTrainedTokenizerFast

from kg.errors import CheckpointMismatch
from kg.model.encoder import BUNDLED, load_encoder, load_tokenizer

SHIPPED_PAIRS = Path(__file__).parent / "shipped_pairs"
"""The map that comes with the package."""

Pair = tuple[str, str]

PART = 384
"""Width of the bundled encoder; a name has three such parts."""


class PairMap(nn.Module):
    """Features of two names → one unit vector, float (pairs, width)."""

    def __init__(self, hidden: int = 512, width: int = 256, dropout: float = 0.15) -> None:
        super().__init__()
        self.inner = nn.Linear(6 * PART, hidden)
        self.middle = nn.Linear(hidden, hidden)
        self.out = nn.Linear(hidden, width)
        self.direct = nn.Linear(6 * PART, width, bias=False)
        self.dropout = nn.Dropout(dropout)
        self.mean: Tensor
        self.spread: Tensor
        self.register_buffer("mean", torch.zeros(3 * PART))
        self.register_buffer("spread", torch.ones(3 * PART))

    def forward(self, first: Tensor, second: Tensor) -> Tensor:
        """Map the features of first and second names, each float (pairs, 1152)."""
        scaled = [(part - self.mean) / self.spread for part in (first, second)]
        both = self.dropout(torch.cat(scaled, -1))
        states = self.dropout(gelu(self.inner(both)))
        states = self.dropout(states + gelu(self.middle(states)))
        out: Tensor = self.out(states) + self.direct(both)
        return normalize(out, dim=-1)


@torch.inference_mode()
def name_features(names: Sequence[str], encoder: str = BUNDLED) -> Tensor:
    """Embed names with the frozen encoder, float (names, 1152): last layer, third layer, word pieces."""
    network, tokenizer = _encoder(encoder)
    pieces = network.get_input_embeddings()
    found = torch.empty(len(names), 3 * PART)
    order = sorted(range(len(names)), key=lambda i: len(names[i]))
    for start in range(0, len(order), 256):
        rows = order[start : start + 256]
        with _TURN:
            batch = tokenizer(
                [names[i] for i in rows],
                padding=True,
                truncation=True,
                max_length=32,
                return_tensors="pt",
            )
        output = network(**batch, output_hidden_states=True)
        whole = batch["attention_mask"].unsqueeze(-1).float()
        inner = whole.clone()
        inner[:, 0] = 0
        inner[torch.arange(len(rows)), batch["attention_mask"].sum(1) - 1] = 0
        parts = (
            (output.last_hidden_state, whole),
            (output.hidden_states[3], inner),
            (pieces(batch["input_ids"]), inner),
        )
        means = [(s * m).sum(1) / m.sum(1).clamp(min=1) for s, m in parts]
        found[rows] = torch.cat([normalize(mean, dim=-1) for mean in means], 1)
    return found


@torch.inference_mode()
def pair_vectors(network: PairMap, first: Tensor, second: Tensor, offset: float) -> Tensor:
    """Return vectors whose dot product is the likeness of pairs: learnt, and `offset` times the plain one's."""
    plain = normalize((second - first)[:, PART : 2 * PART], dim=-1)
    return torch.cat([network(first, second), sqrt(offset) * plain], 1) / sqrt(1 + offset)


def save_map(network: PairMap, folder: Path, *, offset: float, **facts: object) -> None:
    """Write the map in half precision, and beside it how it is to be used and how it was made."""
    folder.mkdir(parents=True, exist_ok=True)
    buffers = dict(
        network.named_buffers()
    )  # whole: the least spreads would vanish in half precision
    weights = {n: t.half() for n, t in network.state_dict().items() if n not in buffers} | buffers
    save_file({n: t.contiguous() for n, t in weights.items()}, folder / "map.safetensors")
    config = {"hidden": network.inner.out_features, "width": network.out.out_features}
    text = json.dumps({**config, "offset": offset, **facts}, indent=2) + "\n"
    (folder / "config.json").write_text(text, encoding="utf-8")


def load_map(folder: Path = SHIPPED_PAIRS) -> tuple[PairMap, float]:
    """Load a map and its share of the offset. Raises CheckpointMismatch if the folder has none to read."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        network = PairMap(config["hidden"], config["width"])
        network.load_state_dict(load_file(folder / "map.safetensors"))
        return network.eval(), float(config["offset"])
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as err:
        raise CheckpointMismatch("a map for pairs of names", f"{folder}: {err}") from err


_TURN = threading.Lock()
"""Tokenisers are not thread-safe."""


@lru_cache(maxsize=1)
def _encoder(name: str) -> tuple[PreTrainedModel, PreTrainedTokenizerFast]:
    return load_encoder(name).train(False), load_tokenizer(name)


@lru_cache(maxsize=1)
def shipped_map() -> tuple[PairMap, float]:
    """Return the map that comes with the package, and its share of the offset; loaded once."""
    return load_map()
