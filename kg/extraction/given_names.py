"""Mentions that need no tagger: dates, by their form, and what teaching examples name.

A tagger cuts "17 November 1986" in two now and then, and sees no name in "long-distance runner"; an example
whose object that is says that it is one, and that others of its kind are. The longest reading wins: what lies
inside it is part of it. Only a common noun that does not end it keeps its place in it: who is a "tennis player"
plays "tennis", but is no other "player".
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from kg.extraction.decode import FoundMention
from kg.extraction.examples import TeachingExample
from kg.extraction.habits import NO_HABITS, Habits, habits_of
from kg.extraction.literal_spans import literal_spans
from kg.extraction.placing import beside, instead, place_of
from kg.extraction.said_to_be import said_to_be
from kg.extraction.schema import Shown
from kg.extraction.windows import Window
from kg.model.pronouns import pronoun_kind
from kg.ontology.records import VALUES
from kg.records import Span

_CERTAIN = 1.0
_COMMON = "concept"
"""The type of what common nouns name."""
_SHORTEST = 3
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Given:
    """What examples say of names: some of them, each with its type, and how they are cut."""

    names: Mapping[str, str] = field(default_factory=dict)
    habits: Habits = NO_HABITS


NOTHING = Given()


class GivenNames:
    """Finds dates and known names in texts, and puts them in place of parts of them."""

    def __init__(self, given: Given, labels: Sequence[str], *, numbers: bool = False) -> None:
        """Look for the names given, for dates and, if asked, for numbers; only for types that the tagger has."""
        self._values = {"date": "time"} if "time" in labels else {}
        if numbers and "number" in labels:
            self._values |= dict.fromkeys(("number", "money", "measure", "percentage"), "number")
        names, self._habits = given.names, given.habits
        self._kinds = _COMMON in labels and _COMMON in names.values()
        # by their first word, longest first, so that many names cost no more than few
        self._by_word: dict[str, list[tuple[re.Pattern[str], str]]] = defaultdict(list)
        for name in sorted(names, key=lambda name: (-len(name), name)):
            first = _WORD.match(name)
            if first and names[name] in labels:
                pattern = r"\s+".join(map(re.escape, name.split())) + r"(?!\w)"
                known = re.compile(pattern, re.IGNORECASE), names[name]
                self._by_word[first.group().casefold()].append(known)

    def added(
        self, mentions: Sequence[FoundMention], window: Window, text: str
    ) -> list[FoundMention]:
        """Return the mentions with those added that nothing longer stands in the way of, in the text's order."""
        found = self._habits.applied(mentions, window, text)
        taken = {mention.span for mention in found}
        if self._kinds:
            found = self._with_kinds(found, window, text)
        taken.update(mention.span for mention in found)
        for span, label in self._in(text, window):
            place = place_of(span, window)
            if place is None or span in taken:
                continue
            taken.add(span)
            added = FoundMention(*place, span, label, _CERTAIN)
            around = [mention.span for mention in found if span.within(mention.span)]
            if label != _COMMON or not around:
                found = instead(found, added)
            elif all(span.end < outer.end for outer in around):
                found = beside(found, added)
        return _compounds(found, text) if self._kinds else found

    def _with_kinds(
        self, mentions: Sequence[FoundMention], window: Window, text: str
    ) -> list[FoundMention]:
        """Add what things are said to be; what such a noun begins with stays, as in "tennis player"."""
        found = list(mentions)
        if not window.tokens.offsets:
            return found
        start, end = window.tokens.offsets[0][0], window.tokens.offsets[-1][1]
        known = {span.end for span, label in self._in(text, window) if label == _COMMON}
        for span in chain(said_to_be(text, start, end), self._habits.kinds(text, start, end)):
            if span.end in known:
                continue  # what an example names is kind enough: "comedy film" of "dark comedy film"
            place = place_of(span, window)
            parts = [m for m in found if m.span.start < span.end and span.start < m.span.end]
            if place is None or not all(m.span.within(span) for m in parts):
                continue
            ended = [m for m in parts if m.span.end == span.end]
            kept = [m for m in found if m not in ended]
            found = beside(kept, FoundMention(*place, span, _COMMON, _CERTAIN))
        return found

    def _in(self, text: str, window: Window) -> Iterable[tuple[Span, str]]:
        if not window.tokens.offsets:
            return
        start, end = window.tokens.offsets[0][0], window.tokens.offsets[-1][1]
        for span, kind in literal_spans(text[start:end]) if self._values else ():
            if label := self._values.get(kind):
                yield Span(span.start + start, span.end + start), label
        past = start
        for word in _WORD.finditer(text, start, end) if self._by_word else ():
            for pattern, label in self._by_word.get(word.group().casefold(), ()):
                match = pattern.match(text, word.start(), end)
                if match and (word.start() >= past or label == _COMMON):
                    past = max(past, match.end())
                    yield Span(*match.span()), label
                    break


def _compounds(mentions: Sequence[FoundMention], text: str) -> list[FoundMention]:
    """Take two common nouns side by side for one, beside the first of them: "bacon" and "bacon sandwich"."""
    found: list[FoundMention] = []
    for mention in mentions:
        before = found[-1] if found else None
        if (
            before
            and before.label == mention.label == _COMMON
            and text[before.span.end : mention.span.start] == " "
            and before.span.of(text).islower()
            and mention.span.of(text).islower()
        ):
            whole = Span(before.span.start, mention.span.end)
            mention = replace(mention, first=before.first, span=whole)
            found.insert(-1, mention)  # the longer one first
        else:
            found.append(mention)
    return found


def given_by(examples: Sequence[TeachingExample], shown: Sequence[Shown]) -> Given:
    """Return the ends that examples name, each with its type: of its relation's ends, the commonest.

    Args:
        shown: The same examples as the network sees them.
    """
    kinds: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for one in shown:
        for end, label in (("subject", one.subject), ("object", one.object)):
            if label:
                kinds[one.relation, end][label] += 1
    found: dict[str, str] = {}
    for end in ("object", "subject"):
        for example in examples:
            span = example.object if end == "object" else example.subject
            wording = " ".join(span.of(example.text).split())
            if pronoun_kind(wording):
                continue  # it names somebody else in every text
            kind = kinds[example.relation, end].most_common(1)
            label = kind[0][0] if kind and not wording.islower() else _COMMON
            if label not in VALUES and len(wording) >= _SHORTEST and not wording[0].isdigit():
                found.setdefault(wording, label)
    return Given(found, habits_of(examples))
