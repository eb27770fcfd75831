"""What training minimises."""

import torch
from torch import Tensor
from torch.nn.functional import normalize

LIKENESS_PAIRS = 256
"""Pairs of a batch that are compared with one another, at most."""


def tag_loss(logits: Tensor, right: Tensor) -> Tensor:
    """Return the mean negative log probability of the tags that would be right, over tokens where some would not.

    Args:
        logits: Float (batch, tokens, tags).
        right: How far each tag would be right, 0 to 1, of the same shape.
    """
    told = right.amin(-1) < 1
    if not bool(told.any()):
        return logits.sum() * 0.0
    probability = logits[told].float().softmax(-1)
    return -((probability * right[told]).sum(-1) + 1e-6).log().mean()


def relation_loss(
    logits: Tensor, gold: Tensor, judged: Tensor, weights: Tensor | None = None
) -> Tensor:
    """Return the adaptive threshold loss (ATLOP §3.2, arXiv 2010.11304).

    Relations that hold should beat the threshold, the threshold should beat those that do not; a
    relation that nobody judged takes no part. The sum over pairs is divided by the number of pairs with a
    relation and a twentieth of all: a document has hundreds of pairs and few relations, and would
    otherwise count for little beside sentences.

    Args:
        logits: Float (pairs, 1 + relations); column 0 is the threshold.
        gold, judged: Bool (pairs, relations).
        weights: How much each pair counts, float (pairs,); None: all alike.
    """
    logits = logits.float()
    always = torch.ones_like(gold[:, :1])
    holds = torch.cat([~always, gold & judged], dim=1)
    fails = torch.cat([~always, judged & ~gold], dim=1)
    threshold = torch.cat([always, torch.zeros_like(gold)], dim=1)

    above = _log_softmax_over(logits, holds | threshold)
    won = -(above.masked_fill(~holds, 0.0)).sum(1)
    kept = -_log_softmax_over(logits, fails | threshold)[:, 0]
    each = won + kept if weights is None else weights * (won + kept)
    weight = gold.any(1).float().sum() + 0.05 * len(gold)
    return each.sum() / weight.clamp(min=1.0)


def _log_softmax_over(logits: Tensor, members: Tensor) -> Tensor:
    least = torch.finfo(logits.dtype).min
    return logits.masked_fill(~members, least).log_softmax(1)


def likeness_loss(vectors: Tensor, gold: Tensor, scale: Tensor) -> Tensor:
    """Return how badly pairs of one relation tell each other from pairs of others.

    Supervised contrast (Khosla et al., arXiv 2004.11362): any one example should do as a prototype.

    Args:
        vectors: Relation vectors, float (pairs, width).
        gold: Bool (pairs, relations).
        scale: Factor from cosines to logits.
    """
    some = gold.any(1).nonzero().squeeze(1)
    if len(some) > LIKENESS_PAIRS:
        some = some[torch.randperm(len(some), device=some.device)[:LIKENESS_PAIRS]]
    marks = gold[some].float()
    alike = (marks @ marks.T) > 0
    alike.fill_diagonal_(False)
    anchors = alike.any(1)
    if not bool(anchors.any()):
        return vectors.sum() * 0.0
    points = normalize(vectors[some].float(), dim=-1)
    logits = scale * points @ points.T
    itself = torch.eye(len(some), dtype=torch.bool, device=points.device)
    log_share = logits.masked_fill(itself, torch.finfo(logits.dtype).min).log_softmax(1)
    each = (log_share.masked_fill(~alike, 0.0)).sum(1) / alike.sum(1).clamp(min=1)
    return -each[anchors].mean()


def coreference_loss(logits: Tensor, entity: Tensor) -> Tensor:
    """Return the negative log probability that each mention picks an antecedent of its entity, or none.

    Args:
        logits: Float (mentions, mentions), see `CoreferenceHead`.
        entity: Entity of each mention, long (mentions,).
    """
    below = torch.ones_like(logits, dtype=torch.bool).tril(-1)
    same = (entity[:, None] == entity[None, :]) & below
    none = torch.zeros_like(logits[:, :1])
    least = torch.finfo(torch.float32).min
    scores = torch.cat([none, logits], dim=1).float()
    possible = torch.cat([torch.ones_like(same[:, :1]), below], dim=1)
    right = torch.cat([~same.any(1, keepdim=True), same], dim=1)
    log_share = scores.masked_fill(~possible, least).log_softmax(1)
    each = -torch.logsumexp(log_share.masked_fill(~right, least), dim=1)
    return each.mean()
