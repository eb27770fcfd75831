"""What the map and the reader learn from, and the questions that they are asked afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.training.analogy.batches import Sampler
from kg.training.analogy.corpus import google_pairs, read_pairs
from kg.training.analogy.kinds import PREFIX, apart
from kg.training.analogy.pairs import RelatedPair, split
from kg.training.analogy.questions import Question, mixed_words, other_relations

KIND_WEIGHT = 2.0
"""How much oftener a kind of `kinds.txt` is drawn than its number of pairs would have it."""


@dataclass(frozen=True, slots=True)
class Material:
    """Pairs to train on, and three sets of pairs to ask about.

    Attributes:
        dev: Pairs of two words that training does not see.
        google: Of the Google development sections, none of which is trained on.
        unseen: Of kinds of relation that training does not see; none if all are trained on.
    """

    train: Sequence[RelatedPair]
    dev: Sequence[RelatedPair]
    google: Sequence[RelatedPair]
    unseen: Sequence[RelatedPair]

    def names(self) -> list[str]:
        """Return every name once."""
        used = (*self.train, *self.dev, *self.google, *self.unseen)
        return list({name: None for pair in used for name in (pair.head, pair.tail)})

    def sampler(self, seed: int) -> Sampler:
        """Return what draws batches of the pairs to train on."""
        kinds = {p.relation: KIND_WEIGHT for p in self.train if p.relation.startswith(PREFIX)}
        return Sampler(self.train, seed, kinds)

    def questions(self) -> dict[str, list[Question]]:
        """Return the questions, by what they are about."""
        asked = {
            "other relations": other_relations(self.dev, 2000, 1),
            "mixed words": mixed_words(self.dev, 20, 1),
            "google, mixed words": mixed_words(self.google, 100, 1),
            "google, other relations": other_relations(self.google, 1500, 1, choices=4),
        }
        if self.unseen:
            asked["unseen kinds"] = other_relations(self.unseen, 3000, 1)
        return asked


def read_material(wordnet: Path, data: Path, *, all_kinds: bool) -> Material:
    """Read everything. Raises InputError if a source is missing."""
    pairs = read_pairs(wordnet, data)
    known, unseen = (pairs, []) if all_kinds else apart(pairs)
    train, dev = split(known)
    return Material(train, dev, google_pairs(data), unseen)
