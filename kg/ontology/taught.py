"""Relations that somebody taught by examples: what is kept of them, whatever model reads."""

import re
from dataclasses import dataclass

from kg.iris import normal_name
from kg.ontology.records import Property
from kg.records import Span

_NO_WORD = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """An example: a text in which the two ends of the relation are marked."""

    text: str
    subject: Span
    object: Span


@dataclass(frozen=True, slots=True)
class TaughtRelation:
    """A relation and the examples that show it.

    Attributes:
        id: Made from the name; what two names share, two relations cannot have.
        domain, range: Mention types of its ends; empty: what the examples show, or any.
        taught_at: When it was first taught, in milliseconds since the epoch.
        changed_at: When its examples last changed. Greater than that of any relation before.
    """

    id: str
    iri: str
    name: str
    description: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    examples: tuple[MarkedSentence, ...]
    taught_at: int = 0
    changed_at: int = 0

    @property
    def property(self) -> Property:
        """The relation as a property of an ontology."""
        return Property(self.iri, self.name, self.description, self.domain, self.range)


def relation_id(name: str) -> str:
    """Return the id of the relation of this name: its words, joined; empty if there are none."""
    return _NO_WORD.sub("_", normal_name(name)).strip("_")
