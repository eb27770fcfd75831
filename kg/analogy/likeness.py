"""Likeness of pairs over all names of a graph: embedded once, sifted by plain vectors, then weighed by the map.

Features lie in half precision, 2.3 kB a name: 230 MB for 100,000.
"""

import threading
from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn.functional import normalize

from kg.model.namepairs import PART, Pair, name_features, pair_vectors, shipped_map

SIFTED = 300
"""How many that plain vectors think likeliest are weighed by the map."""
ALIKE = 0.2
"""How much the likeness of pairs counts beside nearness to c + b − a, where a name is sought."""
_CHUNK = 8192


class Likeness:
    """The features of names, kept from call to call. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._place: dict[str, int] = {}
        self._features = torch.empty(0, 3 * PART, dtype=torch.half)

    def ends(self, pair: Pair, third: str, names: Sequence[str]) -> list[tuple[int, float]]:
        """Return places in `names` whose name is likeliest to stand to `third` as the pair's second to its first.

        Each with its likeness, -1 to 1, the likeliest first; at most 300: how near it is to
        third + second − first, and how alike the pairs are, weighed.
        """
        if not names:
            return []
        features, places = self._known([*pair, third, *names])
        first, second, c = (features[[places[i]]].float() for i in range(3))
        goal = normalize((c + second - first)[0, :PART], dim=0)
        rows = torch.tensor(places[3:])
        near = torch.cat([features[some, :PART].float() @ goal for some in _chunks(rows)])
        sifted = near.topk(min(SIFTED, len(rows))).indices
        network, offset = shipped_map()
        chosen = features[rows[sifted]].float()
        stem = pair_vectors(network, first, second, offset)[0]
        alike = pair_vectors(network, c.expand(len(chosen), -1), chosen, offset) @ stem
        scores = (near[sifted] + ALIKE * alike) / (1 + ALIKE)
        order = scores.argsort(descending=True, stable=True)
        return [(int(sifted[i]), float(scores[i])) for i in order]

    def pairs(
        self,
        pair: Pair,
        heads: Sequence[str],
        tails: Sequence[str],
        ends: Sequence[tuple[int, int]],
    ) -> list[tuple[int, float]]:
        """Return places in `ends`, which name a head and a tail by place, of pairs related as `pair` is.

        Each with its likeness, -1 to 1, the likeliest first; at most 300.
        """
        if not ends:
            return []
        features, places = self._known([*pair, *heads, *tails])
        shift = torch.tensor([2, 2 + len(heads)])
        rows = torch.tensor(places)[torch.tensor(ends, dtype=torch.long).reshape(-1, 2) + shift]
        first, second = (features[places[end]].float().unsqueeze(0) for end in (0, 1))
        sifted = _sift(features, second - first, rows)
        network, offset = shipped_map()
        chosen = features[rows[sifted]].float()
        stem = pair_vectors(network, first, second, offset)[0]
        scores = pair_vectors(network, chosen[:, 0], chosen[:, 1], offset) @ stem
        order = scores.argsort(descending=True, stable=True)
        return [(int(sifted[i]), float(scores[i])) for i in order]

    def keep(self, names: Sequence[str]) -> None:
        """Drop what was embedded of other names, once that is most of it."""
        with self._lock:
            kept = [name for name in dict.fromkeys(names) if name in self._place]
            if len(self._place) > 2 * len(kept) + 10_000:
                self._features = self._features[[self._place[name] for name in kept]]
                self._place = {name: place for place, name in enumerate(kept)}

    def _known(self, names: Sequence[str]) -> tuple[Tensor, list[int]]:
        """Return all features, and where those of `names` lie."""
        with self._lock:
            new = [name for name in dict.fromkeys(names) if name not in self._place]
            if new:
                self._features = torch.cat([self._features, name_features(new).half()])
                self._place |= {name: len(self._place) + i for i, name in enumerate(new)}
            return self._features, [self._place[name] for name in names]


@torch.inference_mode()
def _sift(features: Tensor, offset: Tensor, rows: Tensor) -> Tensor:
    """Return which rows (pairs, 2) have offsets most like this one."""
    wanted = normalize(offset[:, PART : 2 * PART], dim=-1)[0]
    scores = []
    for some in _chunks(rows):
        parts = features[some, PART : 2 * PART].float()
        scores.append(normalize(parts[:, 1] - parts[:, 0], dim=-1) @ wanted)
    return torch.cat(scores).topk(min(SIFTED, len(rows))).indices


def _chunks(rows: Tensor) -> list[Tensor]:
    return [rows[start : start + _CHUNK] for start in range(0, len(rows), _CHUNK)]
