"""How well facts that were held out are guessed: by rules, by ways, by vectors, and by all together."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from kg.reasoning.applying import RuleScorer
from kg.reasoning.embedding.config import EmbeddingConfig
from kg.reasoning.learnt.walks import Walks
from kg.reasoning.learnt.ways import Ways, count_ways
from kg.reasoning.mining import MiningConfig, mine
from kg.reasoning.ranking import Queries, Ranked, queries, summed_up
from kg.reasoning.triples import Triple, Triples
from kg.records import Progress, ignore_progress

WEIGHTS = tuple(product((0.0, 0.25, 0.5, 1.0, 2.0, 4.0), (0.0, 2.0, 4.0, 8.0, 16.0)))
"""What strengths by rules and by ways are multiplied with before they are added to the log likelihood."""
_PRIOR = 200
"""Queries like those of all relations together that are added to a relation's own when its weight is chosen."""

Ranks = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Evaluation:
    """What an evaluation found.

    Attributes:
        known: Facts of the splits that were filtered, by split.
        ranked: Figures for `rules`, `ways`, `embedding` and, all together, `both`.
        seconds: How long each step took.
    """

    split: str
    known: Mapping[str, int]
    ranked: Mapping[str, Ranked]
    rules: int
    seconds: Mapping[str, float]
    config: Mapping[str, Any]

    def to_json(self) -> dict[str, Any]:
        """Return everything, as JSON has it."""
        return asdict(self)


def evaluate(
    splits: Mapping[str, Sequence[Triple]],
    embedding: EmbeddingConfig,
    mining: MiningConfig | None = None,
    *,
    on_progress: Progress = ignore_progress,
) -> Evaluation:
    """Train and mine on `train`, measure on `test`, or on `valid` if there is no test.

    Every split that is there is filtered. How rules and vectors are weighed against each other is fitted
    on `valid`; if that is measured too, on the half of its facts that is not being measured.
    """
    from kg.reasoning.embedding.training import train

    measured = "test" if "test" in splits else "valid"
    everything = Triples.of(fact for facts in splits.values() for fact in facts)
    known = everything.with_facts(everything.numbered(splits["train"]))
    clock = [time.monotonic()]
    vectors = train(known, embedding, on_progress=on_progress)
    clock.append(time.monotonic())
    mined = mine(known, mining, on_progress=on_progress)
    clock.append(time.monotonic())
    scorers = RuleScorer(known, mined), count_ways(Walks(known))
    size, relations = len(everything.entities), len(everything.relations)
    found: dict[str, tuple[Queries, npt.NDArray[np.float64]]] = {}
    for split in {measured, "valid"} & set(splits):
        asked = everything.numbered(splits[split])
        asks = queries(asked, everything.facts, size, relations)
        found[split] = asks, _all_ranks(asks, vectors, *scorers)
    clock.append(time.monotonic())
    asks, ranks = found[measured]
    if measured == "valid" or "valid" not in found:
        facts = len(asks.asked) // 2
        even = np.tile(np.arange(facts) % 2 == 0, 2)
        both = np.zeros(len(asks.asked))
        for mine_, other in ((even, ~even), (~even, even)):
            both[mine_] = _fitted(asks.asked[other], ranks[other], asks.asked[mine_], ranks[mine_])
    else:
        fit, fit_ranks = found["valid"]
        both = _fitted(fit.asked, fit_ranks, asks.asked, ranks)
    spent = np.diff(clock).tolist()
    return Evaluation(
        split=measured,
        known={split: len(facts) for split, facts in splits.items()},
        ranked={
            "rules": summed_up(ranks[:, -2]),
            "ways": summed_up(ranks[:, -1]),
            "embedding": summed_up(ranks[:, 0]),
            "both": summed_up(both),
        },
        rules=len(mined.paths) + len(mined.constants.head),
        seconds=dict(zip(("training", "mining", "ranking"), spent, strict=True)),
        config=asdict(embedding),
    )


def _all_ranks(asks: Queries, vectors: Any, rules: RuleScorer, ways: Ways) -> Ranks:
    """Return the rank of each query's answer under each weight, by rules and by ways: (queries, weights + 2)."""
    ranks = np.zeros((len(asks.asked), len(WEIGHTS) + 2))
    for relation in np.unique(asks.asked[:, 1]).tolist():
        places = np.flatnonzero(asks.asked[:, 1] == relation)
        for start in range(0, len(places), 250):
            rows = places[start : start + 250]
            subjects = asks.asked[rows, 0]
            likely = vectors.likelihoods(subjects, np.full(len(rows), relation))
            by_rule, by_way = rules.scores(subjects, relation), ways.scores(subjects, relation)
            for n, (one, other) in enumerate(WEIGHTS):
                scores = likely + np.float32(one) * by_rule + np.float32(other) * by_way
                ranks[rows, n] = asks.ranks(scores, rows)
            ranks[rows, -2] = asks.ranks(by_rule, rows)
            ranks[rows, -1] = asks.ranks(by_way, rows)
    return ranks


def _fitted(fit: Any, fit_ranks: Ranks, asked: Any, ranks: Ranks) -> Ranks:
    """Return ranks under the weight that did best elsewhere, for each relation and direction.

    What a relation gains by a weight of its own is drawn towards what all gain by it together, as if it
    had `_PRIOR` more queries like theirs: else the best of few queries is mostly chance.
    """
    gain = 1 / fit_ranks
    gain = gain - gain[:, [int(gain.mean(0).argmax())]]
    general = gain.mean(0)
    best = {}
    for relation in np.unique(fit[:, 1]).tolist():
        some = gain[fit[:, 1] == relation]
        best[relation] = int((some.sum(0) + _PRIOR * general).argmax())
    column = [best.get(relation, int(general.argmax())) for relation in asked[:, 1].tolist()]
    return ranks[np.arange(len(ranks)), column]
