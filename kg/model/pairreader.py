"""How two names are related, read off both at once: dearer than the map of `namepairs`, and surer.

Both names pass through the bundled encoder together, with small changes to its upper layers that were trained
by contrast within relations (as RelBERT, Ushio et al. 2021). So it is for a few pairs, not for all of a graph.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu, normalize

from kg.model.namepairs import PART, SHIPPED_PAIRS, Pair
from kg.model.textpairs import TextPairs, by_length, load_parts, save_parts

_BATCH = 256
_NAME = "reader"


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


class PairReader(TextPairs[PairHead]):
    """The encoder with the reader's own changes."""

    longest = 64

    def read(self, pairs: Sequence[Pair]) -> Tensor:
        """Return unit vectors, float (pairs, width), in one batch and with gradients."""
        states, batch = self.states(pairs)
        marks = torch.tensor([self.tokenizer.cls_token_id, self.tokenizer.sep_token_id])
        words = batch["attention_mask"].bool() & ~torch.isin(batch["input_ids"], marks)
        later = batch["token_type_ids"].bool()
        found: Tensor = self.head(states, (words & ~later).float(), (words & later).float())
        return found

    @torch.inference_mode()
    def vectors(self, pairs: Sequence[Pair]) -> Tensor:
        """Return unit vectors, float (pairs, width)."""
        found = torch.empty(len(pairs), self.head.out.out_features)
        for rows in by_length(pairs, _BATCH):
            found[rows] = self.read([pairs[i] for i in rows])
        return found


def save_reader(
    changes: Mapping[str, Tensor], head: PairHead, folder: Path, **facts: object
) -> None:
    """Write the encoder's changes and the head, and beside them how they were made."""
    sizes = {"hidden": head.inner.out_features, "width": head.out.out_features}
    save_parts(folder, _NAME, changes, head, **sizes, **facts)


def load_reader(folder: Path = SHIPPED_PAIRS) -> PairReader:
    """Load the encoder and a reader's changes. Raises CheckpointMismatch if the folder has none to read."""
    return PairReader(
        *load_parts(folder, _NAME, lambda facts: PairHead(facts["hidden"], facts["width"]))
    )


@lru_cache(maxsize=1)
def shipped_reader() -> PairReader:
    """Return the reader that comes with the package; loaded once."""
    return load_reader()
