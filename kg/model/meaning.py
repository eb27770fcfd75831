"""Sentence embeddings of what relations are called: mean pooling over the encoder as it was pre-trained."""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn.functional import normalize

from kg.model.encoder import load_encoder, load_tokenizer


def texts_of(label: str, description: str = "") -> tuple[str, str]:
    """Return the two texts that stand for a relation: its name, and its name with its description."""
    return label, f"{label}: {description}" if description else label


class Meaning:
    """An encoder that stays loaded. Not for several threads at once.

    The encoder's own pre-trained weights are used, not the fine-tuned ones: those have forgotten how to
    compare sentences, and a relation that training never saw must mean the same before and after it.
    """

    def __init__(self, encoder: str) -> None:
        self._network, self._tokenizer = load_encoder(encoder).train(False), load_tokenizer(encoder)

    def of(self, texts: Sequence[tuple[str, ...]]) -> Tensor:
        """Embed each relation's texts, at least one, float (relations, texts of each, hidden), unit vectors."""
        flat = [text for row in texts for text in row]
        rows = [self._pooled(flat[start : start + 64]) for start in range(0, len(flat), 64)]
        return torch.cat(rows).view(len(texts), len(texts[0]), -1)

    def _pooled(self, texts: list[str]) -> Tensor:
        batch = self._tokenizer(texts, padding=True, truncation=True, return_tensors="pt")
        with torch.inference_mode():
            states = self._network(**batch).last_hidden_state
        mask = batch["attention_mask"].unsqueeze(-1).to(states.dtype)
        pooled: Tensor = normalize((states * mask).sum(1) / mask.sum(1), dim=-1)
        return pooled.clone()


def meanings(encoder: str, texts: Sequence[tuple[str, ...]]) -> Tensor:
    """Embed each relation's texts, float (relations, texts of each, hidden), unit vectors."""
    if not any(texts):
        return torch.zeros(0, 0, 0)
    return Meaning(encoder).of(texts)
