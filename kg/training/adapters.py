"""Which weights of the encoder move: all, those of its top layers, or low-rank changes to its matrices.

LoRA: Hu et al., arXiv 2106.09685. AdaLoRA: Zhang et al., arXiv 2303.10512. Both by peft, and both added
into the matrices in the end, so that a checkpoint is the same kind of thing however it was trained.
"""

import warnings
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn

from kg.errors import InputError
from kg.model.network import ExtractionNetwork
from kg.training.args import TrainArgs

_RANKINGS = ("ipt", "exp_avg_ipt", "exp_avg_unc")
_UPRIGHT = 0.5  # AdaLoRA's weight of keeping its factors orthogonal


class FullEncoder:
    """Every weight moves but the word embeddings, which come from the encoder's own package."""

    def __init__(self, network: ExtractionNetwork) -> None:
        self._network = network
        all_but_embeddings(network)

    def penalty(self) -> Tensor | float:
        """Return what is added to the loss."""
        return 0.0

    def after_step(self, step: int) -> None:
        """Take note of a step, while its gradients are still there."""

    def state(self) -> dict[str, Any]:
        """Return what a run needs beside its weights to go on."""
        return {}

    def restore(self, state: dict[str, Any]) -> None:
        """Take over what `state` returned."""

    def finish(self) -> None:
        """Leave a plain network behind, every weight of which belongs in the checkpoint."""
        all_but_embeddings(self._network)


class TopLayers(FullEncoder):
    """Only the encoder's last layers move."""

    def __init__(self, network: ExtractionNetwork, count: int) -> None:
        super().__init__(network)
        network.encoder.requires_grad_(False)
        for layer in _layers(network.encoder)[-count:]:
            layer.requires_grad_(True)


class LowRank(FullEncoder):
    """The encoder stays as it is, and small factors beside its attention and dense matrices move."""

    def __init__(self, network: ExtractionNetwork, args: TrainArgs, steps: int) -> None:
        super().__init__(network)
        network.encoder = _wrapped(network.encoder, args, steps)
        self._allocator = getattr(network.encoder.base_model, "rankallocator", None)

    def penalty(self) -> Tensor | float:
        if self._allocator is None:
            return 0.0
        gaps = [
            _lean(name, p)
            for name, p in self._network.encoder.named_parameters()
            if ".lora_" in name
        ]
        found = [gap for gap in gaps if gap is not None]
        return _UPRIGHT * torch.stack(found).mean()

    def after_step(self, step: int) -> None:
        if self._allocator is not None:
            base: Any = self._network.encoder.base_model
            base.update_and_allocate(step)

    def state(self) -> dict[str, Any]:
        return {name: getattr(self._allocator, name, {}) for name in _RANKINGS}

    def restore(self, state: dict[str, Any]) -> None:
        if self._allocator is not None:
            for name in _RANKINGS:
                setattr(self._allocator, name, state[name])

    def finish(self) -> None:
        wrapped: Any = self._network.encoder
        self._network.encoder = wrapped.merge_and_unload()
        super().finish()


def adapt(network: ExtractionNetwork, args: TrainArgs, steps: int) -> FullEncoder:
    """Choose what moves; `steps` is the length of the run.

    Raises:
        InputError: peft is needed and missing, or the encoder has no layers of the usual kind.
    """
    match args.method:
        case "top-layers":
            return TopLayers(network, args.top_layers)
        case "lora" | "adalora":
            return LowRank(network, args, steps)
    return FullEncoder(network)


def all_but_embeddings(network: ExtractionNetwork) -> None:
    """Mark every weight as one that moves, and that a checkpoint holds, but those that never change."""
    network.requires_grad_(True)
    network.prototypes.meaning.requires_grad_(False)
    network.encoder.get_submodule("embeddings").requires_grad_(False)


def _layers(encoder: nn.Module) -> nn.ModuleList:
    for name in ("encoder.layer", "encoder.layers", "transformer.layer", "layers"):
        try:
            found = encoder.get_submodule(name)
        except AttributeError:
            continue
        if isinstance(found, nn.ModuleList):
            return found
    raise InputError("The layers of this encoder are not found. Use --method full.")


def _wrapped(encoder: nn.Module, args: TrainArgs, steps: int) -> Any:
    try:
        import peft
    except ImportError as err:
        raise InputError(f"--method {args.method} needs peft: pip install 'kg[training]'.") from err
    common: dict[str, Any] = {
        "target_modules": sorted(set(_matrices(encoder))),
        "lora_alpha": 2 * args.lora_rank,
        "lora_dropout": args.dropout,
    }
    if args.method == "lora":
        config: Any = peft.LoraConfig(r=args.lora_rank, **common)
    else:
        config = peft.AdaLoraConfig(
            init_r=args.lora_rank + args.lora_rank // 2,
            target_r=args.lora_rank,
            tinit=steps // 6,
            tfinal=steps // 3,
            deltaT=max(1, steps // 100),
            total_step=steps,
            **common,
        )
    model: Any = encoder
    with warnings.catch_warnings():
        # peft asks transformers for something that the latter has renamed
        warnings.simplefilter("ignore", FutureWarning)
        return peft.get_peft_model(model, config)


def _matrices(encoder: nn.Module) -> Iterator[str]:
    """Yield the last part of the name of each matrix inside the layers."""
    for layer in _layers(encoder):
        for name, module in layer.named_modules():
            if isinstance(module, nn.Linear):
                yield ".".join(name.split(".")[-2:])


def _lean(name: str, factor: Tensor) -> Tensor | None:
    if "lora_A" in name:
        product = factor @ factor.T
    elif "lora_B" in name:
        product = factor.T @ factor
    else:
        return None
    return torch.dist(product, torch.eye(len(product), device=product.device))
