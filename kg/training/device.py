"""Where training runs, and in which number format."""

import torch

from kg.model.precision import multiplies_bf16


def best_device() -> torch.device:
    """Return the GPU where there is one, the CPU elsewhere."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def mixed(device: torch.device, precision: str) -> torch.autocast:
    """Return a context in which matrix products run in bfloat16, if `precision` is "bf16" or the device likes it."""
    half = precision == "bf16" or (precision == "auto" and multiplies_bf16(device))
    return torch.autocast(device.type, torch.bfloat16, enabled=half)
