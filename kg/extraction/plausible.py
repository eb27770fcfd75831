"""Whether a stretch of text can name what its type says: a tagger taught by partial labels sees names in anything."""

import re
from functools import lru_cache

from kg.extraction.chinese_numerals import NUMERALS
from kg.extraction.chinese_spans import HAN

_SMALL = frozenset(
    "a an the and or of in on at by for to from with as is was were be been after before during shortly "
    "former formerly also his her its their this that these those which who first last".split()
)
_TITLES = frozenset("mr mrs ms dr prof rev hon sr jr sir dame phd md ba bsc ma msc".split())
"""What stands before or behind a name, and names nobody by itself."""

_TIMES = re.compile(
    r"\d|\b(?:years?|months?|weeks?|days?|hours?|minutes?|decades?|centur(?:y|ies)|spring|summer|autumn|winter"
    r"|today|yesterday|tomorrow|noon|midnight)\b",
    re.IGNORECASE,
)
_NUMBERS = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]+teen|[a-z]+ty"
    r"|hundreds?|thousands?|millions?|billions?|dozens?|half|both|several|couple)\b"
    rf"|[{NUMERALS}半]",
    re.IGNORECASE,
)
_CASED = re.compile(r"\w[ ,]+[A-Z][a-z.]")


def can_name(wording: str, label: str, cased: bool) -> bool:
    """Return whether a wording can be a mention of this type.

    Args:
        cased: Whether the text writes names with capitals; where it does not, lower case tells nothing.
    """
    words = re.findall(r"\w+", wording.casefold())
    if not words or all(word in _SMALL for word in words):
        return False
    if "".join(words) in _TITLES:
        return False
    if len(wording) == 1 and HAN.match(wording):
        return False  # a character of Chinese is a part of a word
    if label == "time":
        return bool(_TIMES.search(wording)) or not wording.islower()
    if label == "number":
        return bool(_NUMBERS.search(wording))
    return label == "concept" or not cased or not wording.islower() or wording[:1].isdigit()


@lru_cache(maxsize=8)
def is_cased(text: str) -> bool:
    """Return whether a text has capitals in the midst of it, as names have."""
    return _CASED.search(text) is not None
