"""`python -m kg.training.entailment OUT --data DIR`: make the head that compares two sentences."""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from kg.errors import InputError
from kg.model.encoder import BUNDLED, load_encoder, load_tokenizer
from kg.model.entailment import EntailmentHead, SentencePairs, load_head, save_head
from kg.model.lowrank import changes_of
from kg.training.entailment.made import Labelled, Made
from kg.training.entailment.measuring import measure
from kg.training.entailment.real import Real
from kg.training.entailment.sayings import held_back, read_sayings

SURE = 0.9
_BATCH = 32
_WARM = 50


def main() -> None:
    """Train, write the head, and print how it does on relations that it was not trained on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=800)
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--rate", type=float, default=6e-4)
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--init", type=Path, help="A head to go on from; the ranks add up.")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    unseen = held_back(read_sayings())
    known = [one for one in read_sayings() if one not in unseen]
    made, real = Made(known, args.seed), Real(args.data, known, args.seed)
    pairs = load_head(args.init) if args.init else _new()
    wrapped = pairs.encoder = _low_rank(pairs.encoder, args.rank)
    _train(
        pairs,
        lambda: [(real if i % 3 == 0 else made).draw() for i in range(_BATCH)],
        args.steps,
        args.rate,
    )
    pairs.encoder = wrapped.merge_and_unload().train(False)
    before = dict(load_encoder(BUNDLED).named_parameters())
    rank, steps = args.rank, args.steps
    if args.init:
        facts = json.loads((args.init / "config.json").read_text(encoding="utf-8"))
        rank, steps = rank + facts["rank"], steps + facts["steps"]
    changes = changes_of(before, pairs.encoder.named_parameters(), rank)
    save_head(changes, pairs.head, args.out, seed=args.seed, steps=steps, rank=rank)
    for name, draw, number in (
        ("made of unseen relations", Made(unseen, 99).draw, 1000),
        ("real, an unseen relation", Real(args.data, unseen, 99).draw, 500),
    ):
        rows = [draw() for _ in range(number)]
        sys.stdout.write(f"{name}\t{measure(rows, pairs.read([r.pair for r in rows]), SURE)}\n")


def _new() -> SentencePairs:
    encoder = load_encoder(BUNDLED)
    head = EntailmentHead(encoder.config.hidden_size)
    return SentencePairs(encoder, load_tokenizer(BUNDLED), head)


def _low_rank(encoder: nn.Module, rank: int) -> Any:
    try:
        import peft
    except ImportError as err:
        raise InputError("This training needs peft: pip install 'kg[training]'.") from err
    places = ["query", "key", "value", "dense"]
    config = peft.LoraConfig(r=rank, lora_alpha=rank, lora_dropout=0.0, target_modules=places)
    return peft.get_peft_model(encoder, config)


def _train(
    pairs: SentencePairs, batch: Callable[[], Sequence[Labelled]], steps: int, rate: float
) -> None:
    moving = [p for p in pairs.encoder.parameters() if p.requires_grad]
    head = list(pairs.head.parameters())
    groups = [{"params": moving, "lr": rate}, {"params": head, "lr": 1e-3}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / _WARM, (steps - step) / steps)
    )
    pairs.encoder.train()
    pairs.head.train()
    begun, lost = time.monotonic(), 0.0
    for step in range(1, steps + 1):
        rows = batch()
        loss = cross_entropy(
            pairs.logits([row.pair for row in rows]), torch.tensor([row.label for row in rows])
        )
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_([*moving, *head], 1.0)
        optimizer.step()
        schedule.step()
        lost += loss.item()
        if step % 50 == 0:
            spent = time.monotonic() - begun
            sys.stderr.write(f"{step}/{steps}\tloss {lost / 50:.3f}\t{spent:.0f} s\n")
            lost = 0.0
    pairs.head.eval()


if __name__ == "__main__":
    main()
