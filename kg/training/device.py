"""Where training runs, and in which number format."""

import torch


def best_device() -> torch.device:
    """Return the GPU where there is one, the CPU elsewhere."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def mixed(device: torch.device, precision: str) -> torch.autocast:
    """Return a context in which matrix products run in bfloat16, if `precision` is "bf16"."""
    return torch.autocast(device.type, torch.bfloat16, enabled=precision == "bf16")
