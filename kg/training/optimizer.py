"""How weights move: AdamW or SGD with two rates, rising and then falling."""

from collections.abc import Callable

import torch
from torch import Tensor

from kg.model.network import ExtractionNetwork
from kg.training.args import TrainArgs

MOMENTUM = 0.9


def build_optimizer(network: ExtractionNetwork, args: TrainArgs) -> torch.optim.Optimizer:
    """Return an optimiser with a rate of its own for the encoder; biases and norms do not decay.

    Rates must have been settled, see `kg.training.settled`.
    """
    assert args.encoder_rate is not None
    assert args.head_rate is not None
    groups: dict[tuple[float, float], list[Tensor]] = {}
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            rate = args.encoder_rate if name.startswith("encoder.") else args.head_rate
            decay = args.weight_decay if parameter.ndim > 1 else 0.0
            groups.setdefault((rate, decay), []).append(parameter)
    listed = [
        {"params": p, "lr": rate, "weight_decay": decay} for (rate, decay), p in groups.items()
    ]
    if args.optimizer == "sgd":
        return torch.optim.SGD(listed, momentum=MOMENTUM, nesterov=True)
    return torch.optim.AdamW(listed)


def linear_schedule(steps: int, warmup: float) -> Callable[[int], float]:
    """Return the factor of the rate at each step: a linear rise over `warmup` of them, then a linear fall."""
    rise = max(1, int(steps * warmup))

    def factor(step: int) -> float:
        if step < rise:
            return (step + 1) / rise
        return max(0.0, (steps - step) / max(1, steps - rise))

    return factor
