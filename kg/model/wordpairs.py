"""The word-pair network: how two names are related, outside any sentence.

The encoder reads `a is to b` with its pre-trained weights and low-rank additions to them (LoRA,
Hu et al. 2021). What it makes of the whole and of either name becomes one unit vector, and pairs
that are related alike have close vectors (RelBERT, Ushio et al. 2021, by contrast within relations).
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn.functional import linear, normalize
from transformers import PreTrainedTokenizerFast

from kg.errors import CheckpointMismatch
from kg.model.encoder import BUNDLED, load_encoder, load_tokenizer

SHIPPED_PAIRS = Path(__file__).parent / "shipped_pairs"
"""The adapter that comes with the package."""

TEMPLATES = (("", "is to", ""), ("the relation between", "and", ""), ("", ":", ""))
"""What stands before, between and behind the two names. Vectors are the mean over all."""

NAME_TOKENS = 24
"""Word pieces of a name that are read."""

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class PairConfig:
    """What an adapter was trained for: its encoder, and the rank of its additions."""

    encoder: str = BUNDLED
    rank: int = 32
    version: str = "0"


@dataclass(frozen=True, slots=True)
class PairBatch:
    """Pairs as token ids.

    Attributes:
        ids, mask: Long (pairs, tokens); mask is 0 on padding.
        head, tail: Which tokens are the first and second name, float (pairs, tokens), rows sum to one.
    """

    ids: Tensor
    mask: Tensor
    head: Tensor
    tail: Tensor


class LowRank(nn.Module):
    """A linear map with a trained addition of low rank: x ↦ W x + b + B A x."""

    def __init__(self, base: nn.Linear, rank: int) -> None:
        super().__init__()
        self.base = base.requires_grad_(False)
        self.down = nn.Parameter(torch.randn(rank, base.in_features) / rank)
        self.up = nn.Parameter(torch.zeros(base.out_features, rank))

    def forward(self, states: Tensor) -> Tensor:
        """Map states, float (..., in), to float (..., out)."""
        return self.base(states) + linear(linear(states, self.down), self.up)


class PairNetwork(nn.Module):
    """Names in pairs → unit vectors."""

    def __init__(self, config: PairConfig) -> None:
        super().__init__()
        self.config = config
        self.encoder: nn.Module = load_encoder(config.encoder).requires_grad_(False)
        self.tokenizer: PreTrainedTokenizerFast = load_tokenizer(config.encoder)
        for layer in list(self.encoder.get_submodule("encoder.layer").modules()):
            for name, child in list(layer.named_children()):
                if isinstance(child, nn.Linear):
                    setattr(layer, name, LowRank(child, config.rank))
        hidden = int(self.encoder.config.hidden_size)  # type: ignore[union-attr,arg-type]
        self.head = nn.Linear(3 * hidden, hidden, bias=False)
        # To begin with: the whole, and the second name less the first, as for word vectors.
        eye = torch.eye(hidden)
        with torch.no_grad():
            self.head.weight.copy_(torch.cat([eye, -eye, eye], dim=1))

    def collate(self, pairs: Sequence[Pair], template: int) -> PairBatch:
        """Return token ids for pairs in one of the templates."""
        pieces = self._pieces([name for pair in pairs for name in pair])
        before, between, behind = (self._pieces([t])[0] for t in TEMPLATES[template])
        first, last = self.tokenizer.cls_token_id, self.tokenizer.sep_token_id
        rows: list[list[int]] = []
        spans: list[tuple[int, int, int, int]] = []
        for a, b in zip(pieces[::2], pieces[1::2], strict=True):
            start = 1 + len(before)
            second = start + len(a) + len(between)
            rows.append([first, *before, *a, *between, *b, *behind, last])
            spans.append((start, start + len(a), second, second + len(b)))
        return _batch(rows, spans)

    def forward(self, batch: PairBatch) -> Tensor:
        """Return unit vectors, float (pairs, hidden)."""
        states = self.encoder(input_ids=batch.ids, attention_mask=batch.mask).last_hidden_state
        mask = batch.mask.to(states.dtype)
        whole = mask / mask.sum(1, keepdim=True)
        weights = torch.stack([whole, batch.head.to(states.dtype), batch.tail.to(states.dtype)], 1)
        pooled = (weights @ states).flatten(1)
        return normalize(self.head(pooled).float(), dim=-1)

    @torch.inference_mode()
    def vectors(self, pairs: Sequence[Pair], size: int = 256) -> Tensor:
        """Return the relation vectors of pairs, float (pairs, hidden), unit length; in batches of `size`."""
        if not pairs:
            return torch.zeros(0, self.head.out_features)
        order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]) + len(pairs[i][1]))
        found = torch.empty(len(pairs), self.head.out_features)
        for start in range(0, len(order), size):
            chosen = order[start : start + size]
            each = [self(self.collate([pairs[i] for i in chosen], t)) for t in range(len(TEMPLATES))]
            found[chosen] = normalize(torch.stack(each).mean(0), dim=-1)
        return found

    def moving(self) -> dict[str, Tensor]:
        """Return what training changes, by name."""
        return {n: p.detach() for n, p in self.named_parameters() if p.requires_grad}

    def _pieces(self, names: Sequence[str]) -> list[list[int]]:
        found = self.tokenizer([n or " " for n in names], add_special_tokens=False)["input_ids"]
        return [list(ids)[:NAME_TOKENS] for ids in found]


def _batch(rows: list[list[int]], spans: list[tuple[int, int, int, int]]) -> PairBatch:
    width = max(map(len, rows))
    ids = torch.zeros(len(rows), width, dtype=torch.long)
    mask = torch.zeros(len(rows), width, dtype=torch.long)
    ends = torch.zeros(2, len(rows), width)
    for i, (row, span) in enumerate(zip(rows, spans, strict=True)):
        ids[i, : len(row)] = torch.tensor(row)
        mask[i, : len(row)] = 1
        for end in (0, 1):
            start, stop = span[2 * end : 2 * end + 2]
            ends[end, i, start:stop] = 1 / max(1, stop - start)
    return PairBatch(ids, mask, ends[0], ends[1])


def save_pairs(network: PairNetwork, folder: Path) -> None:
    """Write what was trained, in half precision, and its config."""
    folder.mkdir(parents=True, exist_ok=True)
    half = {name: value.half().contiguous() for name, value in network.moving().items()}
    save_file(half, folder / "adapter.safetensors")
    text = json.dumps(asdict(network.config), indent=2) + "\n"
    (folder / "config.json").write_text(text, encoding="utf-8")


def load_pairs(folder: Path = SHIPPED_PAIRS) -> PairNetwork:
    """Load an adapter onto its encoder, ready to use.

    Raises:
        CheckpointMismatch: The folder holds none that this version can read.
    """
    try:
        fields: dict[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        network = PairNetwork(PairConfig(**fields))
        weights = load_file(folder / "adapter.safetensors")
    except (OSError, ValueError, TypeError, SafetensorError) as err:
        raise CheckpointMismatch("an adapter for pairs of words", f"{folder}: {err}") from err
    found = network.load_state_dict(weights, strict=False)
    missing = {name for name in found.missing_keys if name in network.moving()}
    if missing or found.unexpected_keys:
        raise CheckpointMismatch("the weights of the word-pair network", f"{folder}: {missing}")
    return network.eval()
