"""The corpora of one run, divided into what is learnt from and what is measured on."""

import json
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.training.args import Source, TrainArgs
from kg.training.corpora import READERS, LabelledText


@dataclass(frozen=True, slots=True)
class TrainingData:
    """Texts to learn from with the share that each epoch draws, dev texts, and every judged relation."""

    train: tuple[tuple[float, list[LabelledText]], ...]
    dev: list[LabelledText]
    relations: tuple[str, ...]


def load_data(args: TrainArgs) -> TrainingData:
    """Read the corpora; with `args.split`, divide the first of them by its lists of ids."""
    corpora = [(source.share, read_source(source)) for source in args.data]
    dev = read_source(args.dev) if args.dev else []
    if args.split is not None:
        share, texts = corpora[0]
        chosen = dev_ids(args.split)
        dev = [text for text in texts if text.id in chosen]
        corpora[0] = (share, [text for text in texts if text.id not in chosen])
    judged = {r for _, texts in corpora for text in texts for r in text.judged or ()}
    return TrainingData(tuple(corpora), dev, tuple(sorted(judged, key=_property_number)))


def read_source(source: Source) -> list[LabelledText]:
    """Read one corpus whole.

    Raises:
        InputError: No reader knows its format, or there is no such file.
    """
    if source.format not in READERS:
        raise InputError(f"{source.format!r} is not one of the formats {', '.join(READERS)}.")
    if not source.path.exists():
        raise InputError(f"There is no file {source.path}.")
    return list(READERS[source.format](source.path))


def dev_ids(split: Path) -> set[str]:
    """Return the ids that a split file keeps for measuring."""
    return set(json.loads(split.read_text(encoding="utf-8"))["dev"])


def _property_number(iri: str) -> tuple[int, str]:
    digits = iri.rsplit("P", 1)[-1]
    return (int(digits) if digits.isdigit() else 0, iri)
