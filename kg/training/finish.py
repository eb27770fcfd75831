"""The last step of training: confidence is calibrated, and the checkpoint is measured as it will be used."""

import json
import logging
from collections.abc import Sequence
from dataclasses import replace

from kg.model.checkpoint import load_config, save_config
from kg.model.config import Calibration
from kg.training.args import TrainArgs
from kg.training.calibration import expected_calibration_error, fit
from kg.training.corpora import LabelledText
from kg.training.data import load_data
from kg.training.report import THRESHOLD, Report, evaluate, measure_at

log = logging.getLogger(__name__)

CANDIDATES = 0.05
"""Confidence, before calibration, from which on a candidate helps to fit it."""


def finish(args: TrainArgs) -> Report:
    """Fit the calibration of the checkpoint in `args.out` on the dev texts, and write `dev.json` there.

    The calibration error reported is that of a fit on one half of the dev texts, measured on the other,
    the mean of both ways; the calibration kept is fitted on all of them.
    """
    dev = load_data(args).dev
    halves = (dev[::2], dev[1::2])
    error = (_held_out_error(args, *halves) + _held_out_error(args, *reversed(halves))) / 2
    config = replace(load_config(args.out), calibration=_fit(args, dev))
    save_config(config, args.out)
    report = replace(evaluate(args.out, dev), ece=error)
    text = json.dumps(report.to_json(), indent=1)
    (args.out / "dev.json").write_text(text + "\n", encoding="utf-8")
    log.info("dev: %s", report)
    return report


def _held_out_error(
    args: TrainArgs, fitted: Sequence[LabelledText], held: Sequence[LabelledText]
) -> float:
    measured = measure_at(args.out, held, THRESHOLD, _fit(args, fitted))
    return expected_calibration_error(measured.judgements)


def _fit(args: TrainArgs, texts: Sequence[LabelledText]) -> Calibration:
    return fit(measure_at(args.out, texts, CANDIDATES, Calibration()).judgements)
