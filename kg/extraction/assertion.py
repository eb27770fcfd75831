"""How a text puts a statement: as a fact, as untrue, as possible or planned, or as somebody's words.

Rules of cue and scope in the manner of NegEx (Chapman et al., J. Biomed. Inform. 34, 2001) and ConText
(Harkema et al., J. Biomed. Inform. 42, 2009), with two differences. The scope of a cue is the clause of
the pair of mentions, not a number of words. And what is judged is a relation between two places, so that
a cue after both counts only where the predicate can stand there too ("Ann and Bob never married").
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from kg.extraction.clauses import clauses, is_gerund, is_verb
from kg.extraction.cues import CUES, Cue
from kg.records import AssertionStatus, Span
from kg.text.sentences import sentences

_STRENGTH: tuple[AssertionStatus, ...] = ("denied", "hedged", "reported")
_STOP = re.compile(r"[.!?][\"”’)]?\s")
_COORDINATING = frozenset({"and", "or", "nor", "&", "with"})
_COORDINATION = _COORDINATING | {",", "both", "the"}
_NOT_NOMINAL = frozenset(
    "and or nor with to by from for against at on in than as but not never that whether if".split()
)
_COMPARING = frozenset("unlike except other rather as contrary".split())
_EVENTS = frozenset(
    "acquisition merger takeover buyout sale purchase deal marriage wedding appointment transfer "
    "partnership nomination election".split()
)
_SAYING = frozenset(
    "said says say claimed claims insisted insists alleged alleges allege added explained recalled "
    "stated argued told".split()
)
_TIES = frozenset("and but who which that whose".split())
_QUOTES = frozenset("\"“”")


def assertion_status(text: str, sentence: Span, subject: Span, object: Span) -> AssertionStatus:
    """Return how `text` puts what it says of a pair of mentions in a sentence.

    Args:
        sentence: The stretch from the first to the last sentence that either mention is in.
        subject, object: Where the mentions stand, in offsets of `text`.
    """
    early, late = sorted((subject, object))
    sentence = _last_sentence(text, sentence, late)
    return _analysed(sentence.of(text)).status(_within(sentence, early), _within(sentence, late))


def _last_sentence(text: str, stretch: Span, late: Span) -> Span:
    """Return the sentence of the later mention: there the text says how the two are related."""
    if not _STOP.search(text, stretch.start, late.start):
        return stretch
    inside = [
        Span(stretch.start + each.start, stretch.start + each.end)
        for each in sentences(stretch.of(text))
    ]
    return next((each for each in reversed(inside) if each.start <= late.start), stretch)


def _within(sentence: Span, span: Span) -> Span:
    """Return a mention in offsets of its sentence; one before the sentence is nowhere, at its begin."""
    start = max(span.start - sentence.start, 0)
    return Span(start, max(span.end - sentence.start, start))


@lru_cache(maxsize=512)
def _analysed(sentence: str) -> "Sentence":
    return Sentence(sentence)


class Sentence:
    """A sentence with its clauses and cues, ready to be asked about several pairs."""

    def __init__(self, sentence: str) -> None:
        self.parts = clauses(sentence)
        self._is_question = sentence.rstrip("\"”’') ").endswith("?")
        self._loud = sentence.isupper()
        self._cues = list(self._found(sentence))
        self._said = [tail for tail in self._attributions()]

    def status(self, early: Span, late: Span) -> AssertionStatus:
        """Return how the relation of two mentions is put; `early` begins first."""
        first, second = self._tokens_of(early) or (0, 0), self._tokens_of(late)
        if second is None:
            return "asserted"
        clause = self.clause_of(first, second)
        found = {
            cue.effect
            for start, end, cue in self._cues
            if not _overlaps(start, end, first, second)
            and self._applies(start, end, cue, first, second, clause)
        }
        supposed = self._is_question or any(
            cue.reach == "sentence" and cue.effect == "hedged"
            and self._applies(start, end, cue, first, second, clause)
            for start, end, cue in self._cues
        )
        if supposed:
            return "hedged"
        if any(tail[0] > second[1] - 1 or tail[1] <= second[0] for tail in self._said):
            found.add("reported")
        return next((status for status in _STRENGTH if status in found), "asserted")

    def clause_of(self, first: tuple[int, int], second: tuple[int, int]) -> int:
        """Return the clause that relates two mentions, each given as its first and last token + 1."""
        parts = self.parts
        early, late = parts.clause[first[0]], parts.clause[second[0]]
        if early == late or parts.is_inside(late, early):
            return late
        if early in parts.opening and not parts.has_verb(0, second[0], late):
            return early
        return late

    def _tokens_of(self, span: Span) -> tuple[int, int] | None:
        inside = [
            place
            for place, token in enumerate(self.parts.spans)
            if token.start < span.end and span.start < token.end
        ]
        return (inside[0], inside[-1] + 1) if inside else None

    def _found(self, sentence: str) -> Iterator[tuple[int, int, Cue]]:
        words = self.parts.words
        place = 0
        while place < len(words):
            match = self._match(sentence, place)
            if match is None:
                place += 1
            else:
                length, cue = match
                if cue.effect != "none":
                    yield place, place + length, cue
                place += length

    def _match(self, sentence: str, place: int) -> tuple[int, Cue] | None:
        words = self.parts.words
        phrases = CUES.get(words[place])
        if not phrases or not self._may_be_cue(sentence, place):
            return None
        for phrase, cue in phrases:
            here = words[place : place + len(phrase)]
            if here == phrase or (
                phrase[-1] == "*ing" and here[:-1] == phrase[:-1] and is_gerund(here[-1])
                and len(here) == len(phrase)
            ):
                return len(phrase), cue
        return None

    def _may_be_cue(self, sentence: str, place: int) -> bool:
        """A capital inside a sentence makes a name of it: "May", "Will", "Never Let Me Go"."""
        span = self.parts.spans[place]
        if sentence[span.start].isupper() and not self._loud and place > 0:
            before = self.parts.words[place - 1]
            following = self.parts.spans[place + 1 : place + 2]
            opens = before in _QUOTES or before == ":"
            return opens and bool(following) and sentence[following[0].start].islower()
        if self.parts.words[place] == "no" and place + 1 < len(self.parts.words):
            return not self.parts.words[place + 1][0].isdigit()
        return True

    def _applies(
        self,
        start: int,
        end: int,
        cue: Cue,
        first: tuple[int, int],
        second: tuple[int, int],
        clause: int,
    ) -> bool:
        parts = self.parts
        if cue.reach == "sentence":
            return ";" not in parts.words[min(start, second[0]) : max(start, second[0])] and (
                parts.parent[parts.clause[start]] is None
                or parts.clause[start] == clause
                or cue.effect == "reported"
            )
        if cue.reach == "chunk" or (self._is_contrast(start)):
            inside = self._in_chunk(end, first), self._in_chunk(end, second)
            return any(inside) and not (all(inside) and parts.words[start] in _COMPARING)
        if parts.clause[start] != clause:
            return False
        if cue.reach == "back":
            return True
        if start < second[0]:
            is_named = end <= first[0] and self._is_nominal(first, second)
            is_hearer = second[0] == end and parts.words[start] in {"tell", "tells", "told"}
            return not (is_named or is_hearer or self._waits(start, end, clause))
        between = parts.words[first[1] : second[0]]
        if set(between) <= _COORDINATION and not _COORDINATING.isdisjoint(between):
            return True
        return cue.effect == "hedged" and not _EVENTS.isdisjoint(between)

    def _is_nominal(self, first: tuple[int, int], second: tuple[int, int]) -> bool:
        """"Stone's film Natural Born Killers", "the king of Spain": what names is not what is denied."""
        between = self.parts.words[first[1] : second[0]]
        return (
            second[0] - first[1] <= 4
            and "," not in between
            and _NOT_NOMINAL.isdisjoint(between)
            and not any(is_verb(word) or is_gerund(word) for word in between)
        )

    def _is_contrast(self, start: int) -> bool:
        """", not Paris" denies Paris alone."""
        return self.parts.words[start] == "not" and self.parts.words[max(start - 1, 0)] == ","

    def _in_chunk(self, end: int, mention: tuple[int, int]) -> bool:
        words = self.parts.words[end : mention[0]]
        return mention[0] >= end and "," not in words and "but" not in words and ";" not in words

    def _waits(self, start: int, end: int, clause: int) -> bool:
        """"did not marry until 1998" says that they married."""
        parts = self.parts
        return parts.words[start] in {"not", "never"} and any(
            word == "until" and parts.clause[place] == clause
            for place, word in enumerate(parts.words[end:], start=end)
        )

    def _attributions(self) -> Iterator[tuple[int, int]]:
        """Yield the chunks that name a speaker between commas or at the end: ", she said on Monday."."""
        words = self.parts.words
        marks = [i for i, word in enumerate(words) if word == "," or word in _QUOTES]
        for begin, end in pairwise([*marks, len(words)]):
            inside = words[begin + 1 : end]
            longest = 10 if end == len(words) else 5
            if 0 < len(inside) <= longest and inside[0] not in _TIES:
                if not _SAYING.isdisjoint(inside) and "that" not in inside:
                    yield begin + 1, end


def _overlaps(start: int, end: int, *mentions: tuple[int, int]) -> bool:
    return any(start < last and first < end for first, last in mentions)
