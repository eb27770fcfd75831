"""The ways to say a relation that `sayings.txt` lists, and the names of `names.txt` to fill them with."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

_MARKS = frozenset(("one", "sole", "way", "both"))


@dataclass(frozen=True, slots=True)
class Saying:
    """How a relation is said, with {a} and {b} for its ends.

    Attributes:
        kinds: What its two ends are: person, city, year …
        marks: one: a has one such b. sole: b has one such a. way: never holds the other way round. both: always does.
        says: They all say it.
        denies: They all deny it.
        excludes: It cannot hold as well, and they say more than that.
        follows: What follows from it.
        near: What neither follows nor is denied.
    """

    name: str
    kinds: tuple[str, str]
    marks: frozenset[str] = frozenset()
    says: tuple[str, ...] = ()
    denies: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    near: tuple[str, ...] = ()

    @property
    def denials(self) -> tuple[str, ...]:
        """Return all that plainly denies it, also by saying that it is not true."""
        said = (form for form in self.says if form.startswith("{"))
        return self.denies + tuple(f"It is not true that {form}" for form in said)


_FIELDS: Mapping[str, str] = {
    "+": "says",
    "-": "denies",
    "x": "excludes",
    ">": "follows",
    "~": "near",
}


@lru_cache(maxsize=1)
def read_sayings() -> tuple[Saying, ...]:
    """Read all relations of `sayings.txt`, in its order. Raises ValueError if a line is not of its form."""
    found: list[Saying] = []
    for line in _lines("sayings.txt"):
        field = _FIELDS.get(line[0])
        if field and line[1] == " ":
            forms: tuple[str, ...] = (*getattr(found[-1], field), line[2:])
            found[-1] = replace(found[-1], **{field: forms})  # type: ignore[arg-type]
            continue
        name, first, second, marks = (part.strip() for part in line.split("|"))
        found.append(Saying(name, (first, second), frozenset(marks.split())))
        if found[-1].marks - _MARKS:
            raise ValueError(f"sayings.txt: {line}: marks are {', '.join(sorted(_MARKS))}.")
    return tuple(found)


def held_back(sayings: tuple[Saying, ...]) -> tuple[Saying, ...]:
    """Return every sixth relation: training never sees how they are said."""
    return sayings[2::6]


def fill(form: str, a: str, b: str) -> str:
    """Put names into a form; the first letter is made large."""
    text = form.replace("{a}", a).replace("{b}", b)
    return text[0].upper() + text[1:]


def some_name(kind: str, chance: random.Random, *others: str) -> str:
    """Return a name of a kind that is none of `others`."""
    while True:
        made = _MAKERS[kind](chance) if kind in _MAKERS else chance.choice(_names()[kind])
        if made not in others:
            return made


def _person(chance: random.Random) -> str:
    return f"{chance.choice(_names()['first'])} {chance.choice(_names()['last'])}"


def _year(chance: random.Random) -> str:
    return str(chance.randint(1700, 2024))


def _number(chance: random.Random) -> str:
    low, high, step = chance.choice([(20, 999, 1), (1, 99, 1000), (1000, 999_999, 1), (2, 90, 100)])
    return f"{chance.randint(low, high) * step:,}"


def _money(chance: random.Random) -> str:
    low, high = chance.choice([(1, 99), (100, 999), (1000, 9000)])
    unit = chance.choice(["", " million", " billion"])
    return f"{chance.choice('$€£')}{chance.randint(low, high):,}{unit}"


_MAKERS: Mapping[str, Callable[[random.Random], str]] = {
    "person": _person,
    "year": _year,
    "number": _number,
    "money": _money,
}


@lru_cache(maxsize=1)
def _names() -> dict[str, tuple[str, ...]]:
    pairs = (line.partition(": ") for line in _lines("names.txt"))
    return {kind: tuple(names.split(", ")) for kind, _, names in pairs}


def _lines(name: str) -> list[str]:
    text = files("kg.training.entailment").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("# ")]
