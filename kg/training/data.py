"""The corpora of one run, divided into what is learnt from and what is measured on."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.ontology.records import Property
from kg.ontology.shipped import shipped_properties
from kg.training.args import Source, TrainArgs
from kg.training.corpora import READERS, Corpus, LabelledText


@dataclass(frozen=True, slots=True)
class TrainingData:
    """Texts to learn from with the share that each epoch draws, dev texts, and every judged relation."""

    train: tuple[tuple[float, list[LabelledText]], ...]
    dev: list[LabelledText]
    relations: tuple[Property, ...]


def load_data(args: TrainArgs) -> TrainingData:
    """Read the corpora; with `args.split`, divide each by the ids that the file names."""
    corpora = [(source.share, read_source(source)) for source in args.data]
    dev = list(read_source(args.dev).texts) if args.dev else []
    train = [(share, list(corpus.texts)) for share, corpus in corpora]
    if args.split is not None:
        kept = dev_ids(args.split)
        dev += [text for _, texts in train for text in texts if text.id in kept]
        train = [(share, [t for t in texts if t.id not in kept]) for share, texts in train]
    return TrainingData(tuple(train), dev, judged_relations(corpus for _, corpus in corpora))


def judged_relations(corpora: Iterable[Corpus]) -> tuple[Property, ...]:
    """Return every relation that some text judges, in order, by the shipped ontology's names where it has them."""
    shipped = {property.iri: property for property in shipped_properties()}
    named: dict[str, Property] = {}
    judged: set[str] = set()
    for corpus in corpora:
        named |= {property.iri: property for property in corpus.properties}
        judged.update(relation for text in corpus.texts for relation in text.judged or ())
    known = named | shipped
    return tuple(known.get(iri, Property(iri, iri)) for iri in sorted(judged, key=_property_number))


def read_source(source: Source) -> Corpus:
    """Read one corpus whole.

    Raises:
        InputError: No reader knows its format, or there is no such file.
    """
    if source.format not in READERS:
        raise InputError(f"{source.format!r} is not one of the formats {', '.join(READERS)}.")
    if not source.path.exists():
        raise InputError(f"There is no file {source.path}.")
    return READERS[source.format](source.path)


def dev_ids(split: Path) -> set[str]:
    """Return the ids that a split file keeps for measuring."""
    return set(json.loads(split.read_text(encoding="utf-8"))["dev"])


def _property_number(iri: str) -> tuple[int, str]:
    digits = iri.rsplit("P", 1)[-1]
    return (int(digits) if digits.isdigit() else 0, iri)
