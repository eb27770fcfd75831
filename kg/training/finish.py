"""The last step of training: threshold and confidence are fitted, and the checkpoint is measured as it will be used."""

import json
import logging
from collections.abc import Sequence
from dataclasses import replace

from kg.model.checkpoint import load, load_config, save_config
from kg.model.config import Calibration
from kg.model.encoder import load_tokenizer
from kg.model.network import ExtractionNetwork
from kg.model.precision import prepare
from kg.training.args import TrainArgs
from kg.training.calibration import fit, held_out_error
from kg.training.corpora import Corpus, LabelledText
from kg.training.data import load_data
from kg.training.end_to_end import EndToEnd, measure, measure_of
from kg.training.evaluation import best_threshold
from kg.training.examples import build_examples
from kg.training.measures.judgements import Judgement
from kg.training.measures.task import Task, extractor_for, least_confidence, task_for
from kg.training.report import Report
from kg.training.scores import Scores, total

log = logging.getLogger(__name__)

CANDIDATES = 0.05
"""Confidence, before calibration, from which on a candidate helps to fit it."""


def finish(args: TrainArgs) -> Report:
    """Fit threshold and calibration of the checkpoint in `args.out` on the dev texts; write `dev.json` there.

    The calibration error reported is that of a fit on one half of the dev texts, measured on the other,
    the mean of both ways; the calibration kept is fitted on all of them. Without dev texts, nothing is
    fitted or measured; threshold and calibration are those of `args.fitted_as`, if it is given.
    """
    data = load_data(args)
    dev = data.dev
    network = load(args.out)
    about = {"model": network.config.name, "version": network.config.version, "texts": len(dev)}
    if not dev:
        if args.fitted_as is not None:
            fitted = load_config(args.fitted_as)
            save_config(
                replace(network.config, threshold=fitted.threshold, calibration=fitted.calibration),
                args.out,
            )
        log.info("there are no dev texts: the checkpoint is neither calibrated nor measured")
        return Report(about, {})
    tokenizer = load_tokenizer(network.config.encoder)
    examples = build_examples(dev, tokenizer, network.config)
    threshold, marked = best_threshold(network, examples, tokenizer)
    network.config = replace(network.config, threshold=threshold, calibration=Calibration())

    format = (args.dev or args.data[0]).format
    task = task_for(Corpus(tuple(dev), data.relations))
    one, other = (_judged(network, task, half, format) for half in (dev[::2], dev[1::2]))
    calibration = fit([*one, *other])
    network.config = replace(network.config, calibration=calibration)
    error = held_out_error(one, other, least_confidence(network.config))
    save_config(network.config, args.out)
    report = _report(_run(network, task, dev, format), marked, error, about)
    text = json.dumps(report.to_json(), indent=1)
    (args.out / "dev.json").write_text(text + "\n", encoding="utf-8")
    log.info("dev: %s", {name: str(scores) for name, scores in report.scores.items()})
    return report


def _judged(
    network: ExtractionNetwork, task: Task, texts: Sequence[LabelledText], format: str
) -> tuple[Judgement, ...]:
    return _run(network, replace(task, min_confidence=CANDIDATES), texts, format).judgements


def _run(
    network: ExtractionNetwork, task: Task, texts: Sequence[LabelledText], format: str
) -> EndToEnd:
    how = measure_of(format)
    extractor = extractor_for(prepare(network), how.asked(task))
    return measure(extractor, texts, how, task.properties)


def _report(found: EndToEnd, marked: Scores, error: float, about: dict[str, object]) -> Report:
    scores = {
        "mentions": found.mentions,
        "coreference": found.coreference,
        "relations": total(found.relations.values()),
        "gold_entities": marked,
    }
    return Report(about, scores, found.relations, ece=error, more={"logic": found.logic.to_json()})
