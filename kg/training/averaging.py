"""Averaging of weights over the last part of training (Izmailov et al., arXiv 1803.05407)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn


class AveragedWeights:
    """The running mean of a network's trained parameters from step `start` on."""

    def __init__(self, network: nn.Module, start: int) -> None:
        self._network = network
        self._start = start
        self._count = 0
        self._mean: dict[str, Tensor] = {}

    def update(self, step: int) -> None:
        """Take the network's present weights in, if `step` is late enough."""
        if step < self._start:
            return
        self._count += 1
        for name, parameter in self._trained():
            value = parameter.detach()
            if name in self._mean:
                self._mean[name].lerp_(value, 1 / self._count)
            else:
                self._mean[name] = value.clone()

    @contextmanager
    def applied(self) -> Iterator[None]:
        """Put the mean into the network for a while, where there is one."""
        kept = {name: parameter.detach().clone() for name, parameter in self._trained()}
        self.copy_to_network()
        try:
            yield
        finally:
            self._write(kept)

    def copy_to_network(self) -> None:
        """Put the mean into the network for good, where there is one."""
        self._write(self._mean)

    def state(self) -> dict[str, Any]:
        """Return what `restore` takes."""
        return {"count": self._count, "mean": self._mean}

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from an earlier mean."""
        self._count = state["count"]
        device = next(self._network.parameters()).device
        self._mean = {name: value.to(device) for name, value in state["mean"].items()}

    def _write(self, values: dict[str, Tensor]) -> None:
        with torch.no_grad():
            for name, parameter in self._trained():
                if name in values:
                    parameter.copy_(values[name])

    def _trained(self) -> Iterator[tuple[str, nn.Parameter]]:
        return ((n, p) for n, p in self._network.named_parameters() if p.requires_grad)
