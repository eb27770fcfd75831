"""Sentences with gaps, and the facts that each says: how `sentences.txt` is read.

A line is a sentence, "=>", and facts. `[a|b]` draws one of several; what is left after that names its things in
`{}`. Facts about things that were not drawn fall away.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

_CHOICE = re.compile(r"\[([^\[\]]*)\]")

_SPACES = re.compile(r" (?=[ ,.;])")

UNTOLD = "~"
"""Stands for the property of a pair of which the sentence may say something or not."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A sentence with gaps.

    Attributes:
        text: Its words, with choices still in it.
        facts: (subject, property number or `UNTOLD`, object), by the names of the gaps.
    """

    text: str
    facts: tuple[tuple[str, str, str], ...]

    def drawn(self, draw: random.Random) -> str:
        """Return the words with every choice made."""
        text = self.text
        while "[" in text:
            text = _CHOICE.sub(lambda found: draw.choice(found[1].split("|")), text)
        return _SPACES.sub("", text)


@dataclass(frozen=True, slots=True)
class Section:
    """Patterns about one kind of thing: those that a passage opens with, and others."""

    opening: tuple[Pattern, ...]
    further: tuple[Pattern, ...]


def read_grammar(lines: Iterable[str]) -> dict[str, Section]:
    """Return sections by their kind.

    Raises:
        ValueError: A line has no "=>", or a fact is not three words.
    """
    found: dict[tuple[str, bool], list[Pattern]] = defaultdict(list)
    place = ("", False)
    for line in lines:
        if line.startswith("## "):
            kind, _, part = line[3:].strip().partition(" ")
            place = (kind, part == "opening")
        elif line.strip() and not line.startswith("#"):
            found[place].append(_pattern(line))
    kinds = dict.fromkeys(kind for kind, _ in found)
    return {kind: Section(tuple(found[kind, True]), tuple(found[kind, False])) for kind in kinds}


def properties_of(grammar: dict[str, Section]) -> frozenset[str]:
    """Return the numbers of all properties that some pattern speaks of."""
    return frozenset(
        number
        for section in grammar.values()
        for pattern in (*section.opening, *section.further)
        for _, number, _ in pattern.facts
        if number != UNTOLD
    )


def _pattern(line: str) -> Pattern:
    text, arrow, facts = line.rpartition("=>")
    if not arrow:
        raise ValueError(f"no facts after the sentence: {line.strip()}")
    split = [tuple(fact.split()) for fact in facts.split(",") if fact.strip()]
    if wrong := [fact for fact in split if len(fact) != 3]:
        raise ValueError(f"not subject, property and object: {' '.join(wrong[0])}")
    return Pattern(text.strip(), tuple((s, number, o) for s, number, o in split))
