"""`python -m bench.choices --data FOLDER`: multiple-choice analogies that nothing was trained on, by what ships.

Compared are the plain offset of the third layer's means, the map, the reader, and reader and map together,
which is what `POST /analogy` answers choices by. WORDNET and FOLDER as for `python -m kg.training.analogy`.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from torch import Tensor
from torch.nn.functional import normalize

from kg.model.choices import both_vectors
from kg.model.namepairs import PART, Pair, name_features, pair_vectors, shipped_map
from kg.model.pairreader import shipped_reader
from kg.training.analogy.material import read_material
from kg.training.analogy.questions import accuracy


def main() -> None:
    """Print the share of right answers for each set of questions and each way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"))
    parser.add_argument("--data", type=Path, required=True)
    args = parser.parse_args()
    asked = read_material(args.wordnet, args.data, all_kinds=False).questions()
    network, offset = shipped_map()

    def mapped(pairs: Sequence[Pair]) -> Tensor:
        return pair_vectors(network, *_features(pairs), offset)

    def plain(pairs: Sequence[Pair]) -> Tensor:
        first, second = _features(pairs)
        return normalize((second - first)[:, PART : 2 * PART], dim=-1)

    def both(pairs: Sequence[Pair]) -> Tensor:
        return both_vectors(shipped_reader(), network, offset, pairs)

    ways = {"offset": plain, "map": mapped, "reader": shipped_reader().vectors, "both": both}
    for name, questions in asked.items():
        right = "\t".join(f"{way} {accuracy(questions, embed):.3f}" for way, embed in ways.items())
        sys.stdout.write(f"{name}\t{len(questions)}\t{right}\n")
        sys.stdout.flush()


def _features(pairs: Sequence[Pair]) -> tuple[Tensor, Tensor]:
    names = list(dict.fromkeys(name for pair in pairs for name in pair))
    place = {name: i for i, name in enumerate(names)}
    features = name_features(names)
    first, second = (features[[place[pair[end]] for pair in pairs]] for end in (0, 1))
    return first, second


if __name__ == "__main__":
    main()
