"""Looking for good settings: short runs, tried by a tree of Parzen estimators (Optuna, arXiv 1907.10902)."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kg.errors import InputError
from kg.records import Progress, ignore_progress
from kg.training.args import TrainArgs
from kg.training.dev import dev_scores
from kg.training.loop import train
from kg.training.run import Run
from kg.training.settings_file import to_yaml

STUDY = "search.sqlite3"
BEST = "best.yaml"


@dataclass(frozen=True, slots=True)
class Trial:
    """Settings that were tried, and the dev score that they gave, 0 to 1."""

    number: int
    score: float
    settings: Mapping[str, Any]


def search(args: TrainArgs, trials: int, *, on_progress: Progress = ignore_progress) -> list[Trial]:
    """Try settings until `trials` have been tried in all; write the best beside the study; best first.

    What was tried before in the same folder counts. Each trial is a whole run with the same data.

    Raises:
        InputError: Optuna is missing, or there are no dev texts to judge by.
    """
    study = _study(args)
    base = Run(args)
    if not base.dev:
        raise InputError("A search needs dev texts: give --dev or --split.")

    def score(trial: Any) -> float:
        chosen = replace(
            args, **_suggested(trial, base.args), out=args.out / f"trial-{trial.number}"
        )
        network = train(chosen)
        shutil.rmtree(chosen.out, ignore_errors=True)
        return dev_scores(network, base.dev, base.tokenizer, args.precision).score

    while (done := len(_finished(study))) < trials:
        on_progress("searching", done, trials)
        study.optimize(score, n_trials=1)
    found = sorted(_finished(study), key=lambda trial: (-trial.score, trial.number))
    best = replace(args, **found[0].settings)
    (args.out / BEST).write_text(to_yaml(best), encoding="utf-8")
    on_progress("searching", trials, trials)
    return found


def _study(args: TrainArgs) -> Any:
    try:
        import optuna
    except ImportError as err:
        raise InputError("--search needs Optuna: pip install 'kg[training]'.") from err
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    args.out.mkdir(parents=True, exist_ok=True)
    storage = f"sqlite:///{(args.out / STUDY).absolute()}"
    done = 0
    if (args.out / STUDY).exists():
        done = len(optuna.load_study(study_name="kg", storage=storage).trials)
    # the sampler has no state on disk: a search that goes on draws from another seed
    sampler = optuna.samplers.TPESampler(seed=args.seed + done, n_startup_trials=8)
    return optuna.create_study(
        study_name="kg",
        storage=storage,
        sampler=sampler,
        direction="maximize",
        load_if_exists=True,
    )


def _suggested(trial: Any, settled: TrainArgs) -> dict[str, Any]:
    epochs = settled.epochs or 1
    return {
        "encoder_rate": trial.suggest_float("encoder_rate", 1e-5, 5e-4, log=True),
        "head_rate": trial.suggest_float("head_rate", 1e-4, 3e-3, log=True),
        "dropout": trial.suggest_float("dropout", 0.0, 0.4),
        "epochs": trial.suggest_int("epochs", max(1, epochs // 2), max(1, 2 * epochs)),
        "tag_weight": trial.suggest_float("tag_weight", 0.3, 3.0, log=True),
        "likeness_weight": trial.suggest_float("likeness_weight", 0.03, 1.0, log=True),
        "coreference_weight": trial.suggest_float("coreference_weight", 0.1, 1.0, log=True),
    }


def _finished(study: Any) -> list[Trial]:
    return [
        Trial(trial.number, trial.value, trial.params)
        for trial in study.trials
        if trial.value is not None
    ]
