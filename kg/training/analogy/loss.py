"""Supervised contrast between relation vectors (InfoNCE; Khosla et al. 2020, with one positive a term)."""

import torch
from torch import Tensor

from kg.training.analogy.batches import Contrast


def contrastive_loss(vectors: Tensor, batch: Contrast, temperature: float) -> Tensor:
    """Return the mean over all pairs of like pairs of -log p(alike | alike or apart).

    Args:
        vectors: Unit vectors of `batch.pairs`, float (pairs, hidden).
    """
    count = len(batch.alike)
    logits = vectors[:count] @ vectors.T / temperature
    against = logits.masked_fill(~batch.apart, -torch.inf).logsumexp(1, keepdim=True)
    each = torch.logaddexp(logits, against) - logits
    chosen = batch.alike.to(each.dtype)
    of_row = (each * chosen).sum(1) / chosen.sum(1).clamp(min=1)
    some = batch.alike.any(1)
    return of_row[some].mean()
