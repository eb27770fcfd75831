"""`python -m kg.training.analogy OUT --wordnet DIR --data DIR`: make the map from names to relation vectors."""

import argparse
import sys
from pathlib import Path

import torch
from torch import Tensor

from kg.model.namepairs import PairMap, name_features, pair_vectors, save_map
from kg.training.analogy.batches import Sampler
from kg.training.analogy.corpus import google_pairs, read_pairs
from kg.training.analogy.loss import contrastive_loss
from kg.training.analogy.pairs import split
from kg.training.analogy.questions import accuracy, mixed_words, other_relations


class Features:
    """The features of all names that a run needs."""

    def __init__(self, names: list[str]) -> None:
        self.place = {name: i for i, name in enumerate(names)}
        self.all = name_features(names)

    def of(self, pairs: list[tuple[str, str]]) -> tuple[Tensor, Tensor]:
        """Return the features of first and second names."""
        ends = torch.tensor([[self.place[a], self.place[b]] for a, b in pairs])
        return self.all[ends[:, 0]], self.all[ends[:, 1]]


def main() -> None:
    """Train, write the map, and print what it answers of the development questions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"))
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=400)
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--offset", type=float, default=0.5)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    train, dev = split(read_pairs(args.wordnet, args.data))
    google = google_pairs(args.data)
    used = (*train, *dev, *google)
    features = Features(list({n: None for pair in used for n in (pair.head, pair.tail)}))
    network = PairMap()
    network.mean.copy_(features.all.mean(0))
    network.spread.copy_(features.all.std(0).clamp(min=1e-4))  # some dimensions hardly move
    _train(network, features, Sampler(train, args.seed), args.steps)
    save_map(network, args.out, offset=args.offset, seed=args.seed, steps=args.steps)
    for name, questions in {
        "other relations": other_relations(dev, 2000, 1),
        "mixed words": mixed_words(dev, 20, 1),
        "google": mixed_words(google, 100, 1),
    }.items():
        right = accuracy(
            questions, lambda pairs: pair_vectors(network, *features.of(list(pairs)), args.offset)
        )
        sys.stdout.write(f"{name}\t{len(questions)}\t{right:.3f}\n")


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
