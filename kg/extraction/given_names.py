"""Mentions that need no tagger: dates, by their form, and what teaching examples name.

A tagger cuts "17 November 1986" in two now and then, and sees no name in "long-distance runner"; an example
whose object that is says that it is one. The longest reading wins: what lies inside it is part of it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.extraction.decode import FoundMention
from kg.extraction.examples import TeachingExample
from kg.extraction.literal_spans import literal_spans
from kg.extraction.schema import Shown
from kg.extraction.windows import Window
from kg.records import Span

_CERTAIN = 1.0
_NOT_NAMES = frozenset({"time", "number"})
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class _Given:
    span: Span
    label: str


class GivenNames:
    """Finds dates and known names in texts, and puts them in place of parts of them."""

    def __init__(self, names: Mapping[str, str], labels: Sequence[str]) -> None:
        """Look for `names`, each with its type; and for dates where the tagger has a type for them."""
        self._label = {name.casefold(): label for name, label in names.items()}
        self._dates = "time" in labels
        longest_first = sorted(self._label, key=lambda name: (-len(name), name))
        pattern = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest_first)
        self._pattern = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE) if names else None

    def added(
        self, mentions: Sequence[FoundMention], window: Window, text: str
    ) -> list[FoundMention]:
        """Return the mentions with those added that nothing longer stands in the way of, in the text's order."""
        offsets = window.tokens.offsets
        if not offsets:
            return list(mentions)
        starts = {start: index for index, (start, _) in enumerate(offsets)}
        ends = {end: index for index, (_, end) in enumerate(offsets)}
        found = list(mentions)
        for given in self._in(text, offsets[0][0], offsets[-1][1]):
            first, last = starts.get(given.span.start, -1), ends.get(given.span.end, -1)
            touching = [m for m in found if m.first <= last and first <= m.last]
            if first < 0 or last < first or any(not _inside(m, given.span) for m in touching):
                continue
            if [m.span for m in touching] == [given.span]:
                continue
            found = [m for m in found if m not in touching]
            found.append(FoundMention(first, last, given.span, given.label, _CERTAIN))
        return sorted(found, key=lambda mention: mention.first)

    def _in(self, text: str, start: int, end: int) -> Iterable[_Given]:
        part = text[start:end]
        if self._dates:
            for span, kind in literal_spans(part):
                if kind == "date":
                    yield _Given(Span(span.start + start, span.end + start), "time")
        if self._pattern:
            for match in self._pattern.finditer(part):
                name = " ".join(match.group().casefold().split())
                yield _Given(Span(match.start() + start, match.end() + start), self._label[name])


def names_of(
    examples: Sequence[TeachingExample], shown: Sequence[Shown], common: str
) -> dict[str, str]:
    """Return the objects that examples name, each with its type: of its relation's objects, the commonest.

    Args:
        shown: The same examples as the network sees them.
        common: The type of what is named by common nouns.
    """
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for one in shown:
        if one.object:
            kinds[one.relation][one.object] += 1
    found: dict[str, str] = {}
    for example in examples:
        wording = " ".join(example.object.of(example.text).split())
        kind = kinds[example.relation].most_common(1)
        label = kind[0][0] if kind else common
        if wording.islower():
            label = common
        if label not in _NOT_NAMES and len(wording) >= _SHORTEST and not wording[0].isdigit():
            found.setdefault(wording, label)
    return found


def _inside(mention: FoundMention, span: Span) -> bool:
    return span.start <= mention.span.start and mention.span.end <= span.end
