"""Page numbers and running heads and feet: what a page repeats and its text does not say."""

import re
from collections import Counter
from collections.abc import Sequence

from kg.text.layout import Line

_OUTERMOST = 2  # lines at each end of a page that may be furniture
_NUMBER = re.compile(r"\d{1,4}")

Sign = tuple[int, str]


def without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the pages without lines that stand at the same height on another page.

    Lines are the same where they differ by a number that grows with the page. The first of them stays
    where it has letters, as it may be the title.
    """
    counts = Counter(
        sign
        for index, page in enumerate(pages)
        for sign in set().union(*(_signs(line, index) for line in _outer(page)))
    )
    seen: set[Sign] = set()
    kept = []
    for index, page in enumerate(pages):
        dropped = set()
        for line in _outer(page):
            repeated = {sign for sign in _signs(line, index) if counts[sign] > 1}
            if repeated & seen or (repeated and not any(map(str.isalpha, line.text))):
                dropped.add(id(line))
            seen |= repeated
        kept.append([line for line in page if id(line) not in dropped])
    return kept


def _outer(page: Sequence[Line]) -> Sequence[Line]:
    return page if len(page) <= 2 * _OUTERMOST else [*page[:_OUTERMOST], *page[-_OUTERMOST:]]


def _signs(line: Line, index: int) -> set[Sign]:
    """Return what makes a line the same on another page: its text, or its text around the page number."""
    height, numbers = round(line.top), list(_NUMBER.finditer(line.text))
    signs = {(height, line.text)}
    for number in numbers[:1] + numbers[-1:]:
        before, after = line.text[: number.start()], line.text[number.end() :]
        signs.add((height, f"{before}\0{int(number[0]) - index}{after}"))
    return signs
