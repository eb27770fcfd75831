"""Which paragraphs of a document are read together.

Whatever stands in one window is read as being about one another. Paragraphs of a page need not be: with three
articles in one window the spouse of one is the coach of another. So a paragraph is read for itself unless it goes
on with the one before: a heading goes with what it stands over, what begins with a pronoun with what that speaks
of, and what names something again with what named it.
"""

import re
from collections.abc import Sequence

from kg.extraction.chinese_spans import HAN
from kg.records import Span
from kg.text.demonyms import PLACES

SHORT = 80
"""Characters; what is shorter is a heading, an item of a list or a caption, and goes with what follows it."""

LONG = 1_000
"""Characters from which on a section takes in no further paragraph."""

WIDE = 200
"""Characters of a line that nobody wrapped: its end is that of a paragraph."""

_BLANK = re.compile(r"\n[^\S\n]*\n|\r\r|\u2029")
_GOES_ON = re.compile(
    r"\W{0,3}(?:(?:he|she|it|they|him|his|her|hers|its|their|theirs|them|this|these|those|who|whose|which)"
    r"|the (?:company|firm|group|club|team|band|film|book|novel|album|song|city|town|village|couple|two|former|latter))"
    r"(?![\w-])",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{3,}")
_COMMON = frozenset(
    "the this that these those there then they their his her him she its after before during since while when where "
    "what which who why how and but for from with without not now new one two three four five six all both some many "
    "most more other others another each every under over about between into through although though because however "
    "also according born following founded january february march april may june july august september october november "
    "december monday tuesday wednesday thursday friday saturday sunday university college school company club city "
    "university north south east west river island international national president king queen war world state states "
    "united kingdom street park church museum".split()
)


def sections(text: str, sentences: Sequence[Span]) -> list[list[Span]]:
    """Return the sentences of a text in groups that are read together, all in the text's order."""
    found: list[list[Span]] = []
    for paragraph in _paragraphs(text, sentences):
        if found and _goes_on(text, found[-1], paragraph):
            found[-1].extend(paragraph)
        else:
            found.append(paragraph)
    return found


def _paragraphs(text: str, sentences: Sequence[Span]) -> list[list[Span]]:
    found: list[list[Span]] = []
    for sentence in sentences:
        if not found or _is_apart(text, found[-1][-1].end, sentence.start):
            found.append([])
        found[-1].append(sentence)
    return found


def _goes_on(text: str, section: Sequence[Span], paragraph: Sequence[Span]) -> bool:
    start, end = section[0].start, section[-1].end
    following = Span(paragraph[0].start, paragraph[-1].end)
    if end - start < SHORT or _is_chinese(following.of(text)):
        return True  # of Chinese, no capitals say what is named again
    if end - start >= LONG:
        return False
    return bool(_GOES_ON.match(text, following.start)) or not _names(
        text, Span(start, end)
    ).isdisjoint(_names(text, following))


def _is_chinese(paragraph: str) -> bool:
    return 4 * len(HAN.findall(paragraph)) > len(paragraph)


def _names(text: str, part: Span) -> frozenset[str]:
    """Return the words of a part of a text that are written with a capital and never without, but for places."""
    words = frozenset(_WORD.findall(part.of(text)))
    return frozenset(
        word
        for word in words
        if word[0].isupper()
        and word.lower() not in words
        and word.lower() not in _COMMON
        and word.lower() not in PLACES
    )


def _is_apart(text: str, end: int, start: int) -> bool:
    """Return whether a paragraph ends between the end of a sentence and the start of the next."""
    if _BLANK.search(text, end, start):
        return True
    return "\n" in text[end:start] and end - text.rfind("\n", 0, end) > WIDE
