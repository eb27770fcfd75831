"""What training changed in an encoder, kept small: a matrix's change as two thin ones (Hu et al., arXiv 2106.09685).

So several tasks share the one encoder that is installed anyway, and each brings a megabyte or two of its own.
"""

from collections.abc import Iterable, Mapping

import torch
from torch import Tensor, nn

_UP, _DOWN, _WHOLE = "up.", "down.", "whole."


def changes_of(
    before: Mapping[str, Tensor], after: Iterable[tuple[str, Tensor]], rank: int
) -> dict[str, Tensor]:
    """Return the best approximation of that rank to what became of each parameter.

    A matrix (out, in) comes as `up.NAME` (out, rank) and `down.NAME` (rank, in), by its singular values; what is
    no matrix comes as `whole.NAME`. What did not change is left out. Exact where training was of that rank or less.
    """
    found: dict[str, Tensor] = {}
    for name, now in after:
        difference = (now.detach() - before[name]).float()
        if not difference.any():
            continue
        if difference.ndim != 2:
            found[_WHOLE + name] = difference
            continue
        left, values, right = torch.linalg.svd(difference, full_matrices=False)
        root = values[:rank].sqrt()
        found[_UP + name] = (left[:, :rank] * root).contiguous()
        found[_DOWN + name] = (root.unsqueeze(1) * right[:rank]).contiguous()
    return found


@torch.no_grad()
def change(network: nn.Module, changes: Mapping[str, Tensor]) -> None:
    """Add changes to a network's parameters, in place. Raises KeyError if it lacks one that they name."""
    parameters = dict(network.named_parameters())
    for key, tensor in changes.items():
        kind, _, name = key.partition(".")
        if kind + "." == _WHOLE:
            parameters[name].add_(tensor.float())
        elif kind + "." == _UP:
            parameters[name].add_(tensor.float() @ changes[_DOWN + name].float())
