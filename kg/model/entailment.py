"""What one sentence says about another: that it follows, that it cannot hold as well, or neither.

Both sentences pass through the bundled encoder together, with small changes to its matrices that were trained
for this, and a head reads three classes off it: the task of Bowman et al. 2015 (SNLI) and of RTE before it.
"""

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn.functional import gelu
from transformers import PreTrainedModel, PreTrainedTokenizerFast

from kg.errors import CheckpointMismatch
from kg.model.encoder import BUNDLED, load_encoder, load_tokenizer
from kg.model.lowrank import change, part

SHIPPED_ENTAILMENT = Path(__file__).parent / "shipped_entailment"
"""The head that comes with the package."""

Label = Literal["entailment", "contradiction", "neutral"]
CLASSES: tuple[Label, ...] = get_args(Label)
LONGEST = 192
"""Word pieces of both sentences together; of a longer pair the longer sentence is cut."""
_BATCH = 32

SentencePair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Entailment:
    """How likely each is, 0 to 1 and 1 together: the second sentence follows from the first, or contradicts it."""

    entailment: float
    contradiction: float
    neutral: float

    @property
    def label(self) -> Label:
        """The likeliest of the three."""
        likely = zip(CLASSES, (self.entailment, self.contradiction, self.neutral), strict=True)
        return max(likely, key=lambda one: one[1])[0]


class EntailmentHead(nn.Module):
    """An encoder's states of two sentences → logits, float (pairs, 3), in the order of CLASSES."""

    def __init__(self, width: int, hidden: int = 256, dropout: float = 0.1) -> None:
        super().__init__()
        self.inner = nn.Linear(4 * width, hidden)
        self.out = nn.Linear(hidden, len(CLASSES))
        self.dropout = nn.Dropout(dropout)

    def forward(self, states: Tensor, mask: Tensor, second: Tensor) -> Tensor:
        """Read the classes.

        Args:
            states: Last hidden states, float (pairs, pieces, width).
            mask: Which pieces there are, (pairs, pieces).
            second: Which of them belong to the second sentence, (pairs, pieces).
        """
        theirs = (second * mask).float().unsqueeze(-1)
        ours = mask.float().unsqueeze(-1) - theirs
        means = [(states * m).sum(1) / m.sum(1).clamp(min=1) for m in (ours, theirs)]
        both = torch.cat([states[:, 0], *means, (means[0] - means[1]).abs()], -1)
        out: Tensor = self.out(gelu(self.inner(self.dropout(both))))
        return out


class SentencePairs:
    """The encoder with the head's own changes, ready to read. Safe to share between threads."""

    def __init__(
        self, encoder: PreTrainedModel, tokenizer: PreTrainedTokenizerFast, head: EntailmentHead
    ) -> None:
        self.encoder = encoder
        self.tokenizer = tokenizer
        self.head = head
        self._turn = threading.Lock()  # tokenisers are not thread-safe

    def logits(self, pairs: Sequence[SentencePair]) -> Tensor:
        """Return float (pairs, 3), in one batch."""
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
        out: Tensor = self.head(states, batch["attention_mask"], batch["token_type_ids"])
        return out

    @torch.inference_mode()
    def read(self, pairs: Sequence[SentencePair]) -> list[Entailment]:
        """Return what each second sentence is to its first."""
        order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]) + len(pairs[i][1]))
        found: dict[int, Entailment] = {}
        for start in range(0, len(order), _BATCH):
            rows = order[start : start + _BATCH]
            likely = self.logits([pairs[i] for i in rows]).softmax(-1)
            found |= {i: Entailment(*map(float, one)) for i, one in zip(rows, likely, strict=True)}
        return [found[i] for i in range(len(pairs))]


def save_head(
    changes: Mapping[str, Tensor], head: EntailmentHead, folder: Path, **facts: object
) -> None:
    """Write the encoder's changes and the head in half precision, and beside them how they were made."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = {f"encoder.{name}": tensor for name, tensor in changes.items()}
    weights |= {f"head.{name}": tensor for name, tensor in head.state_dict().items()}
    save_file({n: t.half().contiguous() for n, t in weights.items()}, folder / "head.safetensors")
    config = {"hidden": head.inner.out_features, **facts}
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


def load_head(folder: Path = SHIPPED_ENTAILMENT) -> SentencePairs:
    """Load the encoder and a head for it. Raises CheckpointMismatch if the folder has none to read."""
    encoder = load_encoder(BUNDLED).train(False)
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        weights = load_file(folder / "head.safetensors")
        head = EntailmentHead(encoder.config.hidden_size, config["hidden"])
        head.load_state_dict(part(weights, "head."))
        change(encoder, part(weights, "encoder."))
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as err:
        raise CheckpointMismatch("a head for pairs of sentences", f"{folder}: {err}") from err
    return SentencePairs(encoder, load_tokenizer(BUNDLED), head.eval())


@lru_cache(maxsize=1)
def shipped_head() -> SentencePairs:
    """Return the head that comes with the package; loaded once."""
    return load_head()
