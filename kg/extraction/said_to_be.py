"""What a sentence says that something is: "shot putter" of "is a retired Italian shot putter".

A tagger sees names, and a common noun is none. Where objects of a relation are common nouns, as occupations
and kinds of things are, this is where new ones stand.
"""

import re
from collections.abc import Iterator

from kg.records import Span
from kg.text.demonyms import PLACES

_IS = re.compile(r"\b(?:is|was|are|were|as) (?:also )?(?:an?|the) (?:\d{4} )?")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_STOPS = frozenset(
    "of in by for who that from on at to with and or which whose where when as than about near under over "
    "between during after before since but located based known named called born held played "
    "set made run won written built".split()
)
_QUALIFIES = frozenset(
    "former retired professional amateur noted famous prominent leading early late first second third current "
    "young senior junior best-known well-known semi-professional award-winning small large major minor main "
    "new old male female common popular national international independent single one".split()
)
_LONGEST = 3
"""Words of a kind of thing; what stands before them says more of it."""


def said_to_be(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the kinds that things between two offsets are said to be of, in the text's order."""
    for match in _IS.finditer(text, start, end):
        words = _words(text, match.end(), end)
        while words and _only_qualifies(words[0].of(text)):
            words = words[1:]
        words = words[-_LONGEST:]
        if words and all(word.of(text)[0].islower() for word in words):
            yield Span(words[0].start, words[-1].end)


def _words(text: str, start: int, end: int) -> list[Span]:
    """Return the words of a noun phrase: up to a stop, or a word that ends it."""
    words: list[Span] = []
    while match := _WORD.match(text, start, end):
        word = match.group().casefold()
        if word in _STOPS or (words and word.endswith("ed")):
            break
        words.append(Span(*match.span()))
        start = match.end()
        if text[start : start + 1] != " ":
            break
        start += 1
    return words


def _only_qualifies(word: str) -> bool:
    plain = word.casefold()
    return word[0].isupper() or plain in _QUALIFIES or plain in PLACES or plain.endswith("ly")
