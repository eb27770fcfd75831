"""How two names can stand for one thing, and the keys under which such names meet.

The kinds of likeness, surest first:

    same        equal but for case, accents, punctuation, article, title and legal form
    variant     a fuller name with the same first and last word: "Barack Hussein Obama"; "Italian" of Italy
    initials    a first name cut to its letter: "J. Smith"
    spelling    a letter or two apart, in words long enough for that to be a slip
    acronym     "IBM"
    headed      all but the noun that says what it is: "Harvard" for "Harvard University"
    extended    one is contained in the other and has more than one word: "Bank of America"
    part        one word of the other: "Obama"
    overlap     they share words, and each has words of its own
    none        nothing of these

Numbers are never a slip: names whose numbers differ are of different things (`numbers_differ`).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from kg.iris import normal_name
from kg.text.demonyms import PLACES
from kg.text.legal_forms import LEGAL_FORMS

KINDS = (
    "same", "variant", "initials", "spelling", "acronym", "headed", "extended", "part", "overlap",
    "none",
)  # fmt: skip

_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['’]s\b")
_DOTTED = re.compile(r"\b(?:\w\.){2,}")
_TITLES = frozenset("the a an mr mrs ms miss dr prof professor sir dame".split())
_RANKS = frozenset("lord lady president king queen prince princess senator general".split())
"""Titles before the names of persons, and words in the names of King's College and King County."""
_SMALL = frozenset("of the and for in de la le du des der von van al el da di y e".split())
_HEADS = frozenset(
    "university universities college school institute academy party club association society foundation"
    " museum hospital league team records pictures studios airlines airways motors press orchestra".split()
)
_ROMAN = re.compile(r"(?=[ivx]+$)x{0,3}(?:ix|iv|v?i{0,3})")
_GENERATION = {"jr": "#jr", "junior": "#jr", "sr": "#sr", "senior": "#sr"}
_INDEXED = frozenset("=2iacdw")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_SLIP_LENGTH = 8
_PREFIX = 4


@dataclass(frozen=True, slots=True)
class NameForm:
    """A name as it is compared.

    Attributes:
        words: Without accents, article, title and legal form, in order.
        joined: The words as one.
        numbers: Its words that hold digits, Roman numerals behind the first word, junior and senior.
        letters: First letters of its larger words, if there are several.
        short: Its letters, if it may itself be an acronym; else empty.
        key: Under which `same` names are equal, whatever the order of their words.
    """

    words: tuple[str, ...]
    joined: str
    numbers: frozenset[str]
    letters: str
    short: str
    key: str


@lru_cache(maxsize=50_000)
def name_form(name: str) -> NameForm:
    """Return the form in which a name is compared."""
    written = _DOTTED.sub(lambda found: found[0].replace(".", ""), name)
    plain = _without_accents(normal_name(_POSSESSIVE.sub("", written)))
    every = _WORD.findall(plain)
    words = _bare(every)
    joined = "".join(words)
    large = [word for word in words if word not in _SMALL]
    is_short = len(every) == 1 and 3 <= len(joined) <= 6 and written.strip(" '’s").isupper()
    return NameForm(
        words=tuple(words),
        joined=joined,
        numbers=frozenset(_numbers(every)),
        letters="".join(word[0] for word in large) if len(large) > 1 else "",
        short=joined if is_short else "",
        key=" ".join(sorted(words)),
    )


def numbers_differ(one: NameForm, other: NameForm) -> bool:
    """Return whether the names hold other numbers: ASR1603 is not ASR1605, nor Henry VII Henry VIII."""
    if one.numbers == other.numbers:
        return False
    # one without any number may be the short form of another, unless that is all there is to it
    return bool(one.numbers and other.numbers) or _rest(one) == _rest(other)


def likeness(one: NameForm, other: NameForm, label: str = "") -> str:
    """Return the kind of likeness of two names of things of one type."""
    if one.words == other.words or one.joined == other.joined or one.key == other.key:
        return "same"
    first, second = sorted((one, other), key=lambda form: (len(form.words), form.joined))
    short, long = set(first.words), set(second.words)
    place = PLACES.get(one.joined)
    if label == "place" and place and place == PLACES.get(other.joined):
        return "variant"
    if label == "person" and (kind := _of_persons(first, second)):
        return kind
    if _is_slip(first, second):
        return "spelling"
    if label != "person" and _shortens(first, second):
        return "acronym"
    if label != "person" and short and short < long and long - short <= _HEADS:
        return "headed"
    if short <= long:
        return "part" if len(first.words) == 1 else "extended"
    return "overlap" if (short & long) - _SMALL else "none"


def meeting_keys(form: NameForm) -> Iterator[str]:
    """Yield the keys under which a name meets names like it, surest first."""
    yield f"= {form.key}"
    if place := PLACES.get(form.joined):
        yield f"d {place}"
    words = [word for word in form.words if word not in _SMALL]
    if len(words) > 1:
        first, last = words[0], words[-1]
        yield f"2 {first} {last}"
        yield f"i {first[0]} {last}"
        yield f"p {first[:_PREFIX]} {last[:_PREFIX]}"
        yield f"a {form.letters}"
    elif form.short:
        yield f"a {form.short}"
    if len(form.joined) >= _SLIP_LENGTH:
        yield f"c {form.joined[:6]}"
        yield f"z {form.joined[-6:]}"
    for word in dict.fromkeys(words):
        if len(word) > 2:
            yield f"w {word}"


def index_keys(name: str) -> set[str]:
    """Return the keys under which a knowledge base's entity is found: fewer, for it may have millions."""
    return {key for key in meeting_keys(name_form(name)) if key[0] in _INDEXED}


def _of_persons(first: NameForm, second: NameForm) -> str | None:
    """What only the names of persons do: middle names come and go, first names shrink to letters."""
    if len(first.words) < 2:
        return None
    if first.words[-1] != second.words[-1]:
        return None
    given, other = _unranked(first.words)[0], _unranked(second.words)[0]
    if given == other:
        return "variant" if _middles_agree(first, second) else "overlap"
    if given[0] == other[0] and 1 in (len(given), len(other)):
        return "initials" if _middles_agree(first, second) else "overlap"
    return None


def _unranked(words: tuple[str, ...]) -> tuple[str, ...]:
    """The name of a person without a title, if two words are left."""
    return words[1:] if words[0] in _RANKS and len(words) > 2 else words


def _middles_agree(first: NameForm, second: NameForm) -> bool:
    """Whether the middle names of one are left out, shortened or the same in the other."""
    ours, theirs = _unranked(first.words)[1:-1], _unranked(second.words)[1:-1]
    return all(
        any(a == b or (1 in (len(a), len(b)) and a[0] == b[0]) for b in theirs) or not theirs
        for a in ours
    )


def _shortens(first: NameForm, second: NameForm) -> bool:
    return bool(
        (first.short and first.short == second.letters)
        or (second.short and second.short == first.letters)
    )


def _is_slip(first: NameForm, second: NameForm) -> bool:
    """Whether a letter or two differ, word by word and never the first: Kansas is no slip of Arkansas.

    A Chinese character is a word, and none for another is a slip: the first court is not the second.
    """
    if _HAN.search(first.joined) or _HAN.search(second.joined):
        return False
    if abs(len(first.joined) - len(second.joined)) > 2 or len(first.joined) < _SLIP_LENGTH:
        return False
    if len(first.words) == len(second.words):
        starts = (a[0] == b[0] for a, b in zip(first.words, second.words, strict=True))
        if not all(starts):
            return False
    allowed = 1 if len(first.joined) < 14 else 2
    distance = DamerauLevenshtein.distance(first.joined, second.joined, score_cutoff=allowed)
    return distance <= allowed


def _bare(words: list[str]) -> list[str]:
    start = next((i for i, word in enumerate(words) if word not in _TITLES), 0)
    end = len(words)
    while end - 1 > start and (words[end - 1] in LEGAL_FORMS or words[end - 1] in _GENERATION):
        end -= 1
    return words[start:end] or words


def _numbers(words: list[str]) -> Iterator[str]:
    for place, word in enumerate(words):
        roman = place and len(word) > 1 and _ROMAN.fullmatch(word)
        if roman or any(letter.isdigit() for letter in word):
            yield word
        elif place and word in _GENERATION:
            yield _GENERATION[word]


def _rest(form: NameForm) -> tuple[str, ...]:
    return tuple(word for word in form.words if word not in form.numbers)


def _without_accents(text: str) -> str:
    parts = unicodedata.normalize("NFD", text)
    return "".join(part for part in parts if not unicodedata.combining(part))
