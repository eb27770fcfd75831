"""The phrases of `cues.txt`, by which a text denies, hedges or reports what it says.

Their kinds follow NegEx (Chapman et al. 2001) and ConText (Harkema et al. 2009): cues that look ahead, cues
that look back, and pseudo-cues, which look like one and are none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from itertools import product
from typing import Literal as OneOf
from typing import get_args

Effect = OneOf["denied", "hedged", "reported", "none"]
Reach = OneOf["ahead", "chunk", "back", "sentence"]
Phrase = tuple[str, ...]

_COMMON = frozenset(
    "is are was were been being a an the his her its their he she it they to of in as that for on "
    "with by or and *ing".split()
)


@dataclass(frozen=True, slots=True)
class Cue:
    """What a phrase does, and how far.

    Attributes:
        effect: What it makes of a statement; "none" for a pseudo-cue.
        reach: "ahead": over its clause. "chunk": only over what follows it, up to the next comma.
            "back": over the clause that it ends. "sentence": over the whole sentence.
    """

    effect: Effect
    reach: Reach


def _phrases(lines: Iterator[str]) -> Iterator[tuple[Phrase, Cue]]:
    shared: dict[str, str] = {}
    cue = Cue("none", "ahead")
    for line in lines:
        if line.startswith("$") and " = " in line:
            name, words = line.split(" = ")
            shared[name] = words
        elif line.startswith("["):
            cue = _heading(line)
        elif line and not line.startswith("#"):
            for name, words in shared.items():
                line = line.replace(name, words)
            for phrase in product(*(word.split("|") for word in line.split())):
                yield phrase, cue


def _heading(line: str) -> Cue:
    effect, reach = line.strip("[]").split()
    return Cue(
        next(each for each in get_args(Effect) if each == effect),
        next(each for each in get_args(Reach) if each == reach),
    )


def _index() -> Mapping[str, list[tuple[Phrase, Cue]]]:
    text = files("kg.extraction").joinpath("cues.txt").read_text(encoding="utf-8")
    index: dict[str, dict[Phrase, Cue]] = {}
    for phrase, cue in _phrases(iter(text.splitlines())):
        index.setdefault(phrase[0], {}).setdefault(phrase, cue)
    return {
        first: sorted(phrases.items(), key=lambda item: -len(item[0]))
        for first, phrases in index.items()
    }


CUES = _index()
"""First word to the phrases that begin with it, longest first."""

TELLING = frozenset(
    next(word for word in phrase if word not in _COMMON)
    for phrases in CUES.values()
    for phrase, cue in phrases
    if cue.effect != "none"
)
"""Words of which a sentence with a cue holds at least one."""
