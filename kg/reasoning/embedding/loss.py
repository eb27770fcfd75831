"""The loss of many queries against many entities at once, with its gradient by hand.

PyTorch's own cross entropy passes over the scores about ten times; with a hundred million of them in
a step, that costs more than the matrix products do.
"""

from typing import Any

import torch
from torch import Tensor


class OneToMany(torch.autograd.Function):
    """Sum of the cross entropies of all (query, answer) pairs, one softmax a query over all candidates.

    A query with several answers counts once for each, as in 1-N scoring (Lacroix, Usunier and
    Obozinski, Canonical tensor decomposition for knowledge base completion, ICML 2018).
    """

    @staticmethod
    def forward(
        ctx: Any,
        queries: Tensor,
        candidates: Tensor,
        rows: Tensor,
        columns: Tensor,
        offset: Tensor,
        half: bool,
    ) -> Tensor:
        """Return the loss, a scalar.

        Args:
            queries: Float (queries, width).
            candidates: Float (candidates, width).
            rows, columns: Long (answers,): which query has which candidate as an answer.
            offset: Float (candidates,), added to the scores: minus the log of how often each is drawn.
            half: Multiply in bfloat16.
        """
        kind = torch.bfloat16 if half else torch.float32
        q, c = queries.to(kind), candidates.to(kind)
        scores = (q @ c.T).float()
        right = scores[rows, columns]  # the offset corrects for wrong answers alone
        scores += offset
        top = scores.amax(1, keepdim=True)
        p = scores.sub_(top).exp_()
        total = p.sum(1, keepdim=True)
        counts = torch.bincount(rows, minlength=len(queries)).float().unsqueeze(1)
        loss = ((total.log() + top) * counts).sum() - right.sum()
        p.mul_(counts / total)
        p.index_put_((rows, columns), right.new_tensor(-1.0), accumulate=True)
        ctx.save_for_backward(q, c, p.to(kind))
        return loss

    @staticmethod
    def backward(ctx: Any, *gradients: Any) -> Any:
        """Return the gradients of queries and candidates."""
        q, c, p = ctx.saved_tensors
        of_queries = (p @ c).float().mul_(gradients[0])
        of_candidates = (p.T @ q).float().mul_(gradients[0])
        return of_queries, of_candidates, None, None, None, None
