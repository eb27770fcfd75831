"""Texts as careless people and machines write them, with every label moved along."""

import random
import re
from collections.abc import Callable
from dataclasses import replace

from kg.records import Span
from kg.training.corpora import LabelledText

NOISES = ("typos", "upper case", "lower case", "OCR")
"""What `noisy` can do to a text."""

TYPO_RATE = 0.1
"""Share of the words of four letters or more that get a typo."""
OCR_RATE = 0.1
"""Share of the places that scanners confuse where one does."""

_NEIGHBOURS = {
    letter: row[max(0, place - 1) : place] + row[place + 1 : place + 2]
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for place, letter in enumerate(row)
}
_CONFUSED = {
    "rn": "m",
    "cl": "d",
    "m": "rn",
    "l": "1",
    "I": "l",
    "O": "0",
    "0": "O",
    "1": "l",
    "S": "5",
    "5": "S",
    "B": "8",
    "e": "c",
    "h": "b",
}
_WORD = re.compile(r"[^\W\d_]+|[\s\S]")

Piece = tuple[str, str]
"""A stretch of the text, and what is written in its place."""


def noisy(text: LabelledText, noise: str, seed: int) -> LabelledText:
    """Return the text with noise in it, the same one for the same seed; spans follow their characters."""
    chance = random.Random(f"{seed} {noise} {text.id}")
    pieces = _PIECES[noise](text.text, chance)
    moved, length = [], 0
    for before, after in pieces:
        # inside a piece that changed as a whole, all characters begin where it begins
        moved.extend([length] * len(before))
        length += len(after)
    moved.append(length)
    mentions = tuple(
        replace(mention, span=Span(moved[mention.span.start], moved[mention.span.end]))
        for mention in text.mentions
    )
    return replace(text, text="".join(after for _, after in pieces), mentions=mentions)


def _typos(text: str, chance: random.Random) -> list[Piece]:
    pieces: list[Piece] = []
    for word in _WORD.findall(text):
        if len(word) >= 4 and word.isalpha() and chance.random() < TYPO_RATE:
            pieces.extend(_mistyped(word, chance.randrange(1, len(word) - 1), chance))
        else:
            pieces.extend((character, character) for character in word)
    return pieces


def _mistyped(word: str, place: int, chance: random.Random) -> list[Piece]:
    one, following = word[place], word[place + 1]
    near = _NEIGHBOURS.get(one.lower(), "") or one
    changed: Piece = chance.choice(
        [(one + following, following + one), (one, ""), (one, one * 2), (one, chance.choice(near))]
    )
    rest = word[place + len(changed[0]) :]
    return [*((c, c) for c in word[:place]), changed, *((c, c) for c in rest)]


def _scanned(text: str, chance: random.Random) -> list[Piece]:
    pieces: list[Piece] = []
    place = 0
    while place < len(text):
        for length in (2, 1):
            read = _CONFUSED.get(text[place : place + length])
            if read is not None and chance.random() < OCR_RATE:
                break
        else:
            length, read = 1, text[place]
        pieces.append((text[place : place + length], read))
        place += length
    return pieces


def _cased(change: Callable[[str], str]) -> Callable[[str, random.Random], list[Piece]]:
    return lambda text, _: [(character, change(character)) for character in text]


_PIECES: dict[str, Callable[[str, random.Random], list[Piece]]] = {
    "typos": _typos,
    "upper case": _cased(str.upper),
    "lower case": _cased(str.lower),
    "OCR": _scanned,
}
