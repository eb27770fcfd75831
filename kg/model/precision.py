"""Device and number format of the forward pass."""

import torch

from kg.model.network import ExtractionNetwork


def prepare(network: ExtractionNetwork, precision: str = "auto") -> ExtractionNetwork:
    """Move a network to the best device here, in the format asked for, ready for inference.

    Args:
        precision: "float32", "bfloat16", or "auto": bfloat16 on hardware that multiplies in it.
    """
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    half = precision == "bfloat16" or (precision == "auto" and multiplies_bf16(device))
    network.to(device, torch.bfloat16 if half else torch.float32).eval()
    # there are few prototypes, and what they are compared by is worth its digits
    network.prototypes.float()
    return network


def multiplies_bf16(device: torch.device) -> bool:
    """Return whether a device multiplies in bfloat16 itself."""
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported())
    # without such instructions bfloat16 is emulated, some hundred times slower than float32
    flags = torch.cpu.get_capabilities()
    return bool(flags.get("avx512_bf16") or flags.get("amx_bf16"))
