"""`python -m bench.analogy --data FOLDER`: open analogies of the Google development sections, and the time they take.

d is sought among all names of the sections but a, b and c. Compared are the base encoder's own vectors
(3CosAdd: the name nearest to c + b − a), the likeliest offset of the third layer's means, and
`kg.analogy.likeness`, which weighs the map's likeness with nearness.
"""

import argparse
import random
import sys
import time
from pathlib import Path

import torch
from torch.nn.functional import normalize

from kg.analogy.likeness import Likeness
from kg.model.namepairs import PART, name_features
from kg.training.analogy.corpus import google_pairs
from kg.training.analogy.pairs import RelatedPair

Question = tuple[RelatedPair, RelatedPair]


def main() -> None:
    """Print hits at 1 and at 10 for each way, and what many names cost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=500)
    parser.add_argument("--names", type=int, default=100_000)
    args = parser.parse_args()
    pairs = google_pairs(args.data)
    names = sorted({name for pair in pairs for name in (pair.head, pair.tail)})
    asked = _questions(pairs, args.questions)
    sys.stdout.write(f"{len(names)} names, {len(asked)} questions\n")
    likeness = Likeness()
    for way, ranks in (
        ("base encoder, 3CosAdd", _plain(names, asked, slice(0, PART), "sum")),
        ("third layer, 3CosAdd", _plain(names, asked, slice(PART, 2 * PART), "sum")),
        ("third layer, offset", _plain(names, asked, slice(PART, 2 * PART), "offset")),
        ("likeness", _mapped(names, asked, likeness)),
    ):
        hits = [sum(rank < most for rank in ranks) / len(ranks) for most in (1, 10)]
        sys.stdout.write(f"{way}\t{hits[0]:.3f}\t{hits[1]:.3f}\n")
    if args.names:
        _time(names, args.names, likeness)


def _questions(pairs: list[RelatedPair], most: int) -> list[Question]:
    chosen = random.Random(1)
    found: list[Question] = []
    while len(found) < most:
        one, other = chosen.sample(pairs, 2)
        if one.relation == other.relation and len({*_ends(one), *_ends(other)}) == 4:
            found.append((one, other))
    return found


def _ends(pair: RelatedPair) -> tuple[str, str]:
    return pair.head, pair.tail


def _plain(names: list[str], asked: list[Question], part: slice, how: str) -> list[int]:
    vectors = normalize(name_features(names)[:, part], dim=-1)
    place = {name: i for i, name in enumerate(names)}
    ranks = []
    for one, other in asked:
        a, b, c = (place[name] for name in (*_ends(one), other.head))
        offset = vectors[b] - vectors[a]
        if how == "sum":
            scores = vectors @ (vectors[c] + offset)
        else:
            scores = normalize(vectors - vectors[c], dim=-1) @ normalize(offset, dim=0)
        scores[torch.tensor([a, b, c])] = -2.0
        ranks.append(int((scores > scores[place[other.tail]]).sum()))
    return ranks


def _mapped(names: list[str], asked: list[Question], likeness: Likeness) -> list[int]:
    ranks = []
    for one, other in asked:
        given = {*_ends(one), other.head}
        offered = [name for name in names if name not in given]
        found = [offered[i] for i, _ in likeness.ends(_ends(one), other.head, offered)]
        ranks.append(found.index(other.tail) if other.tail in found else len(names))
    return ranks


def _time(words: list[str], many: int, likeness: Likeness) -> None:
    chosen = random.Random(2)
    names = [" ".join(chosen.sample(words, 2)) + f" {i}" for i in range(many)]
    for what in ("first", "next"):
        begun = time.perf_counter()
        likeness.ends(("Athens", "Greece"), "Oslo", names)
        took = time.perf_counter() - begun
        sys.stdout.write(f"{what} question over {many:,} names\t{took:.2f} s\n")


if __name__ == "__main__":
    main()
