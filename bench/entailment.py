"""`python -m bench.entailment`: the head for pairs of sentences on pairs written by hand, which nothing was trained on.

Beside it stands the plain way: the bundled encoder's own likeness of the two sentences, cut in three at the
two places that fit these very pairs best.
"""

import sys
from itertools import combinations
from pathlib import Path

import torch

from kg.model.entailment import CLASSES, SURE, shipped_head
from kg.model.namepairs import PART, name_features
from kg.training.entailment.made import Labelled
from kg.training.entailment.measuring import measure

_FILE = Path(__file__).parent / "questions" / "entailment.txt"


def main() -> None:
    """Print accuracy, and precision and recall of the contradictions it is sure of."""
    rows = read()
    sys.stdout.write(f"head\t{measure(rows, shipped_head().read([r.pair for r in rows]), SURE)}\n")
    sys.stdout.write(f"likeness alone, fitted here\taccuracy {plain(rows):.3f}\n")


def read() -> list[Labelled]:
    """Read the pairs."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    cut = [[part.strip() for part in line.split("|")] for line in lines if line[0] != "#"]
    places = [name[0] for name in CLASSES]
    return [Labelled((first, second), places.index(label)) for label, first, second in cut]


def plain(rows: list[Labelled]) -> float:
    """Return the best accuracy that two cuts through the likeness of sentences can have."""
    first, second = (name_features([r.pair[i] for r in rows])[:, :PART] for i in (0, 1))
    like = (first * second).sum(-1)
    labels = torch.tensor([row.label for row in rows])
    best = 0.0
    for low, high in combinations([float(x) - 1e-6 for x in like.sort().values], 2):
        for order in ((2, 1, 0), (1, 2, 0), (2, 0, 1)):
            found = torch.full_like(labels, order[1])
            found[like < low], found[like >= high] = order[0], order[2]
            best = max(best, float((found == labels).float().mean()))
    return best


if __name__ == "__main__":
    main()
