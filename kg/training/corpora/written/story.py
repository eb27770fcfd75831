"""What is told of one thing: sentences drawn from a section, with everything in them named."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.training.corpora.written.grammar import UNTOLD, Pattern, Section
from kg.training.corpora.written.inventing import Invented, Inventor
from kg.training.corpora.written.page import Page

KINDS = {"person": "p", "company": "o", "film": "f", "book": "w", "album": "m", "team": "t", "place": "c"}  # fmt: skip
"""The letter of the gap that the main thing of each section would fill."""

_PIECE = re.compile(r"\{([^{}]*)\}|<(?:(\w+):)?([^<>/]*)/([^<>]*)>")
_KIND = re.compile(r"[a-z]+")
_FAMILY = frozenset({"P22", "P25", "P40", "P3373", "P26"})
_PRONOUNS = {"m": ("He", "his", "him"), "f": ("She", "her", "her"), "": ("It", "its", "it")}
_TITLES = ("Dr. ", "Professor ", "Sir ", "Judge ")


@dataclass(frozen=True, slots=True)
class _Words:
    """Words of a sentence, and what they name; -1: nothing."""

    text: str
    thing: int = -1


_ARTICLE = _Words("a")


@dataclass(slots=True)
class Story:
    """One thing, and what is still to be told of it.

    Attributes:
        main: The thing's number on the page.
        told: Properties that were told of it already: nobody is born twice.
        namesake: Whether another of the same family name has come up.
    """

    page: Page
    invent: Inventor
    draw: random.Random
    section: Section
    main: int
    named: bool = False
    namesake: bool = False
    told: set[str] = field(default_factory=set)

    def opening(self) -> None:
        """Tell who or what it is."""
        self._tell(self.draw.choice(self.section.opening or self.section.further), follows=False)

    def further(self, *, follows: bool) -> None:
        """Tell something else; `follows` says whether the sentence before was about it too."""
        fresh = [
            pattern
            for pattern in self.section.further
            if self.told.isdisjoint(n for s, n, _ in pattern.facts if s == "M")
        ]
        if fresh:
            self._tell(self.draw.choice(fresh), follows=follows)

    def _tell(self, pattern: Pattern, *, follows: bool) -> None:
        things = {"M": self.main}
        if self.page.text:
            self.page.write(" ")
        for words in _with_articles(self._worded(pattern, things, follows)):
            if words.thing < 0:
                self.page.write(words.text)
            else:
                self.page.name(words.thing, words.text)
        self._remember(pattern, things)

    def _worded(self, pattern: Pattern, things: dict[str, int], follows: bool) -> list[_Words]:
        text, end = pattern.drawn(self.draw), 0
        found: list[_Words] = []
        for piece in _PIECE.finditer(text):
            found.append(_Words(text[end : piece.start()]))
            end = piece.end()
            if piece[1] is None:
                sex = self.page.things[self._number(piece[2] or "M", things, pattern)].sex
                found.append(_Words(piece[3] if sex == "m" else piece[4]))
            elif piece[1] in ("M", "M's", "him", "M+"):
                found += self._main(piece[1], follows, at_start=not any(w.text for w in found))
            else:
                found += self._other(piece[1], things, pattern)
        return [*found, _Words(text[end:])]

    def _other(self, gap: str, things: dict[str, int], pattern: Pattern) -> list[_Words]:
        if gap == "an":
            return [_ARTICLE]
        if gap == "#":
            return [_Words(str(self.draw.randint(24, 96)))]
        if gap in ("h", "h^"):
            words = self.invent.profession()
            return [_Words(words.capitalize() if gap == "h^" else words)]
        name = gap.rstrip("^")
        known = name in things
        number = self._number(name, things, pattern)
        thing = self.page.things[number]
        words = thing.short if known else self._in_full(thing, name, pattern)
        if gap.endswith("^") and self.draw.random() < 0.5:
            words = words.upper()
        if thing.label == "thing" and name[0] in "wfm" and self.draw.random() < 0.2:
            return [_Words("“"), _Words(words, number), _Words("”")]
        return [_Words(words, number)]

    def _main(self, gap: str, follows: bool, *, at_start: bool) -> list[_Words]:
        thing = self.page.things[self.main]
        nominative, possessive, objective = _PRONOUNS[thing.sex]
        can_refer = self.named and (follows or not at_start) and gap != "M+"
        if can_refer and self.draw.random() < (0.5 if at_start else 0.7):
            word = {"M": nominative, "M's": possessive, "him": objective}[gap]
            return [_Words(word.capitalize() if at_start else word.lower(), self.main)]
        short = self.named and not self.namesake and self.draw.random() < 0.75
        titled = not self.named and thing.sex and self.draw.random() < 0.08
        self.named = True
        return [
            _Words(self.draw.choice(_TITLES) if titled else ""),
            _Words(thing.short if short else thing.name, self.main),
            _Words("'s" if gap == "M's" else ""),
        ]

    def _in_full(self, thing: Invented, name: str, pattern: Pattern) -> str:
        if not _is_family(name, pattern) or thing.short != self.page.things[self.main].short:
            return thing.name
        self.namesake = True
        return thing.name.split()[0] if self.draw.random() < 0.5 else thing.name

    def _number(self, name: str, things: dict[str, int], pattern: Pattern) -> int:
        if name not in things:
            things[name] = self.page.thing(self._new(name, pattern))
        return things[name]

    def _new(self, name: str, pattern: Pattern) -> Invented:
        letters = _KIND.match(name)
        kind = letters[0] if letters else "p"
        if kind[0] != "p":
            return self.invent.thing(kind)
        own = self.page.things[self.main]
        sex = {"pm": "m", "pf": "f", "ps": "f" if own.sex == "m" else "m"}.get(kind, "")
        one_name = _is_family(name, pattern) and own.sex and self.draw.random() < 0.55
        return self._unlike(self.invent.person(sex, own.short if one_name else ""))

    def _unlike(self, person: Invented) -> Invented:
        """Return the person, with another name if somebody else on the page has that."""
        names = {thing.name for thing in self.page.things}
        return person if person.name not in names else self.invent.person(person.sex)

    def _remember(self, pattern: Pattern, things: dict[str, int]) -> None:
        for subject, number, object_ in pattern.facts:
            if subject in things and object_ in things and things[subject] != things[object_]:
                pair = things[subject], things[object_]
                if number == UNTOLD:
                    self.page.untold.add(pair)
                else:
                    self.page.facts.add((pair[0], number, pair[1]))
        self.told |= {number for subject, number, _ in pattern.facts if subject == "M"}


def _is_family(name: str, pattern: Pattern) -> bool:
    ends = ({s, o} for s, number, o in pattern.facts if number in _FAMILY)
    return {name, "M"} in ends


def _with_articles(words: Sequence[_Words]) -> list[_Words]:
    """Make each "a" an "an" where a vowel comes next."""
    found = []
    for place, one in enumerate(words):
        after = "".join(w.text for w in words[place + 1 : place + 4]).lstrip()[:1]
        found.append(_Words("an") if one is _ARTICLE and after in "AEIOaeio" else one)
    return found
