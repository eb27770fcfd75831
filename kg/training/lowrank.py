"""An encoder whose matrices move by thin ones alone (LoRA: Hu et al., arXiv 2106.09685)."""

from typing import Any

from torch import nn

from kg.errors import InputError


def low_rank(encoder: nn.Module, rank: int) -> Any:
    """Wrap an encoder. Raises InputError if peft is not installed."""
    try:
        import peft
    except ImportError as err:
        raise InputError("This training needs peft: pip install 'kg[training]'.") from err
    places = ["query", "key", "value", "dense"]
    config = peft.LoraConfig(r=rank, lora_alpha=rank, lora_dropout=0.0, target_modules=places)
    return peft.get_peft_model(encoder, config)
