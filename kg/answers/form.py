"""The form of a question, and what kind of thing its first words ask for."""

import re
from collections.abc import Sequence

from kg.answers.chinese import kind_in_chinese
from kg.answers.records import Form
from kg.answers.words import AUXILIARIES, Token
from kg.ontology.types import types_of_name

_HOW = {"many": "number", "much": "number", "long": "number", "tall": "number", "high": "number",
        "large": "number", "old": "time", "big": "number"}  # fmt: skip
_WHO = frozenset({"person", "organisation"})
_WHERE = frozenset({"place", "organisation"})
"""One is born in a place, and works or studies at an organisation."""
_TIMES = frozenset({"time"})
_MANNERS = frozenset({"thing", "concept"})
"""How one died is neither when nor where."""
_CLAUSES = frozenset({"that", "who", "which"})
_PARTICIPLE = re.compile(r"(?:..ed|..ten|made|built|born|won|led)$")
SUPERLATIVES = frozenset("oldest earliest youngest newest latest largest biggest longest tallest highest smallest"
                          " shortest lowest fewest".split())  # fmt: skip


def form_of(
    words: Sequence[Token], lower: dict[int, str]
) -> tuple[Form, frozenset[str], frozenset[int], bool]:
    """Return the form, the types an answer may have, the places of the noun that says so, and whether one does."""
    if asked := kind_in_chinese("".join(token.lower for token in words)):
        return asked[0], asked[1], frozenset(), False
    first = words[0].lower
    text = " ".join(token.lower for token in words)
    if first in AUXILIARIES and first != "'s":
        return "yesno", frozenset(), frozenset(), False
    for place, word in lower.items():
        after = words[place + 1].lower if place + 1 < len(words) else ""
        if word == "how" and after in _HOW:
            if after in ("many", "much"):
                return ("count", *_noun(words, lower, place + 2))
            return "list", frozenset({_HOW[after]}), frozenset(), False
        if word == "when" or re.match(r"(?:in |on )?(?:what|which) (?:year|date|day)\b", text):
            dated = {n for n, one in lower.items() if one in ("year", "date", "day")}
            return "list", _TIMES, frozenset(dated), False
        if word == "where":
            return "list", _WHERE, frozenset(), False
        if word == "how":
            return "list", _MANNERS, frozenset(), False
        if word in ("who", "whom"):
            return "list", _WHO, frozenset(), False
        if word in ("which", "what", "whose"):
            start = place + 1
            if word == "whose":
                return "list", frozenset(), frozenset(), False
            if after in ("are", "is", "was", "were", "'s") and place + 2 < len(words):
                return ("list", *_copula(words, lower, place + 2))
            if after == "of" and place + 2 < len(words):
                start = place + 3
            return ("list", *_noun(words, lower, start))
    if first in ("list", "name", "give", "show", "tell", "find", "count"):
        start = 1 + sum(
            words[n].lower in ("me", "all", "the", "every", "us")
            for n in range(1, min(4, len(words)))
        )
        form: Form = "count" if first == "count" else "list"
        return (form, *_noun(words, lower, start))
    return "list", frozenset(), frozenset(), False


def _noun(
    words: Sequence[Token], lower: dict[int, str], start: int
) -> tuple[frozenset[str], frozenset[int], bool]:
    """The noun that says what is asked for: the last word that names a type before a verb or a name."""
    found: tuple[frozenset[str], frozenset[int], bool] = (frozenset(), frozenset(), False)
    for place in range(start, min(start + 4, len(words))):
        word = lower.get(place)
        if word is None or word in AUXILIARIES or word in ("of", "by", "did", "that", "who", "in"):
            break
        if word in ("person", "people"):
            return frozenset({"person"}), frozenset({place}), True
        types = types_of_name(word)
        if types:
            phrase = frozenset(range(start, place + 1)) & frozenset(lower)
            found = (types, phrase, True)
    return found


def _copula(
    words: Sequence[Token], lower: dict[int, str], start: int
) -> tuple[frozenset[str], frozenset[int], bool]:
    """ "What is the oldest COMPANY", "the COMPANY founded by": the noun names the type only where such words do."""
    if [lower.get(start + n) for n in range(4)] == ["the", "name", "of", "the"]:
        start += 3
    the = words[start].lower == "the"
    start += the
    kinds, noun, explicit = _noun(words, lower, start)
    after = lower.get(max(noun) + 1, "") if noun else ""
    told_by = the and (after in _CLAUSES or _PARTICIPLE.search(after))
    if told_by or not SUPERLATIVES.isdisjoint(lower.values()):
        return kinds, noun, explicit
    return frozenset(), frozenset(), False
