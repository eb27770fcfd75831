"""`python -m kg.training.analogy OUT --wordnet DIR --data DIR`: make the map and the reader of pairs of names."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from kg.model.choices import both_vectors
from kg.model.namepairs import PairMap, name_features, pair_vectors, save_map
from kg.model.pairreader import save_reader
from kg.training.analogy.batches import Sampler
from kg.training.analogy.loss import contrastive_loss
from kg.training.analogy.material import read_material
from kg.training.analogy.questions import Embed, Question, accuracy
from kg.training.analogy.reader import train_reader


class Features:
    """The features of all names that a run needs."""

    def __init__(self, names: list[str]) -> None:
        self.place = {name: i for i, name in enumerate(names)}
        self.all = name_features(names)

    def of(self, pairs: Sequence[tuple[str, str]]) -> tuple[Tensor, Tensor]:
        """Return the features of first and second names."""
        ends = torch.tensor([[self.place[a], self.place[b]] for a, b in pairs])
        return self.all[ends[:, 0]], self.all[ends[:, 1]]


def main() -> None:
    """Train, write both, and print what they answer of the development questions, each alone and together."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"))
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=400, help="Of the map.")
    parser.add_argument("--reader-steps", type=int, default=600)
    parser.add_argument("--rank", type=int, default=64, help="Of what the reader changes.")
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--offset", type=float, default=0.5)
    parser.add_argument(
        "--all-kinds",
        action="store_true",
        help="Train on every kind of relation of kinds.txt; else every fourth is kept to be asked about.",
    )
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    material = read_material(args.wordnet, args.data, all_kinds=args.all_kinds)
    asked = material.questions()
    features = Features(material.names())
    network = PairMap()
    network.mean.copy_(features.all.mean(0))
    network.spread.copy_(features.all.std(0).clamp(min=1e-4))  # some dimensions hardly move
    _train(network, features, material.sampler(args.seed), args.steps)
    facts = {"seed": args.seed, "all_kinds": args.all_kinds}
    save_map(network, args.out, offset=args.offset, steps=args.steps, **facts)
    _tell("map", asked, lambda ps: pair_vectors(network, *features.of(ps), args.offset))
    if not args.reader_steps:
        return
    reader, changes = train_reader(material.sampler(args.seed), args.reader_steps, args.rank)
    save_reader(changes, reader.head, args.out, steps=args.reader_steps, rank=args.rank, **facts)
    _tell("reader", asked, reader.vectors)
    _tell("both", asked, lambda ps: both_vectors(reader, network, args.offset, ps))


def _tell(way: str, asked: dict[str, list[Question]], embed: Embed) -> None:
    for name, questions in asked.items():
        sys.stdout.write(f"{way}\t{name}\t{len(questions)}\t{accuracy(questions, embed):.3f}\n")
    sys.stdout.flush()


def _train(network: PairMap, features: Features, sampler: Sampler, steps: int) -> None:
    optimizer = torch.optim.AdamW(network.parameters(), lr=1e-3, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / 40, (steps - step) / steps)
    )
    for _ in range(steps):
        batch = sampler.draw(32, 4)
        loss = contrastive_loss(network(*features.of(batch.pairs)), batch, 0.07)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        schedule.step()
    network.eval()


if __name__ == "__main__":
    main()
