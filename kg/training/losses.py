"""What training minimises."""

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from kg.training.examples import IGNORED


def tag_loss(logits: Tensor, targets: Tensor) -> Tensor:
    """Return the mean cross entropy over tokens whose tag is known; 0 where none is.

    Args:
        logits: Float (batch, tokens, tags).
        targets: Long (batch, tokens).
    """
    if not bool((targets != IGNORED).any()):
        return logits.sum() * 0.0
    return cross_entropy(logits.flatten(0, 1).float(), targets.flatten(), ignore_index=IGNORED)


def relation_loss(logits: Tensor, gold: Tensor, judged: Tensor) -> Tensor:
    """Return the adaptive threshold loss (ATLOP §3.2, arXiv 2010.11304), mean over pairs.

    Relations that hold should beat the threshold, the threshold should beat those that do not; a
    relation that nobody judged takes no part.

    Args:
        logits: Float (pairs, 1 + relations); column 0 is the threshold.
        gold, judged: Bool (pairs, relations).
    """
    logits = logits.float()
    always = torch.ones_like(gold[:, :1])
    holds = torch.cat([~always, gold & judged], dim=1)
    fails = torch.cat([~always, judged & ~gold], dim=1)
    threshold = torch.cat([always, torch.zeros_like(gold)], dim=1)

    above = _log_softmax_over(logits, holds | threshold)
    won = -(above.masked_fill(~holds, 0.0)).sum(1)
    kept = -_log_softmax_over(logits, fails | threshold)[:, 0]
    return (won + kept).mean()


def _log_softmax_over(logits: Tensor, members: Tensor) -> Tensor:
    least = torch.finfo(logits.dtype).min
    return logits.masked_fill(~members, least).log_softmax(1)
