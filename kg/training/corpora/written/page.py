"""A passage as it is written: its words so far, what they name, and what they say."""

from dataclasses import dataclass, field

from kg.ontology.records import VALUES
from kg.records import Span
from kg.training.corpora.records import LabelledMention, LabelledText
from kg.training.corpora.written.inventing import Invented

PROPERTY = "http://www.wikidata.org/prop/direct/"

_BOTH_WAYS = frozenset({"P26", "P3373", "P190"})
_INVERSE = {"P749": "P355", "P355": "P749", "P1376": "P36", "P36": "P1376", "P155": "P156", "P156": "P155"}  # fmt: skip
_INVERSE |= dict.fromkeys(("P50", "P57", "P58", "P86", "P162", "P175"), "P800")
IMPLIED = frozenset({*_INVERSE.values(), "P127", "P40", "P22", "P25"})
"""Properties that follow from others, as Re-DocRED has them."""

COMPLETE = frozenset({"person", "organisation", "place", "thing"})
"""Types of which everything is marked; days of the week and ages are not."""

Fact = tuple[int, str, int]


@dataclass(slots=True)
class Page:
    """What is written so far; things are numbered as they come."""

    text: str = ""
    things: list[Invented] = field(default_factory=list)
    mentions: list[LabelledMention] = field(default_factory=list)
    facts: set[Fact] = field(default_factory=set)
    untold: set[tuple[int, int]] = field(default_factory=set)

    def thing(self, new: Invented) -> int:
        """Return the number of a thing that comes up; what has the name of another is that."""
        for number, known in enumerate(self.things):
            if (known.label, known.name) == (new.label, new.name):
                return number
        self.things.append(new)
        return len(self.things) - 1

    def write(self, words: str) -> None:
        """Go on with words that name nothing."""
        self.text += words

    def name(self, thing: int, words: str) -> None:
        """Go on with words that name a thing."""
        span = Span(len(self.text), len(self.text) + len(words))
        self.mentions.append(LabelledMention(span, self.things[thing].label, thing))
        self.text += words

    def labelled(self, id: str, properties: frozenset[str]) -> LabelledText:
        """Return the passage with what it says, and the pairs of which it is known whether it says something."""
        facts = _with_implied(self.facts, self.things)
        hidden = {*self.untold, *((o, s) for s, o in self.untold)}
        named = sorted({mention.entity for mention in self.mentions})
        return LabelledText(
            id,
            self.text,
            tuple(self.mentions),
            frozenset((s, PROPERTY + number, o) for s, number, o in facts if (s, o) not in hidden),
            frozenset(PROPERTY + number for number in properties | IMPLIED),
            tuple(
                (s, o)
                for s in named
                for o in named
                if s != o and (s, o) not in hidden and self._can_be_told(s, o)
            ),
            COMPLETE,
            clustered=True,
        )

    def _can_be_told(self, subject: int, object: int) -> bool:
        labels = self.things[subject].label, self.things[object].label
        # where towns lie, everybody knows without being told
        return labels[0] not in VALUES and labels != ("place", "place")


def _with_implied(facts: set[Fact], things: list[Invented]) -> set[Fact]:
    found = set(facts)
    for subject, number, object_ in facts:
        if number in _BOTH_WAYS:
            found.add((object_, number, subject))
        if number in _INVERSE:
            found.add((object_, _INVERSE[number], subject))
        if number == "P749":
            found.add((subject, "P127", object_))
        if number in ("P22", "P25"):
            found.add((object_, "P40", subject))
        if number == "P40":
            found.add((object_, "P22" if things[subject].sex == "m" else "P25", subject))
    return found
