"""A checkpoint's figures on a labelled corpus."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from kg.extraction.neural import NeuralExtractor
from kg.extraction.sought import Sought
from kg.iris import Minter
from kg.model.checkpoint import load
from kg.model.config import Calibration
from kg.model.encoder import load_tokenizer
from kg.model.precision import prepare
from kg.ontology.shipped import shipped_properties
from kg.records import Progress, ignore_progress
from kg.training.calibration import expected_calibration_error
from kg.training.corpora import LabelledText
from kg.training.end_to_end import EndToEnd, measure
from kg.training.evaluation import gold_entity_scores
from kg.training.examples import build_examples
from kg.training.scores import Scores

THRESHOLD = 0.5
"""Confidence from which on a statement counts as made."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a checkpoint finds of what a corpus marks.

    Attributes:
        mentions: Spans with their types, from raw text.
        relations: Relations from raw text.
        gold_entities: Relations between the corpus's own entities.
        ece: Expected calibration error of the confidence of `relations`, 0 to 1.
    """

    mentions: Scores
    relations: Scores
    gold_entities: Scores
    ece: float

    def to_json(self) -> dict[str, Any]:
        """Return ratios and counts, rounded to four decimals."""
        return {
            "mentions": _row(self.mentions),
            "relations": _row(self.relations),
            "gold_entities": _row(self.gold_entities),
            "ece": round(self.ece, 4),
        }


def evaluate(
    folder: Path, texts: Sequence[LabelledText], *, on_progress: Progress = ignore_progress
) -> Report:
    """Measure the checkpoint in `folder` on labelled texts."""
    measured = measure_at(folder, texts, THRESHOLD, on_progress=on_progress)
    network = load(folder)
    tokenizer = load_tokenizer(network.config.encoder)
    gold = gold_entity_scores(network, build_examples(texts, tokenizer, network.config), tokenizer)
    error = expected_calibration_error(measured.judgements)
    return Report(measured.mentions, measured.relations, gold, error)


def measure_at(
    folder: Path,
    texts: Sequence[LabelledText],
    threshold: float,
    calibration: Calibration | None = None,
    *,
    on_progress: Progress = ignore_progress,
) -> EndToEnd:
    """Measure from raw text, with another calibration than the checkpoint's if one is given."""
    network = load(folder)
    if calibration is not None:
        network.config = replace(network.config, calibration=calibration)
    extractor = NeuralExtractor(
        prepare(network),
        Minter("urn:evaluation:"),
        Sought(shipped_properties()),
        min_confidence=threshold,
    )
    return measure(extractor, texts, on_progress=on_progress)


def _row(scores: Scores) -> dict[str, float | int]:
    ratios = {"precision": scores.precision, "recall": scores.recall, "f1": scores.f1}
    return {name: round(value, 4) for name, value in ratios.items()} | asdict(scores)
