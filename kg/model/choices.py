"""Which of some pairs is related as another is: the reader of pairs, the map from names, and the plain offset together."""

from collections.abc import Sequence
from math import sqrt

import torch
from torch import Tensor

from kg.model.namepairs import Pair, PairMap, name_features, pair_vectors, shipped_map
from kg.model.pairreader import PairReader, shipped_reader


@torch.inference_mode()
def both_vectors(
    reader: PairReader, network: PairMap, offset: float, pairs: Sequence[Pair]
) -> Tensor:
    """Return vectors whose dot product is the mean likeness by reader and map, with the offset's share."""
    names = list(dict.fromkeys(name for pair in pairs for name in pair))
    place = {name: i for i, name in enumerate(names)}
    features = name_features(names)
    first, second = (features[[place[pair[end]] for pair in pairs]] for end in (0, 1))
    mapped = pair_vectors(network, first, second, offset) * sqrt(1 + offset)
    return torch.cat([reader.vectors(pairs), mapped], 1) / sqrt(2 + offset)


def score_choices(questions: Sequence[tuple[Pair, Sequence[Pair]]]) -> list[list[float]]:
    """Return for each stem with its choices how alike each choice is related, -1 to 1."""
    pairs = list(dict.fromkeys(pair for stem, choice in questions for pair in (stem, *choice)))
    place = {pair: i for i, pair in enumerate(pairs)}
    vectors = both_vectors(shipped_reader(), *shipped_map(), pairs)
    return [
        [float(vectors[place[stem]] @ vectors[place[pair]]) for pair in choice]
        for stem, choice in questions
    ]
