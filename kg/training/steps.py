"""The plain loop for small networks: AdamW, a warm start, then down to nothing by a straight line."""

import sys
import time
from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn

_WARM = 50
_TOLD = 50


def run_steps(
    loss: Callable[[], Tensor], parts: Sequence[tuple[Sequence[nn.Parameter], float]], steps: int
) -> None:
    """Take steps down a loss that is worked out anew for each, and say on stderr how far it is.

    Args:
        parts: Parameters, and the rate at which they move.
    """
    moving = [parameter for parameters, _ in parts for parameter in parameters]
    groups = [{"params": list(parameters), "lr": rate} for parameters, rate in parts]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / _WARM, (steps - step) / steps)
    )
    begun, lost = time.monotonic(), 0.0
    for step in range(1, steps + 1):
        now = loss()
        optimizer.zero_grad()
        now.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(moving, 1.0)
        optimizer.step()
        schedule.step()
        lost += now.item()
        if step % _TOLD == 0:
            spent = time.monotonic() - begun
            sys.stderr.write(f"{step}/{steps}\tloss {lost / _TOLD:.3f}\t{spent:.0f} s\n")
            lost = 0.0
