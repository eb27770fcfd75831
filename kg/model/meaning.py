"""Sentence embeddings of what relations are called: mean pooling over the encoder as it was pre-trained."""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn.functional import normalize

from kg.model.encoder import load_encoder, load_tokenizer


def texts_of(label: str, description: str = "") -> tuple[str, str]:
    """Return the two texts that stand for a relation: its name, and its name with its description."""
    return label, f"{label}: {description}" if description else label


def meanings(encoder: str, texts: Sequence[tuple[str, ...]]) -> Tensor:
    """Embed each relation's texts, float (relations, texts of each, hidden), unit vectors.

    The encoder's own pre-trained weights are used, not the fine-tuned ones: those have forgotten how to
    compare sentences, and a relation that training never saw must mean the same before and after it.
    """
    flat = [text for row in texts for text in row]
    if not flat:
        return torch.zeros(0, 0, 0)
    network, tokenizer = load_encoder(encoder).train(False), load_tokenizer(encoder)
    rows = [
        _pooled(
            network,
            tokenizer(flat[start : start + 64], padding=True, truncation=True, return_tensors="pt"),
        )
        for start in range(0, len(flat), 64)
    ]
    return torch.cat(rows).view(len(texts), len(texts[0]), -1)


def _pooled(network: torch.nn.Module, batch: dict[str, Tensor]) -> Tensor:
    with torch.inference_mode():
        states = network(**batch).last_hidden_state
    mask = batch["attention_mask"].unsqueeze(-1).to(states.dtype)
    pooled: Tensor = normalize((states * mask).sum(1) / mask.sum(1), dim=-1)
    return pooled.clone()
