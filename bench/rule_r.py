"""Rule R against simpler ways of guessing facts that were held out: filtered MRR and hits, both directions.

    python -m bench.rule_r --data FOLDER [--rank 64] [--epochs 30] [--decay 0.01] [--queries 0]

`table`: for each way of one or two steps, how often each relation goes along with it, with five cases
against it: what R comes to if every way and relation has an axis of its own. `R without B`: A alone.
Sums: the log likelihood by vectors plus α times a score, α chosen on one half of the facts for the other.
"""

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from bench.texts import machine
from kg.reasoning.applying import RuleScorer
from kg.reasoning.embedding.config import EmbeddingConfig
from kg.reasoning.embedding.training import train
from kg.reasoning.embedding.vectors import Floats
from kg.reasoning.learnt.relation_map import MapConfig, RelationMap, fit
from kg.reasoning.learnt.walks import Walks
from kg.reasoning.learnt.ways import count_ways
from kg.reasoning.mining import mine
from kg.reasoning.ranking import Queries, queries, summed_up
from kg.reasoning.triples import Numbers, Triples, read_folder

Scorer = Callable[[Numbers, int], Floats]
"""Scores of all entities, float32 (subjects, entities), for subjects and a relation."""
Ranks = npt.NDArray[np.float64]
_WEIGHTS = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
Made = TypeVar("Made")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rank", type=int, default=64)
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--decay", type=float, default=0.01)
    parser.add_argument("--negatives", type=int, default=0)
    parser.add_argument("--ridge", type=float, default=5.0)
    parser.add_argument("--queries", type=int, default=0, help="Facts asked for; 0: all.")
    args = parser.parse_args()
    print(machine())
    config = EmbeddingConfig(args.rank, args.epochs, negatives=args.negatives, decay=args.decay)
    measure(args.data, config, MapConfig(ridge=args.ridge), args.queries)


def measure(folder: Path, embedding: EmbeddingConfig, mapping: MapConfig, most: int) -> None:
    """Learn from `train`, rank some facts of `valid`."""
    splits = read_folder(folder)
    everything = Triples.of(fact for facts in splits.values() for fact in facts)
    known = everything.with_facts(everything.numbered(splits["train"]))
    asked = everything.numbered(splits["valid"])
    if most:
        asked = np.random.default_rng(0).permutation(asked)[:most]
    asks = queries(asked, everything.facts, len(everything.entities), len(everything.relations))
    vectors = _timed("vectors", lambda: train(known, embedding))
    rules = _timed("rules", lambda: RuleScorer(known, mine(known)))
    walks = Walks(known)
    mapped = _timed("R", lambda: fit(known, vectors.relation, mapping))
    table = _timed("table", lambda: count_ways(walks, mapping))
    alone = replace(mapped, other=np.zeros_like(mapped.other))

    def likely(xs: Numbers, r: int) -> Floats:
        return vectors.likelihoods(xs, np.full(len(xs), r))

    def by(one: RelationMap) -> Scorer:
        return lambda xs, r: np.stack([one.scores(walks, x, r) for x in xs.tolist()])

    _print("rules", _ranks(asks, rules.scores))
    _print("vectors", _ranks(asks, likely))
    _print("table", _ranks(asks, table.scores))
    _print("R", _ranks(asks, by(mapped)))
    _print("R without B", _ranks(asks, by(alone)))
    for name, other in (("rules", rules.scores), ("table", table.scores), ("R", by(mapped))):
        _sum(f"vectors + {name}", asks, likely, other)
    _sum("vectors + R without B", asks, likely, by(alone))


def _ranks(asks: Queries, *scorers: Scorer, weights: tuple[float, ...] = (1.0,)) -> Ranks:
    """Return ranks by the first scorer, plus the second one with each weight: (queries, weights)."""
    ranks = np.zeros((len(asks.asked), len(weights)))
    for relation in np.unique(asks.asked[:, 1]).tolist():
        places = np.flatnonzero(asks.asked[:, 1] == relation)
        for start in range(0, len(places), 200):
            rows = places[start : start + 200]
            found = [scorer(asks.asked[rows, 0], relation) for scorer in scorers]
            for column, weight in enumerate(weights):
                scores = found[0] + np.float32(weight) * sum(found[1:])
                ranks[rows, column] = asks.ranks(np.array(scores, np.float32), rows)
    return ranks


def _sum(name: str, asks: Queries, likely: Scorer, strong: Scorer) -> None:
    ranks = _ranks(asks, likely, strong, weights=_WEIGHTS)
    even = np.tile(np.arange(len(ranks) // 2) % 2 == 0, 2)
    chosen = np.zeros(len(ranks))
    for here, there in ((even, ~even), (~even, even)):
        chosen[here] = ranks[here, int((1 / ranks[there]).mean(0).argmax())]
    _print(name, chosen)


def _print(name: str, ranks: Ranks) -> None:
    found = summed_up(ranks.ravel())
    print(
        f"{name:21} MRR {found.mrr:.3f}  hits@1 {found.hits1:.3f}  hits@10 {found.hits10:.3f}",
        flush=True,
    )


def _timed(name: str, make: Callable[[], Made]) -> Made:
    began = time.process_time()
    made = make()
    print(f"{name}: {time.process_time() - began:.0f} s of CPU", flush=True)
    return made


if __name__ == "__main__":
    main()
