"""How sure several texts together make a statement: calibration of the rule of docs/confidence.md, by its ρ.

    KG_SHARED=FOLDER python -m bench.aggregation [--data FOLDER] [--min-confidence 0.5] [--corpora webnlg]

Statements that at least two texts assert are scored: Brier score, logarithmic loss and calibration error (ECE, ten
bins) of their confidence under each rule, once as the model's confidences are and once after they were fitted
(Platt) to the statements of one text alone, so that what is left is the rule's own error. Intervals of 95 % are
of bootstraps over statements.
"""

import argparse
import math
import os
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from bench.repeated import (
    Statement,
    conll04,
    knowledgenet,
    re_docred,
    sentences_of_re_docred,
    webnlg,
)
from kg.confidence import CORRELATION, weigh
from kg.model.checkpoint import SHIPPED, load
from kg.model.config import Calibration
from kg.model.precision import prepare
from kg.training.calibration import calibrated, expected_calibration_error, fit
from kg.training.measures.judgements import Judgement

CORPORA = {
    "re-docred": re_docred,
    "sentences": sentences_of_re_docred,
    "knowledgenet": knowledgenet,
    "conll04": conll04,
    "webnlg": webnlg,
}
CORRELATIONS = (0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
_RESAMPLES = 2000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=None)
    parser.add_argument("--min-confidence", type=float, default=0.5)
    parser.add_argument("--corpora", default=",".join(CORPORA))
    args = parser.parse_args()
    data = args.data or Path(os.environ["KG_SHARED"]) / "data"
    network = prepare(load(SHIPPED))
    for name in args.corpora.split(","):
        report(name, CORPORA[name](network, data, args.min_confidence))


def report(name: str, statements: Sequence[Statement]) -> None:
    """Print what there is, and each rule's errors."""
    single = [one for one in statements if len(one.confidences) == 1]
    several = [one for one in statements if len(one.confidences) > 1]
    print(f"== {name}: {_described(single)} of one text, {_described(several)} of several")
    if not several:
        return
    alone = [Judgement(one.confidences[0], one.right) for one in single]
    print(f"ECE of those of one text {expected_calibration_error(alone):.3f}")
    print(f"texts a statement: {_counted(several)}")
    _table("confidences as they are", several)
    by_one = fit(alone)
    _table(
        f"fitted to those of one text ({by_one.slope}, {by_one.offset})", refitted(several, by_one)
    )


def refitted(statements: Sequence[Statement], by: Calibration) -> list[Statement]:
    """Return statements with each confidence calibrated anew."""
    return [
        replace(
            one,
            confidences=tuple(
                j.confidence for j in calibrated([Judgement(c, True) for c in one.confidences], by)
            ),
        )
        for one in statements
    ]


def _table(title: str, statements: Sequence[Statement]) -> None:
    print(f"{title}\nrho   mean  Brier  log    ECE    Brier less that of rho {CORRELATION:g}")
    for correlation in CORRELATIONS:
        found, ours = judged(statements, correlation), judged(statements, CORRELATION)
        mean = sum(one.confidence for one in found) / len(found)
        low, high = interval([_square(a) - _square(b) for a, b in zip(found, ours, strict=True)])
        print(
            f"{correlation:<5g} {mean:.3f} {_mean(_square, found):.4f} {_mean(_surprise, found):.4f} "
            f"{expected_calibration_error(found):.4f} {low:+.4f} to {high:+.4f}",
            flush=True,
        )


def judged(statements: Sequence[Statement], correlation: float) -> list[Judgement]:
    """Return each statement's confidence under the rule with this ρ; 1 takes the surest, 0 is noisy-or."""
    return [
        Judgement(weigh(one.confidences, correlation=correlation), one.right) for one in statements
    ]


def interval(differences: Sequence[float]) -> tuple[float, float]:
    """Return the 95 % interval of the mean of some differences, by resampling."""
    dice = random.Random(0)
    count = len(differences)
    means = sorted(sum(dice.choices(differences, k=count)) / count for _ in range(_RESAMPLES))
    return means[_RESAMPLES // 40], means[-_RESAMPLES // 40]


def _mean(loss: Callable[[Judgement], float], found: Sequence[Judgement]) -> float:
    return sum(map(loss, found)) / len(found)


def _square(one: Judgement) -> float:
    return (one.confidence - one.correct) ** 2


def _surprise(one: Judgement) -> float:
    return -math.log(one.confidence if one.correct else 1 - one.confidence)


def _described(statements: Sequence[Statement]) -> str:
    right = sum(one.right for one in statements) / max(1, len(statements))
    return f"{len(statements):,} statements ({right:.3f} right)"


def _counted(statements: Sequence[Statement]) -> str:
    sizes = [len(one.confidences) for one in statements]
    return ", ".join(f"{n}: {sizes.count(n)}" for n in sorted(set(sizes)))


if __name__ == "__main__":
    main()
