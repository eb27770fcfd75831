"""Questions made of what thousands of relations are called, and questions of two relations, which no one relation answers."""

import gzip
import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from kg.errors import InputError
from kg.training.questions.records import Asking
from kg.training.questions.ways import worded

_FORWARD = (
    "what is the {l} of {x}", "what is {x}'s {l}", "who is the {l} of {x}", "which {l} does {x} have",
    "tell me the {l} of {x}", "what {l} does {x} have", "what is the {l} for {x}", "name {x}'s {l}",
    "{x} {l}", "who was {x}'s {l}", "what are the {l}s of {x}", "what {l} is {x}", "what was the {l} of {x}",
)  # fmt: skip
_BACKWARD = (
    "what has {x} as {l}", "whose {l} is {x}", "who has {x} as {l}", "which things have {x} as their {l}",
    "{x} is the {l} of what", "what is {x} the {l} of", "{x} is the {l} of which one", "of whom is {x} the {l}",
    "who had the {l} {x}", "name something with the {l} {x}",
)  # fmt: skip
_BY_FORWARD = ("what was {x} {l}", "who was {x} {l}", "who is {x} {l}", "by whom was {x} {s}")
_BY_BACKWARD = ("what was {l} {x}", "who was {l} {x}", "which ones were {l} {x}", "things {l} {x}")
_AT_FORWARD = ("what is {x} {l}", "what is {x} the {l}", "{x} is {l} what", "what was {x} {l}")
_AT_BACKWARD = ("what is {l} {x}", "what is the {l} {x}", "who is {l} {x}", "name a {l} {x}")
_SMALL = ("of", "in", "at", "to", "for", "from", "on")
_UNASKED = re.compile(r"\bI[Dd]\b|identifier|code|URL|API|username|number$")

_WORDS = 5
"""Of the longest name of a relation that is put into a question."""

_NOUNS = (
    "father mother wife husband director author founder capital employer owner composer president birthplace hometown"
    " son daughter brother sister publisher school company country label team developer"
).split()
_TWO = (
    "what is the {a} of the {b} of {x}", "what is the {a} of {x}'s {b}", "who is {x}'s {b}'s {a}",
    "where was the {b} of {x} born", "what nationality is {x}'s {b}", "when was the {b} of {x} born",
    "which {a} does the {b} of {x} have", "where did {x}'s {b} die", "who is the {a} of the {b} of {x}",
    "what did the {b} of {x} write", "which company did the {b} of {x} found", "who married the {b} of {x}",
    "where does the {b} of {x} work", "what award did the {b} of {x} win", "in which city does {x}'s {b} live",
    "where did the {b} of {x} study", "who founded the {b} of {x}", "what language does {x}'s {b} speak",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Described:
    """What Wikidata calls a property, and what it says of it."""

    label: str
    description: str


def read_descriptions(data: Path) -> dict[str, Described]:
    """Return every property of Wikidata by its number. Raises InputError if they are not there."""
    file = data / "wikidata_properties" / "all_wikidata_properties.json.gz"
    try:
        with gzip.open(file, "rt", encoding="utf-8") as text:
            rows = json.load(text)
    except OSError as err:
        raise InputError(
            f"{data} lacks Wikidata's properties: {err}. Name its folder with --data."
        ) from err
    return {
        row["property"].rpartition("/")[2]: Described(
            row["propertyLabel"], row.get("propertyDescription") or ""
        )
        for row in rows
        if row["propertyLabel"]
    }


def asked_about(known: Mapping[str, Described]) -> dict[str, Described]:
    """Return the properties that a question may be about: no numbers in other people's catalogues."""
    return {
        code: one
        for code, one in known.items()
        if not _UNASKED.search(f"{one.label} {one.description[:60]}")
    }


class Labels:
    """Draws questions of relations by their names.

    Args:
        common: Properties that are drawn more often than any other.
    """

    def __init__(
        self,
        known: Mapping[str, Described],
        common: Collection[str],
        without: Collection[str],
        chance: Random,
    ) -> None:
        self._known = known
        short = {code for code, one in known.items() if len(one.label.split()) <= _WORDS}
        self.others = sorted(short - set(without))
        self._common = sorted(set(common) & set(known) - set(without))
        self._chance = chance

    def draw(self) -> Asking:
        """Return a question of one relation."""
        property = self._property(0.4)
        backward = self._chance.random() < 0.5
        label = self._known[property].label
        start, _, last = label.rpartition(" ")
        forms: Sequence[str]
        if last == "by":
            forms = _BY_BACKWARD if backward else _BY_FORWARD
        elif last in _SMALL and start:
            forms = _AT_BACKWARD if backward else _AT_FORWARD
        else:
            forms = _BACKWARD if backward else _FORWARD
        form = self._chance.choice(forms).replace("{l}", label).replace("{s}", start)
        return Asking(worded(form, self._chance), property, backward)

    def draw_two(self) -> Asking:
        """Return a question of two relations."""
        first, second = (
            self._chance.choice(_NOUNS)
            if self._chance.random() < 0.6
            else self._known[self._property(0.5)].label
            for _ in range(2)
        )
        form = self._chance.choice(_TWO).replace("{a}", first).replace("{b}", second)
        return Asking(worded(form, self._chance), None)

    def _property(self, common: float) -> str:
        some = self._common if self._chance.random() < common else self.others
        return self._chance.choice(some or self.others)
