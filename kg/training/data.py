"""The corpora of one run, divided into what is learnt from and what is measured on."""

import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import InputError
from kg.ontology.records import Property
from kg.ontology.shipped import shipped_properties
from kg.training.args import Source, TrainArgs
from kg.training.corpora import READERS, Corpus, LabelledText
from kg.training.together import put_together

MOST_HELD_OUT = 500
"""Texts that are kept for measuring at most, where nobody says which."""


@dataclass(frozen=True, slots=True)
class Portion:
    """Texts of one source, the share of them that each epoch draws, and whether nobody has looked over their labels."""

    texts: Sequence[LabelledText]
    share: float = 1.0
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class TrainingData:
    """What to learn from, dev texts, every judged relation, and every type that a mention has.

    Attributes:
        marked: Types of which every text to learn from, but for those with guessed labels, marks all mentions.
    """

    train: tuple[Portion, ...]
    dev: list[LabelledText]
    relations: tuple[Property, ...]
    labels: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()


def load_data(args: TrainArgs) -> TrainingData:
    """Read the corpora; with `args.split`, divide each by the ids that the file names.

    Raises:
        InputError: A file is missing or not in its format, or nothing is left to learn from.
    """
    corpora = [read_source(source) for source in args.data]
    train = [
        Portion(_left_in(corpus.texts, source), source.share, source.guessed)
        for corpus, source in zip(corpora, args.data, strict=True)
    ]
    dev: list[LabelledText] = []
    if args.dev is not None:
        corpora.append(read_source(args.dev))
        dev = list(corpora[-1].texts)
    elif args.split is None and args.held_out:
        train, dev = _held_out(train, args)
    if args.split is not None:
        kept = dev_ids(args.split)
        # a corpus may be listed twice, to be learnt from twice as often
        checked = [one for one in train if not one.guessed]
        found = {text.id: text for one in checked for text in one.texts if text.id in kept}
        dev += found.values()
        train = [
            one
            if one.guessed
            else replace(one, texts=[text for text in one.texts if text.id not in kept])
            for one in train
        ]
    train = [
        replace(one, texts=put_together(one.texts, source.together, args.seed))
        if source.together > 1
        else one
        for one, source in zip(train, args.data, strict=True)
    ]
    if not any(one.texts for one in train):
        raise InputError("There is no text to learn from. Give --data and --format.")
    texts = [text for one in train for text in one.texts]
    types = {m.label for text in texts for m in text.mentions if m.label}
    every = [text.complete for one in train if not one.guessed for text in one.texts]
    marked = frozenset.intersection(*every) if every else frozenset()
    return TrainingData(
        tuple(train),
        dev,
        judged_relations(corpora),
        tuple(sorted(types)),
        tuple(sorted(marked)),
    )


def _left_in(texts: Sequence[LabelledText], source: Source) -> list[LabelledText]:
    gone = frozenset(source.leave_out)
    matched = {text.id: gone & {text.id, text.id.split(":", 1)[0]} for text in texts}
    if unknown := gone - frozenset().union(*matched.values()):
        raise InputError(f"{source.path}: no text to leave out is {', '.join(sorted(unknown))}.")
    return [text for text in texts if not matched[text.id]]


def _held_out(
    portions: Sequence[Portion], args: TrainArgs
) -> tuple[list[Portion], list[LabelledText]]:
    """Keep a share of the texts of each source whose labels are no guesses for measuring, the same ones each time."""
    left, dev = [], []
    for one in portions:
        if one.guessed:
            left.append(one)
            continue
        count = min(MOST_HELD_OUT, int(len(one.texts) * args.held_out))
        kept = set(random.Random(args.seed).sample(range(len(one.texts)), count))
        dev += [text for number, text in enumerate(one.texts) if number in kept]
        texts = [text for number, text in enumerate(one.texts) if number not in kept]
        left.append(replace(one, texts=texts))
    return left, dev


def judged_relations(corpora: Iterable[Corpus]) -> tuple[Property, ...]:
    """Return every relation that some text judges, in order, by the shipped ontology's names where it has them.

    Domain and range that a corpus declares come before those of the shipped ontology: its texts are labelled by them.
    """
    shipped = {property.iri: property for property in shipped_properties()}
    named: dict[str, Property] = {}
    judged: set[str] = set()
    for corpus in corpora:
        named |= {property.iri: property for property in corpus.properties}
        judged.update(relation for text in corpus.texts for relation in text.judged or ())
    known = named | {iri: _as_declared(one, named.get(iri)) for iri, one in shipped.items()}
    return tuple(known.get(iri, Property(iri, iri)) for iri in sorted(judged, key=_property_number))


def _as_declared(shipped: Property, own: Property | None) -> Property:
    if own is None:
        return shipped
    return replace(shipped, domain=own.domain or shipped.domain, range=own.range or shipped.range)


def read_source(source: Source) -> Corpus:
    """Read one corpus whole.

    Raises:
        InputError: No reader knows its format, there is no such file, or it is not in that format.
    """
    if source.format not in READERS:
        raise InputError(f"{source.format!r} is not one of the formats {', '.join(READERS)}.")
    if not source.path.exists():
        raise InputError(f"There is no file {source.path}.")
    try:
        return READERS[source.format](source.path)
    except IsADirectoryError as err:
        raise InputError(
            f"{source.path} is a folder; {source.format} is read from a file."
        ) from err
    except (ValueError, LookupError, TypeError, AttributeError, OSError, EOFError) as err:
        raise InputError(
            f"{source.path} is not {source.format}: {err!r}. Is --format right?"
        ) from err


def dev_ids(split: Path) -> set[str]:
    """Return the ids that a split file keeps for measuring."""
    return set(json.loads(split.read_text(encoding="utf-8"))["dev"])


def _property_number(iri: str) -> tuple[int, str]:
    digits = iri.rsplit("P", 1)[-1]
    return (int(digits) if digits.isdigit() else 0, iri)
