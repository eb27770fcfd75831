"""Few-shot episodes: N relations, K sentences of each to learn from, and others to tell apart.

As in FewRel (Han et al., arXiv 1810.10147). A relation's prototype is the mean of its sentences' relation
vectors (Snell et al., arXiv 1703.05175), or that moved by what its name and description say.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import normalize

from kg.errors import InputError
from kg.extraction.examples import TeachingExample
from kg.extraction.schema import DESCRIBED_WEIGHT
from kg.extraction.showing import shown
from kg.model.encoder import load_tokenizer
from kg.model.network import ExtractionNetwork
from kg.records import Progress, ignore_progress
from kg.training.corpora import LabelledText

QUERIES = 5
"""Sentences of each relation that an episode asks about."""

_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Episodes:
    """What to draw: `count` episodes of `way` relations with `shot` sentences each."""

    way: int = 5
    shot: int = 1
    count: int = 1000
    seed: int = 13


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Mean over episodes, with the half width of its 95 % confidence interval."""

    mean: float
    margin: float

    def to_json(self) -> dict[str, float]:
        """Return the mean and both ends of the interval."""
        low, high = self.mean - self.margin, self.mean + self.margin
        values = {"accuracy": self.mean, "low": max(0.0, low), "high": min(1.0, high)}
        return {name: round(value, 4) for name, value in values.items()}


def embedded(
    network: ExtractionNetwork,
    texts: Sequence[LabelledText],
    *,
    on_progress: Progress = ignore_progress,
) -> dict[str, Tensor]:
    """Return the relation vectors of all sentences by relation, unit length, float (sentences, width).

    A text with more than one fact, or none, is passed over, and so is one whose ends the longest window
    does not hold.
    """
    tokenizer = load_tokenizer(network.config.encoder)
    examples = sorted(_single_pairs(texts), key=lambda example: len(example.text))
    vectors: dict[str, list[Tensor]] = defaultdict(list)
    for start in range(0, len(examples), _AT_ONCE):
        for one in shown(network, tokenizer, examples[start : start + _AT_ONCE]):
            vectors[one.relation].append(one.vector.float())
        on_progress("embed", min(start + _AT_ONCE, len(examples)), len(examples))
    return {
        relation: normalize(torch.stack(rows), dim=-1) for relation, rows in sorted(vectors.items())
    }


def _single_pairs(texts: Sequence[LabelledText]) -> list[TeachingExample]:
    found = []
    for line, text in enumerate(texts, start=1):
        if len(text.relations) == 1:
            ((subject, relation, object_),) = text.relations
            place = {mention.entity: mention.span for mention in reversed(text.mentions)}
            found.append(TeachingExample(text.text, place[subject], relation, place[object_], line))
    return found


def accuracy(
    vectors: Mapping[str, Tensor], episodes: Episodes, described: Mapping[str, Tensor] | None = None
) -> Accuracy:
    """Draw episodes from vectors by relation, and say how many questions have the right answer.

    Args:
        described: Prototypes that names and descriptions give, unit length, float (width,) each; none: only
            the sentences count.

    Raises:
        InputError: There are too few relations, or sentences of one, for such episodes.
    """
    drawn = _drawn(vectors, episodes)  # (E, N, K + Q, width)
    queries = drawn.vectors[:, :, episodes.shot :]
    sums = drawn.vectors[:, :, : episodes.shot].sum(2)
    if described is not None:
        prior = torch.stack([described[relation] for relation in vectors])
        sums = sums + DESCRIBED_WEIGHT * prior[drawn.relations]
    prototypes = normalize(sums, dim=-1)  # (E, N, width)
    scores = torch.einsum("enqw,emw->enqm", queries, prototypes)
    answers = torch.arange(episodes.way).view(1, -1, 1)
    right = (scores.argmax(-1) == answers).float().mean((1, 2))  # (E,)
    spread = float(right.std()) if len(right) > 1 else 0.0
    return Accuracy(float(right.mean()), 1.96 * spread / len(right) ** 0.5)


@dataclass(frozen=True, slots=True)
class _Drawn:
    relations: Tensor
    vectors: Tensor


def _drawn(vectors: Mapping[str, Tensor], episodes: Episodes) -> _Drawn:
    """Draw relations, long (E, N), and the vectors of sentences of each, float (E, N, K + Q, width)."""
    _check(vectors, episodes)
    chance = torch.Generator().manual_seed(episodes.seed)
    sizes = torch.tensor([len(rows) for rows in vectors.values()])
    first = sizes.cumsum(0) - sizes
    relations = torch.rand(episodes.count, len(sizes), generator=chance).argsort(-1)
    relations = relations[:, : episodes.way]
    order = torch.rand(*relations.shape, int(sizes.max()), generator=chance)
    beyond = torch.arange(int(sizes.max())) >= sizes[relations].unsqueeze(-1)
    chosen = order.masked_fill(beyond, 2.0).topk(episodes.shot + QUERIES, largest=False).indices
    return _Drawn(
        relations, torch.cat(list(vectors.values()))[first[relations].unsqueeze(-1) + chosen]
    )


def _check(vectors: Mapping[str, Tensor], episodes: Episodes) -> None:
    if min(episodes.way - 1, episodes.shot, episodes.count) < 1:
        raise InputError("Episodes need a way of 2 or more, and a shot and a number of 1 or more.")
    if len(vectors) < episodes.way:
        raise InputError(
            f"The corpus has sentences of {len(vectors)} relations, too few for {episodes.way}-way "
            f"episodes. Ask for --way {len(vectors)} or less."
        )
    fewest = min(len(rows) for rows in vectors.values())
    if fewest < episodes.shot + QUERIES:
        raise InputError(
            f"A relation of the corpus has {fewest} sentences, too few for {episodes.shot} to learn "
            f"from and {QUERIES} to ask about."
        )
