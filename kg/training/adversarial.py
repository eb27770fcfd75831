"""Training against small shifts of the word embeddings, chosen to hurt.

FGM takes one step along the gradient (Miyato et al., arXiv 1605.07725) and learns from the text as it is
and as it is then; FreeLB takes several and learns from the mean of all of them (Zhu et al., arXiv
1909.11764). Dropout is drawn anew at each step, which FreeLB's authors avoid and found to matter little.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch
from torch import Tensor

from kg.model.network import ExtractionNetwork
from kg.model.tokens import TokenBatch
from kg.training.args import TrainArgs

ASCENTS = 3
"""Passes of FreeLB over one batch."""


def backward(
    network: ExtractionNetwork, loss_of: Callable[[], Tensor], padded: TokenBatch, args: TrainArgs
) -> float:
    """Add the gradients of a batch to the network's, against shifts if `args` ask for it; return its loss."""
    if args.adversarial == "none":
        loss = loss_of()
        loss.backward()  # type: ignore[no-untyped-call]
        return float(loss.detach())
    passes, share = (2, 1.0) if args.adversarial == "fgm" else (ASCENTS, 1 / ASCENTS)
    shift = _first_shift(network, padded, args)
    first = 0.0
    for number in range(passes):
        shift.requires_grad_()
        with shifted(network, shift):
            loss = loss_of()
        (share * loss).backward()  # type: ignore[no-untyped-call]
        first = float(loss.detach()) if number == 0 else first
        assert shift.grad is not None
        shift = _climbed(shift, args, stay=args.adversarial == "freelb")
    return first


@contextmanager
def shifted(network: ExtractionNetwork, shift: Tensor) -> Iterator[None]:
    """Add a shift, float (batch, tokens, hidden), to the word embeddings for a while."""
    embeddings = network.encoder.get_input_embeddings()
    hook = embeddings.register_forward_hook(lambda _module, _input, output: output + shift)
    try:
        yield
    finally:
        hook.remove()


def _first_shift(network: ExtractionNetwork, padded: TokenBatch, args: TrainArgs) -> Tensor:
    hidden = int(network.encoder.config.hidden_size)
    shift = torch.zeros(*padded.mask.shape, hidden, device=padded.mask.device)
    if args.adversarial == "freelb":
        shift.uniform_(-1, 1).mul_(padded.mask[..., None])
        shift = _no_longer_than(shift, args.adversarial_size)
    return shift


def _climbed(shift: Tensor, args: TrainArgs, stay: bool) -> Tensor:
    assert shift.grad is not None
    length = shift.grad.flatten(1).norm(dim=1).clamp(min=1e-12)[:, None, None]
    step = shift.grad / length * args.adversarial_size
    return _no_longer_than(shift.detach() + (step / 2 if stay else step), args.adversarial_size)


def _no_longer_than(shift: Tensor, size: float) -> Tensor:
    length = shift.flatten(1).norm(dim=1).clamp(min=1e-12)[:, None, None]
    shortened: Tensor = shift * (size / length).clamp(max=1.0)
    return shortened
