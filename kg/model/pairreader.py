"""How two names are related, read off both at once: dearer than the map of `namepairs`, and surer.

Both names pass through the bundled encoder together, with small changes to its upper layers that were trained
by contrast within relations (as RelBERT, Ushio et al. 2021). So it is for a few pairs, not for all of a graph.
"""

import json
import threading
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn.functional import gelu, normalize
from transformers import PreTrainedModel, PreTrainedTokenizerFast

from kg.errors import CheckpointMismatch
from kg.model.encoder import BUNDLED, load_encoder, load_tokenizer
from kg.model.lowrank import change, part
from kg.model.namepairs import PART, SHIPPED_PAIRS, Pair

LONGEST = 64
"""Word pieces of both names together."""
_BATCH = 256
_FILE = "reader.safetensors"
_CONFIG = "reader.json"


class PairHead(nn.Module):
    """An encoder's states of two names → one unit vector, float (pairs, width)."""

    def __init__(self, hidden: int = 512, width: int = 256, dropout: float = 0.1) -> None:
        super().__init__()
        self.inner = nn.Linear(4 * PART, hidden)
        self.out = nn.Linear(hidden, width)
        self.direct = nn.Linear(4 * PART, width, bias=False)
        self.dropout = nn.Dropout(dropout)

    def forward(self, states: Tensor, first: Tensor, second: Tensor) -> Tensor:
        """Map hidden states, float (pairs, pieces, 384); which pieces each name has, float (pairs, pieces)."""
        means = [
            (states * name.unsqueeze(-1)).sum(1) / name.sum(1, keepdim=True).clamp(min=1)
            for name in (first, second)
        ]
        both = self.dropout(torch.cat([*means, means[1] - means[0], states[:, 0]], -1))
        out: Tensor = self.out(gelu(self.inner(both))) + self.direct(both)
        return normalize(out, dim=-1)


class PairReader:
    """The encoder with the reader's own changes. Safe to share between threads."""

    def __init__(
        self, encoder: PreTrainedModel, tokenizer: PreTrainedTokenizerFast, head: PairHead
    ) -> None:
        self.encoder = encoder
        self.tokenizer = tokenizer
        self.head = head
        self._turn = threading.Lock()  # tokenisers are not thread-safe

    def read(self, pairs: Sequence[Pair]) -> Tensor:
        """Return unit vectors, float (pairs, width), in one batch and with gradients."""
        with self._turn:
            batch = self.tokenizer(
                [first for first, _ in pairs],
                [second for _, second in pairs],
                padding=True,
                truncation=True,
                max_length=LONGEST,
                return_tensors="pt",
            )
        states = self.encoder(**batch).last_hidden_state
        marks = (self.tokenizer.cls_token_id, self.tokenizer.sep_token_id)
        words = batch["attention_mask"].bool() & ~torch.isin(
            batch["input_ids"], torch.tensor(marks)
        )
        later = batch["token_type_ids"].bool()
        found: Tensor = self.head(states, (words & ~later).float(), (words & later).float())
        return found

    @torch.inference_mode()
    def vectors(self, pairs: Sequence[Pair]) -> Tensor:
        """Return unit vectors, float (pairs, width)."""
        found = torch.empty(len(pairs), self.head.out.out_features)
        order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]) + len(pairs[i][1]))
        for start in range(0, len(order), _BATCH):
            rows = order[start : start + _BATCH]
            found[rows] = self.read([pairs[i] for i in rows])
        return found


def save_reader(
    changes: Mapping[str, Tensor], head: PairHead, folder: Path, **facts: object
) -> None:
    """Write the encoder's changes and the head in half precision, and beside them how they were made."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = {f"encoder.{name}": tensor for name, tensor in changes.items()}
    weights |= {f"head.{name}": tensor for name, tensor in head.state_dict().items()}
    save_file({n: t.half().contiguous() for n, t in weights.items()}, folder / _FILE)
    config = {"hidden": head.inner.out_features, "width": head.out.out_features, **facts}
    (folder / _CONFIG).write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


def load_reader(folder: Path = SHIPPED_PAIRS) -> PairReader:
    """Load the encoder and a reader's changes. Raises CheckpointMismatch if the folder has none to read."""
    encoder = load_encoder(BUNDLED).train(False)
    try:
        config = json.loads((folder / _CONFIG).read_text(encoding="utf-8"))
        weights = load_file(folder / _FILE)
        head = PairHead(config["hidden"], config["width"])
        head.load_state_dict(part(weights, "head."))
        change(encoder, part(weights, "encoder."))
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as err:
        raise CheckpointMismatch("a reader of pairs of names", f"{folder}: {err}") from err
    return PairReader(encoder, load_tokenizer(BUNDLED), head.eval())


@lru_cache(maxsize=1)
def shipped_reader() -> PairReader:
    """Return the reader that comes with the package; loaded once."""
    return load_reader()
