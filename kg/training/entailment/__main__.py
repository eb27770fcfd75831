"""`python -m kg.training.entailment OUT --data DIR`: make the head that compares two sentences."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from kg.model.encoder import BUNDLED, load_encoder, load_tokenizer
from kg.model.entailment import SURE, EntailmentHead, SentencePairs, save_head
from kg.model.lowrank import changes_of
from kg.model.namepairs import PART
from kg.training.entailment.made import Labelled, Made
from kg.training.entailment.measuring import measure
from kg.training.entailment.real import Real
from kg.training.entailment.sayings import held_back, read_sayings
from kg.training.lowrank import low_rank
from kg.training.steps import run_steps

_BATCH = 32
_HEAD_RATE = 1e-3


def main() -> None:
    """Train, write the head, and print how it does on relations that it was not trained on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=800)
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--rate", type=float, default=6e-4)
    parser.add_argument("--seed", type=int, default=13)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    unseen = held_back(read_sayings())
    known = [one for one in read_sayings() if one not in unseen]
    made, real = Made(known, args.seed), Real(args.data, known, args.seed)
    wrapped = low_rank(load_encoder(BUNDLED), args.rank)
    pairs = SentencePairs(wrapped, load_tokenizer(BUNDLED), EntailmentHead(PART))
    _train(
        pairs,
        lambda: [(real if i % 3 == 0 else made).draw() for i in range(_BATCH)],
        args.steps,
        args.rate,
    )
    pairs.encoder = wrapped.merge_and_unload().train(False)
    before = dict(load_encoder(BUNDLED).named_parameters())
    changes = changes_of(before, pairs.encoder.named_parameters(), args.rank)
    save_head(changes, pairs.head, args.out, seed=args.seed, steps=args.steps, rank=args.rank)
    for name, draw, number in (
        ("made of unseen relations", Made(unseen, 99).draw, 1000),
        ("real, an unseen relation", Real(args.data, unseen, 99).draw, 500),
    ):
        rows = [draw() for _ in range(number)]
        sys.stdout.write(f"{name}\t{measure(rows, pairs.read([r.pair for r in rows]), SURE)}\n")


def _train(
    pairs: SentencePairs, batch: Callable[[], Sequence[Labelled]], steps: int, rate: float
) -> None:
    def loss() -> Tensor:
        rows = batch()
        labels = torch.tensor([row.label for row in rows])
        return cross_entropy(pairs.logits([row.pair for row in rows]), labels)

    moving = [p for p in pairs.encoder.parameters() if p.requires_grad]
    pairs.encoder.train()
    pairs.head.train()
    run_steps(loss, [(moving, rate), (list(pairs.head.parameters()), _HEAD_RATE)], steps)
    pairs.head.eval()


if __name__ == "__main__":
    main()
