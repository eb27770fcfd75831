"""What one sentence says about another: that it follows, that it cannot hold as well, or neither.

Both sentences pass through the bundled encoder together, with small changes to its matrices that were trained
for this, and a head reads three classes off it: the task of Bowman et al. 2015 (SNLI) and of RTE before it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu

from kg.model.namepairs import PART
from kg.model.textpairs import TextPair, TextPairs, by_length, load_parts, save_parts

SHIPPED_ENTAILMENT = Path(__file__).parent / "shipped_entailment"
"""The head that comes with the package."""

Label = Literal["entailment", "contradiction", "neutral"]
CLASSES: tuple[Label, ...] = get_args(Label)
SURE = 0.9
"""How likely a contradiction has to be before it is shown as one."""
_BATCH = 32
_NAME = "head"

SentencePair = TextPair


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


class SentencePairs(TextPairs[EntailmentHead]):
    """The encoder with the head's own changes, ready to read."""

    def logits(self, pairs: Sequence[SentencePair]) -> Tensor:
        """Return float (pairs, 3), in one batch and with gradients."""
        states, batch = self.states(pairs)
        out: Tensor = self.head(states, batch["attention_mask"], batch["token_type_ids"])
        return out

    @torch.inference_mode()
    def read(self, pairs: Sequence[SentencePair]) -> list[Entailment]:
        """Return what each second sentence is to its first."""
        found: dict[int, Entailment] = {}
        for rows in by_length(pairs, _BATCH):
            likely = self.logits([pairs[i] for i in rows]).softmax(-1)
            found |= {i: Entailment(*map(float, one)) for i, one in zip(rows, likely, strict=True)}
        return [found[i] for i in range(len(pairs))]


def save_head(
    changes: Mapping[str, Tensor], head: EntailmentHead, folder: Path, **facts: object
) -> None:
    """Write the encoder's changes and the head, and beside them how they were made."""
    save_parts(folder, _NAME, changes, head, hidden=head.inner.out_features, **facts)


def load_head(folder: Path = SHIPPED_ENTAILMENT) -> SentencePairs:
    """Load the encoder and a head for it. Raises CheckpointMismatch if the folder has none to read."""
    return SentencePairs(
        *load_parts(folder, _NAME, lambda facts: EntailmentHead(PART, facts["hidden"]))
    )


@lru_cache(maxsize=1)
def shipped_head() -> SentencePairs:
    """Return the head that comes with the package; loaded once."""
    return load_head()
