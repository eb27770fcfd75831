"""How the names that examples mark are cut: with the common noun that ends them, and with the region behind them.

Whether "sauce" belongs to "Arrabbiata sauce", and "Ontario" to "Newmarket, Ontario", is for whoever uses the names
to say. Their examples say it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.extraction.decode import FoundMention
from kg.extraction.examples import TeachingExample
from kg.extraction.placing import instead, place_of
from kg.extraction.windows import Window
from kg.ontology.records import VALUES
from kg.records import Span

_LEAST = 2
"""Names that end alike before it is a habit."""
_TAIL = re.compile(r" ([a-zà-ÿ]{3,})(?!\w)")
_MODIFIED = re.compile(
    r"(?<![\w'’-])(?P<before>[a-zà-ÿ][\wà-ÿ-]{2,})(?= (?P<tail>[a-zà-ÿ]{3,})(?!\w))"
)
_MODIFIES_NOT = re.compile(
    r"(?:the|his|her|its|their|our|this|that|these|those|some|any|each|every|all|both|own|other|another|such|same"
    r"|many|several|few|more|most|and|but|for|from|with|into|onto|over|under|than|then|also|was|were|are|has|had"
    r"|have|who|whose|which|where|when|while|first|last|new|old|only|very|\w+(?:ing|ed|ly|[^su]s))"
)
"""Words that make no name with the noun behind them: "of this music", "plays music"."""
_REGION = re.compile(r", (?=[A-ZÀ-ÖØ-Þ])")


@dataclass(frozen=True, slots=True)
class Habits:
    """What the names of some examples have in common.

    Attributes:
        tails: Common nouns that end names, "sauce" and "music".
        with_region: Whether a place's name has the region in it that follows behind a comma.
    """

    tails: frozenset[str] = frozenset()
    with_region: bool = False

    def applied(
        self, mentions: Sequence[FoundMention], window: Window, text: str
    ) -> list[FoundMention]:
        """Return the mentions of a window cut in this way, in the text's order."""
        found = list(mentions)
        for mention in mentions if self.tails else ():
            if mention in found and (longer := self._with_tail(mention, window, text)):
                found = instead(found, longer)
        return _with_regions(found, text) if self.with_region else found

    def kinds(self, text: str, start: int, end: int) -> Iterator[Span]:
        """Yield common nouns with such a tail and what tells them from others: "garage rock" after "punk rock"."""
        for match in _MODIFIED.finditer(text, start, end) if self.tails else ():
            if match["tail"] in self.tails and not _MODIFIES_NOT.fullmatch(match["before"]):
                yield Span(match.start(), match.end("tail"))

    def _with_tail(self, mention: FoundMention, window: Window, text: str) -> FoundMention | None:
        if mention.label in VALUES or not mention.label:
            return None
        match = _TAIL.match(text, mention.span.end)
        if match is None or match[1] not in self.tails:
            return None
        span = Span(mention.span.start, match.end())
        place = place_of(span, window)
        return place and replace(mention, first=place[0], last=place[1], span=span)


NO_HABITS = Habits()


def habits_of(examples: Iterable[TeachingExample]) -> Habits:
    """Return how the ends of examples are cut, where that is the rule rather than the exception."""
    ends = {
        (example.text, span) for example in examples for span in (example.subject, example.object)
    }
    names = {span.of(text) for text, span in ends}
    tails = Counter(
        match[1] for name in names for match in [re.search(r" ([a-zà-ÿ]{3,})$", name)] if match
    )
    followed = Counter(
        match[1] for text, span in ends for match in [_TAIL.match(text, span.end)] if match
    )
    regional = sum(bool(re.search(r"^[^,]+(?:, [A-ZÀ-ÖØ-Þ][^,]+)+$", name)) for name in names)
    regionless = len({(span.of(t)) for t, span in ends if _REGION.match(t, span.end)})
    return Habits(
        frozenset(t for t, count in tails.items() if count >= _LEAST and count > followed[t]),
        regional >= _LEAST and regional > regionless,
    )


def _with_regions(mentions: Sequence[FoundMention], text: str) -> list[FoundMention]:
    """Join a place and the one behind its comma, unless more of them follow: that is a list."""
    joined: list[FoundMention] = []
    for index, mention in enumerate(mentions):
        before = joined[-1] if joined else None
        behind = mentions[index + 1] if index + 1 < len(mentions) else None
        if (
            before
            and before.label == mention.label == "place"
            and text[before.span.end : mention.span.start] == ", "
            and "," not in before.span.of(text)
            and not (behind and _goes_on(mention, behind, text))
        ):
            joined.pop()
            mention = replace(
                before,
                last=mention.last,
                span=Span(before.span.start, mention.span.end),
                score=min(before.score, mention.score),
            )
        joined.append(mention)
    return joined


def _goes_on(mention: FoundMention, behind: FoundMention, text: str) -> bool:
    between = text[mention.span.end : behind.span.start]
    return behind.label == "place" and between in {", ", " and ", ", and ", " or ", ", or "}
