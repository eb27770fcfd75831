"""Making confidence mean what it says (Platt scaling; Guo et al., arXiv 1706.04599)."""

import math
from collections.abc import Sequence

import torch

from kg.model.config import Calibration
from kg.training.measures.judgements import Judgement


def fit(judgements: Sequence[Judgement]) -> Calibration:
    """Fit slope and offset to judgements whose confidence is the plain sigmoid of the margin."""
    if len({judgement.correct for judgement in judgements}) < 2:
        return Calibration()  # all right or all wrong: no finite slope would fit
    margin = torch.tensor([_logit(j.confidence) for j in judgements])
    correct = torch.tensor([float(j.correct) for j in judgements])
    scale = torch.tensor([1.0, 0.0], requires_grad=True)
    optimizer = torch.optim.LBFGS([scale], max_iter=100, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        logits = scale[0] * margin + scale[1]
        loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, correct)
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimizer.step(closure)  # type: ignore[no-untyped-call]
    slope, offset = scale.tolist()
    return Calibration(round(slope, 4), round(offset, 4))


def calibrated(judgements: Sequence[Judgement], calibration: Calibration) -> list[Judgement]:
    """Return judgements whose confidence was the plain sigmoid of the margin as this calibration has them."""
    return [
        Judgement(
            round(_sigmoid(calibration.slope * _logit(j.confidence) + calibration.offset), 3),
            j.correct,
        )
        for j in judgements
    ]


def held_out_error(
    one: Sequence[Judgement], other: Sequence[Judgement], least: float = 0.0
) -> float:
    """Return the calibration error of a fit on one half, measured on the other; the mean of both ways.

    Args:
        one, other: Judgements of two halves of the texts, confidence the plain sigmoid of the margin.
        least: Calibrated confidence below which nothing is stated, and so nothing measured.
    """
    errors = []
    for fitted, held in ((one, other), (other, one)):
        stated = [j for j in calibrated(held, fit(fitted)) if j.confidence >= least]
        errors.append(expected_calibration_error(stated))
    return sum(errors) / 2


def expected_calibration_error(judgements: Sequence[Judgement], bins: int = 10) -> float:
    """Return the mean gap between confidence and accuracy over equal bins of confidence, 0 to 1."""
    total = 0.0
    for place in range(bins):
        inside = [j for j in judgements if min(int(j.confidence * bins), bins - 1) == place]
        if inside:
            accuracy = sum(j.correct for j in inside) / len(inside)
            confidence = sum(j.confidence for j in inside) / len(inside)
            total += abs(accuracy - confidence) * len(inside)
    return total / max(1, len(judgements))


def _logit(confidence: float) -> float:
    inside = min(max(confidence, 0.0005), 0.9995)  # confidences are rounded to three decimals
    return math.log(inside / (1 - inside))


def _sigmoid(margin: float) -> float:
    return 1 / (1 + math.exp(-margin))
