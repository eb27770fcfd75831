"""What a checkpoint found on the dev texts before it was trained further, in the form that comes after."""

from pathlib import Path
from typing import Any

from kg.model.checkpoint import load
from kg.model.precision import prepare
from kg.records import Progress, ignore_progress
from kg.training.args import TrainArgs
from kg.training.calibration import expected_calibration_error
from kg.training.corpora import Corpus
from kg.training.data import load_data
from kg.training.end_to_end import measure, measure_of
from kg.training.measures.task import extractor_for, task_for
from kg.training.report import Report
from kg.training.scores import total


def before(
    folder: Path, args: TrainArgs, *, on_progress: Progress = ignore_progress
) -> Report | None:
    """Measure the checkpoint in `folder` on the dev texts of a run; None where there are none."""
    data = load_data(args)
    if not data.dev:
        return None
    network = load(folder)
    how = measure_of((args.dev or args.data[0]).format)
    task = task_for(Corpus(tuple(data.dev), data.relations))
    extractor = extractor_for(prepare(network), how.asked(task))
    found = measure(extractor, data.dev, how, task.properties, on_progress=on_progress)
    about: dict[str, Any] = {
        "model": network.config.name,
        "version": network.config.version,
        "texts": len(data.dev),
    }
    return Report(
        about,
        {
            "mentions": found.mentions,
            "coreference": found.coreference,
            "relations": total(found.relations.values()),
        },
        found.relations,
        {property.iri: property.label for property in task.properties},
        expected_calibration_error(found.judgements),
    )
