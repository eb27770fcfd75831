"""The training loop: one pass over all corpora an epoch, weights averaged or the best kept at the end."""

import logging

from kg.model.checkpoint import load, save
from kg.model.network import ExtractionNetwork
from kg.records import Progress, ignore_progress
from kg.training.args import TrainArgs
from kg.training.dev import DevScores, dev_scores
from kg.training.run import Run
from kg.training.settings_file import SETTINGS, to_yaml
from kg.training.state import is_finished, read_state, remove_state, write_state
from kg.training.tracking import Tracker, Untracked

log = logging.getLogger(__name__)


def train(
    args: TrainArgs,
    *,
    on_progress: Progress = ignore_progress,
    tracker: Tracker | None = None,
    resume: bool = False,
) -> ExtractionNetwork:
    """Train a network as `args` say, write its checkpoint, and return it.

    `on_progress` hears of steps, `tracker` of losses and, after each epoch, of dev scores. After each
    epoch the whole state is written beside the checkpoint; with `resume`, a run that was cut off goes on
    from there to the very weights that it would have had, and one that is over is not run again.

    Raises:
        InputError: The data or settings cannot be used.
    """
    if resume and is_finished(args):
        return load(args.out)
    tracker = tracker or Untracked()
    state = read_state(args) if resume else None
    run = Run(args)
    if state is not None:
        run.restore(state)
    while not run.over:
        loss = run.epoch(on_progress, tracker)
        scores = _measure(run)
        run.keep_if_best(scores.score if scores else None)
        log.info("epoch %d: loss %.4f%s", run.epochs_done, loss, _said(scores))
        tracker.record({"epoch/loss": loss, **(scores.values() if scores else {})}, run.steps_done)
        write_state(args, run.state())
    network = run.finish()
    save(network, args.out)
    (args.out / SETTINGS).write_text(to_yaml(args), encoding="utf-8")
    remove_state(args)
    return network


def _measure(run: Run) -> DevScores | None:
    if not run.dev:
        return None
    with run.average.applied():
        return dev_scores(run.network, run.dev, run.tokenizer, run.args.precision)


def _said(scores: DevScores | None) -> str:
    return f", dev relations {scores.relations}, tags {scores.tags}" if scores else ""
