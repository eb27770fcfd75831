"""All pairs to learn from, and the questions of the development set that they may not hold."""

import gzip
from collections.abc import Iterator
from pathlib import Path

from kg.training.analogy.glosses import gloss_pairs
from kg.training.analogy.kinds import kind_pairs
from kg.training.analogy.morphology import derivations, inflections
from kg.training.analogy.pairs import RelatedPair, usable
from kg.training.analogy.places import place_pairs
from kg.training.analogy.shared import shared_pairs
from kg.training.analogy.wordnet import WordNet


def read_pairs(wordnet: Path, data: Path) -> list[RelatedPair]:
    """Return the usable pairs of every source, without those of the Google development questions.

    Raises:
        InputError: A source is missing.
    """
    taken = {(p.head.casefold(), p.tail.casefold()) for p in google_pairs(data)}
    found = usable(_sources(WordNet(wordnet), data))
    return [
        pair
        for pair in found
        if (pair.head.casefold(), pair.tail.casefold()) not in taken
        and (pair.tail.casefold(), pair.head.casefold()) not in taken
    ]


def _sources(wordnet: WordNet, data: Path) -> Iterator[RelatedPair]:
    yield from kind_pairs()
    yield from wordnet.pairs()
    yield from gloss_pairs(wordnet)
    yield from inflections(wordnet)
    yield from derivations(wordnet)
    yield from place_pairs()
    yield from shared_pairs(data)


def google_pairs(data: Path) -> list[RelatedPair]:
    """Return the pairs of the Google analogy development sections, each once."""
    found: dict[RelatedPair, None] = {}
    section = ""
    file = data / "google_analogy" / "questions-words.dev.txt.gz"
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith(":"):
                section = line[1:].strip()
            else:
                a, b, c, d = line.split()
                found |= {RelatedPair(section, a, b): None, RelatedPair(section, c, d): None}
    return list(found)
