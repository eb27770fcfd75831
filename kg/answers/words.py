"""Questions as words: tokens with their stems, and the words that carry no meaning of their own."""

import re
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

HAN = "\u3400-\u9fff\uf900-\ufaff"
"""Chinese characters, each a word of its own: nothing says where a longer word ends."""

_LETTER = rf"[^\W{HAN}]"
_TOKEN = re.compile(
    rf"['’]s\b|[{HAN}]|{_LETTER}+(?:[-.'’]{_LETTER}+)*?(?=['’]s\b)|{_LETTER}+(?:[-.'’]{_LETTER}+)*"
)

BE = frozenset("is are was were be been being 's".split())
AUXILIARIES = BE | frozenset("do does did has have had can could will would may might".split())
WH = frozenset("who whom whose what which where when how why".split())
SMALL = (
    AUXILIARIES
    | WH
    | frozenset(
        """
        a an the of in on at by for from to with as into about than that this these those and or not
        it its he she his her him they them their there i me my you your we any some all every each
        also ever please tell show give list name find many much kind type sort one ones other others
        number count total people person thing things someone somebody anyone anybody else did so if
        know known according year date day time century month place called named mentioned exactly
        both same most more least fewer less first last earlier later before after since until between
        during only still now currently s
        """.split()
    )
    | frozenset("的了是在于什么谁哪里儿个吗呢几多少何时候年月日有请问由被和与之这那其")
)
"""Words that a relation need not explain."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the question at [start, end); `lower` is its text in lower case, "'s" is a word of its own."""

    text: str
    lower: str
    stem: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Whether it is written as a name is."""
        return self.text[0].isupper() or self.text[0].isdigit()


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the stem of a word in lower case (Porter 2)."""
    stemmed: str = snowballstemmer.stemmer("english").stemWord(word)
    return stemmed


def tokens(text: str) -> tuple[Token, ...]:
    """Return the words of a text in order."""
    found = []
    for match in _TOKEN.finditer(text):
        lower = match[0].lower().replace("’", "'")
        found.append(Token(match[0], lower, stem(lower), match.start(), match.end()))
    return tuple(found)


def stems(text: str) -> tuple[str, ...]:
    """Return the stems of a text's words, small words left out unless there are no others."""
    every = tokens(text)
    large = tuple(token.stem for token in every if token.lower not in SMALL)
    return large or tuple(token.stem for token in every)
