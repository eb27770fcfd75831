"""Settings that nobody gave, by the size of the data.

A few hundred sentences want many passes in small batches, tens of thousands few in large ones. The
numbers are estimates from a few runs of other settings; no search stands behind them.
"""

from collections.abc import Iterable
from dataclasses import replace

from kg.training.args import TrainArgs

WORK = 500_000
"""Tokens that a run reads in all, where the fewest and most epochs allow it."""

EPOCHS = (3, 40)
STEPS = 30
"""Batches of an epoch, at least, as long as they do not get smaller than `BATCH[0]`."""

BATCH = (256, 2048)
RATES = {"full": 1e-4, "top-layers": 1e-4, "lora": 1e-3, "adalora": 2e-3}
SGD = 20.0
"""SGD with momentum needs rates so many times as high as AdamW."""


def settled(args: TrainArgs, tokens: int) -> TrainArgs:
    """Fill in what is None, for data of so many tokens an epoch."""
    few, many = EPOCHS
    small, large = BATCH
    faster = SGD if args.optimizer == "sgd" else 1.0
    return replace(
        args,
        epochs=args.epochs or min(many, max(few, round(WORK / max(1, tokens)))),
        batch_tokens=args.batch_tokens or min(large, max(small, tokens // STEPS)),
        encoder_rate=args.encoder_rate or RATES[args.method] * faster,
        head_rate=args.head_rate or 5e-4 * faster,
    )


def tokens_of(portions: Iterable[tuple[float, int]]) -> int:
    """Return the tokens of an epoch, given each portion's share and length."""
    return int(sum(share * length for share, length in portions))
