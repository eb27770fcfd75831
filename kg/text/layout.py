"""Lines on pages to paragraphs: by the gaps, indents, sizes and short lines that a reader goes by."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median_low

DIVIDED = "\x02"
"""Stands where a word was divided by a hyphen at the end of a line; PDFium's own sign for it."""

_ENDS = re.compile(r"[.!?:;…。！？；：][\"'”’»)\]」』）]*$")
_ITEM = re.compile(r"[•‣◦▪●○■–—*-]\s|\(?\d{1,3}[.)]\s")
_HYPHEN = re.compile(r"\w[-‐]$")
_DIVIDED_WORD = re.compile(rf"\b(\w++){DIVIDED}(\w++)")
_COMPOUND = re.compile(r"\b\w++-\w++")
_CHINESE_JAPANESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_WIDE = 1.3  # times the usual distance between lines
_LOOSEST = 1.5  # times the height of the font; what is set wider apart is no running text
_OTHER_SIZE = 1.2
_INDENT = 0.8  # times the height of the font


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page, in points from its lower left corner.

    Attributes:
        left, right: Where it begins and ends.
        top, bottom: The feet of its first and of its last character; PDFium sets a word that is
            divided at the end of one line into that line, with what follows it on the next.
        small, large: Heights of the fonts of those two characters.
    """

    text: str
    left: float
    right: float
    top: float
    bottom: float
    small: float
    large: float


def text_of_pages(pages: Sequence[Sequence[Line]]) -> str:
    """Return the text of the pages, a blank line between paragraphs, which may run over pages."""
    found: list[str] = []
    for page in pages:
        for continues, line in _continuations(page, after=found[-1] if found else ""):
            if continues:
                found[-1] = _joined(found[-1], line.text)
            else:
                found.append(line.text)
    text = "\n\n".join(found)
    compounds = set(_COMPOUND.findall(text))

    def whole(word: re.Match[str]) -> str:
        compound = f"{word[1]}-{word[2]}"  # a hyphen of its own, if the word has one elsewhere
        return compound if compound in compounds else word[1] + word[2]

    return _DIVIDED_WORD.sub(whole, text).replace(DIVIDED, "-")


def _continuations(page: Sequence[Line], after: str) -> Iterator[tuple[bool, Line]]:
    """Yield each line with whether it continues the one before it, or the page before."""
    if not page:
        return
    pitches = [above.bottom - line.top for above, line in pairwise(page) if above.bottom > line.top]
    pitch = median_low(pitches) if pitches else 0.0
    right = max(line.right for line in page)
    yield _runs_on(after, page[0].text), page[0]
    for above, line, below in zip(page, page[1:], [*page[2:], None], strict=False):
        gap = above.bottom - line.top
        if gap < -line.small:  # upwards: the next column
            yield _runs_on(above.text, line.text), line
        else:
            wide = gap > _WIDE * min(pitch, _LOOSEST * line.large)
            yield not (wide or _begins_paragraph(above, line, below, right)), line


def _begins_paragraph(above: Line, line: Line, below: Line | None, right: float) -> bool:
    if line.small > _OTHER_SIZE * above.large or above.small > _OTHER_SIZE * line.large:
        return True
    indent = _INDENT * line.large
    returns = below is None or below.left < line.left - indent
    if line.left > above.left + indent and returns and not _runs_on(above.text, line.text):
        return True
    first_word = line.text.split(maxsplit=1)[0]
    room = right - above.right - len(first_word) / len(line.text) * (line.right - line.left)
    return bool(_ITEM.match(line.text) or (_ENDS.search(above.text) and room > indent))


def _runs_on(before: str, line: str) -> bool:
    return bool(before) and not _ENDS.search(before) and (line[0].islower() or before[-1] == ",")


def _joined(before: str, line: str) -> str:
    if _HYPHEN.search(before):
        return before[:-1] + DIVIDED + line if line[0].islower() else before + line
    chinese = _CHINESE_JAPANESE.match(before[-1]) and _CHINESE_JAPANESE.match(line)
    return before + line if chinese else f"{before} {line}"
