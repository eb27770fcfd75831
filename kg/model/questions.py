"""Which relation a question asks for, and from which end: a question's vector among those of what relations are called.

The bundled encoder, with small changes that were trained for this, reads the question. Relations are points of the
encoder as it was pre-trained, so one that training never saw is asked for by what its ontology calls it.
"""

import threading
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize
from transformers import PreTrainedModel, PreTrainedTokenizerFast

from kg.model.namepairs import PART
from kg.model.textpairs import load_parts, save_parts

SHIPPED_QUESTIONS = Path(__file__).parent / "shipped_questions"
"""The head that comes with the package."""

_NAME = "head"
_LONGEST = 64


class QuestionHead(nn.Module):
    """Pooled states of questions → logits over relations asked for forwards, backwards, and none of them."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.forwards, self.backwards = nn.Linear(width, width), nn.Linear(width, width)
        self.none = nn.Linear(width, 1)
        self.scale = nn.Parameter(torch.tensor(3.0))
        for layer in (self.forwards, self.backwards):
            nn.init.eye_(layer.weight)
            nn.init.zeros_(layer.bias)

    def forward(self, pooled: Tensor, points: Tensor) -> Tensor:
        """Score relations for questions.

        Args:
            pooled: Float (questions, width).
            points: What relations are called, unit vectors, float (relations, width).

        Returns:
            Float (questions, 2 · relations + 1): all forwards, all backwards, none.
        """
        sides = [
            normalize(layer(pooled), dim=-1) @ points.T * self.scale.exp()
            for layer in (self.forwards, self.backwards)
        ]
        return torch.cat([*sides, self.none(pooled)], -1)


class QuestionReader:
    """The encoder with the head's own changes, ready to read. Safe to share between threads."""

    def __init__(
        self, encoder: PreTrainedModel, tokenizer: PreTrainedTokenizerFast, head: QuestionHead
    ) -> None:
        self.encoder = encoder
        self.tokenizer = tokenizer
        self.head = head
        self._turn = threading.Lock()  # tokenisers are not thread-safe

    def logits(self, questions: Sequence[str], points: Tensor) -> Tensor:
        """Return float (questions, 2 · relations + 1), in one batch and with gradients."""
        with self._turn:
            batch = self.tokenizer(
                list(questions), padding=True, truncation=True, max_length=_LONGEST,
                return_tensors="pt",
            )  # fmt: skip
        states = self.encoder(**batch).last_hidden_state
        mask = batch["attention_mask"].unsqueeze(-1).to(states.dtype)
        pooled = normalize((states * mask).sum(1) / mask.sum(1), dim=-1)
        out: Tensor = self.head(pooled, points)
        return out

    @torch.inference_mode()
    def read(self, questions: Sequence[str], points: Tensor) -> Tensor:
        """Return how likely each relation is asked for, float (questions, 2 · relations + 1), each row 1 in all."""
        return self.logits(questions, points).softmax(-1)


def relation_points(names: Tensor, described: Tensor) -> Tensor:
    """Return the points of relations, from vectors of their names and of names with descriptions (relations, width)."""
    return normalize(names + described, dim=-1)


def save_question_head(
    changes: Mapping[str, Tensor], head: QuestionHead, folder: Path, **facts: object
) -> None:
    """Write the encoder's changes and the head, and beside them how they were made."""
    save_parts(folder, _NAME, changes, head, **facts)


def load_question_reader(folder: Path = SHIPPED_QUESTIONS) -> QuestionReader:
    """Load the encoder and a head for it. Raises CheckpointMismatch if the folder has none to read."""
    return QuestionReader(*load_parts(folder, _NAME, lambda facts: QuestionHead(PART)))


@lru_cache(maxsize=1)
def shipped_question_reader() -> QuestionReader:
    """Return the reader that comes with the package; loaded once."""
    return load_question_reader()
