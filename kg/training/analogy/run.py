"""Training of the word-pair network: draw, contrast, measure now and then, keep the best."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from kg.model.wordpairs import TEMPLATES, PairConfig, PairNetwork, save_pairs
from kg.records import Progress, ignore_progress
from kg.training.analogy.batches import Contrast, Sampler
from kg.training.analogy.loss import contrastive_loss
from kg.training.analogy.pairs import RelatedPair

Measure = Callable[[PairNetwork], float]


@dataclass(frozen=True, slots=True)
class PairArgs:
    """Settings of a run.

    Attributes:
        relations, of_each: Relations of a batch, and pairs of each.
        rate, head_rate: Peak learning rates of the low-rank additions and of the last map.
        every: Steps between measurements.
    """

    out: Path
    steps: int = 1000
    relations: int = 40
    of_each: int = 4
    rate: float = 1e-3
    head_rate: float = 1e-4
    temperature: float = 0.07
    rank: int = 32
    warmup: float = 0.05
    every: int = 200
    seed: int = 13
    version: str = "1"
    bf16: bool = True


def train_pairs(
    pairs: Sequence[RelatedPair],
    args: PairArgs,
    measure: Measure,
    *,
    on_progress: Progress = ignore_progress,
) -> list[tuple[int, float, float]]:
    """Train on `pairs`; write the weights that `measure` likes best to `args.out`.

    Returns:
        Step, mean loss since the last measurement, and measure, each time it was measured.
    """
    torch.manual_seed(args.seed)
    network = PairNetwork(PairConfig(rank=args.rank, version=args.version))
    sampler = Sampler(pairs, args.seed)
    low = [p for n, p in network.named_parameters() if p.requires_grad and "head." not in n]
    optimizer = torch.optim.AdamW(
        [{"params": low, "lr": args.rate}, {"params": network.head.parameters(), "lr": args.head_rate}],
        weight_decay=0.01,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, _shape(args))
    seen: list[tuple[int, float, float]] = []
    total, best = 0.0, -1.0
    for step in range(1, args.steps + 1):
        total += _step(network, sampler.draw(args.relations, args.of_each), step, args)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        on_progress("train", step, args.steps)
        if step % args.every == 0 or step == args.steps:
            network.eval()
            seen.append((step, total / args.every, measure(network)))
            network.train()
            total = 0.0
            if seen[-1][2] > best:
                best = seen[-1][2]
                save_pairs(network, args.out)
    return seen


def _step(network: PairNetwork, batch: Contrast, step: int, args: PairArgs) -> float:
    tokens = network.collate(batch.pairs, step % len(TEMPLATES))
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=args.bf16):
        vectors = network(tokens)
    loss = contrastive_loss(vectors, batch, args.temperature)
    loss.backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    return float(loss)


def _shape(args: PairArgs) -> Callable[[int], float]:
    warm = max(1, int(args.steps * args.warmup))
    return lambda step: min((step + 1) / warm, max(0.0, (args.steps - step) / (args.steps - warm)))
