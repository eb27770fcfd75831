"""How a text puts a statement: as a fact, as untrue, as possible or planned, or as somebody's words.

Rules of cue and scope in the manner of NegEx (Chapman et al., J. Biomed. Inform. 34, 2001) and ConText
(Harkema et al., J. Biomed. Inform. 42, 2009), with two differences. The scope of a cue is the clause of
the pair of mentions, not a number of words. And what is judged is a relation between two places, so that
a cue after both counts only where the predicate can stand there too ("Ann and Bob never married").
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from kg.extraction.clauses import clauses
from kg.extraction.cues import TELLING, Cue
from kg.extraction.finding import CueFinder
from kg.extraction.pairing import Pair
from kg.records import AssertionStatus, Span
from kg.text.sentences import sentences

_STRENGTH: tuple[AssertionStatus, ...] = ("denied", "hedged", "reported")
_STOP = re.compile(r"[.!?][\"”’)]?\s")
_COMPARING = frozenset("unlike except other rather as contrary".split())
_SAYING = frozenset(
    "said says say claimed claims insisted insists alleged alleges allege added explained recalled "
    "stated argued told".split()
)
_TIES = frozenset("and but who which that whose".split())
_TELLING_SOMEBODY = frozenset({"tell", "tells", "told"})
_QUOTES = frozenset('"“”')
_WORD = re.compile(r"\w+")
_SIGNS = TELLING | _SAYING | {"t"}  # the t of "didn't"


def assertion_status(text: str, sentence: Span, subject: Span, object: Span) -> AssertionStatus:
    """Return how `text` puts what it says of a pair of mentions in a sentence.

    Args:
        sentence: The stretch from the first to the last sentence that either mention is in.
        subject, object: Where the mentions stand, in offsets of `text`.
    """
    early, late = sorted((subject, object))
    sentence = sentence_of(text, sentence, late)
    if _is_plain(sentence.of(text)):
        return "asserted"
    return analysed(sentence.of(text)).status(_within(sentence, early), _within(sentence, late))


def sentence_of(text: str, stretch: Span, late: Span) -> Span:
    """Return the sentence of the later mention: there the text says how the two are related."""
    if not _STOP.search(text, stretch.start, late.start):
        return stretch
    inside = _sentences(stretch.of(text))
    found = next((s for s in reversed(inside) if stretch.start + s.start <= late.start), None)
    return Span(stretch.start + found.start, stretch.start + found.end) if found else stretch


@lru_cache(maxsize=512)
def _sentences(stretch: str) -> tuple[Span, ...]:
    """Return the sentences of a stretch, from its begin; several pairs stand in the same one."""
    return tuple(sentences(stretch))


def _within(sentence: Span, span: Span) -> Span:
    """Return a mention in offsets of its sentence; one before the sentence is nowhere, at its begin."""
    start = max(span.start - sentence.start, 0)
    return Span(start, max(span.end - sentence.start, start))


_Place = tuple[int, int]
"""First token of a mention or cue, and the one after its last."""


@lru_cache(maxsize=512)
def analysed(sentence: str) -> "Sentence":
    """Return a sentence cut up; several pairs are asked about the same one."""
    return Sentence(sentence)


def _is_plain(sentence: str) -> bool:
    """Return whether nothing in a sentence can be a cue: most sentences are plain, and this is cheap."""
    words = _WORD.findall(sentence.lower())
    return "?" not in sentence and _SIGNS.isdisjoint(words)


class Sentence:
    """A sentence with its clauses and cues, ready to be asked about several pairs."""

    def __init__(self, sentence: str) -> None:
        self.parts = clauses(sentence)
        self._is_question = sentence.rstrip("\"”’') ").endswith("?")
        self._cues = list(CueFinder(sentence, self.parts).found())
        self._said = list(self._attributions())
        words = self.parts.words
        self._breaks = [place for place, word in enumerate(words) if word in {",", ";", "but"}]
        self._semicolons = [place for place in self._breaks if words[place] == ";"]
        self._until = {
            self.parts.clause[place]: place for place, word in enumerate(words) if word == "until"
        }

    def status(self, early: Span, late: Span) -> AssertionStatus:
        """Return how the relation of two mentions is put; `early` begins first."""
        second = self.parts.place_of(late)
        if second is None:
            return "asserted"
        pair = Pair(self.parts, self.parts.place_of(early) or (0, 0), second)
        found = {
            (cue.effect, cue.reach) for place, cue in self._cues if self._bears(place, cue, pair)
        }
        effects = {effect for effect, _ in found}
        if self._is_question or ("hedged", "sentence") in found:
            return "hedged"
        if any(begin >= second[1] or end <= second[0] for begin, end in self._said):
            effects.add("reported")
        return next((status for status in _STRENGTH if status in effects), "asserted")

    def _bears(self, place: _Place, cue: Cue, pair: "Pair") -> bool:
        if _overlap(place, pair.first) or _overlap(place, pair.second):
            return False
        if cue.reach == "sentence":
            return self._bears_throughout(place, cue, pair)
        if cue.reach == "chunk" or self._is_contrast(place):
            inside = self._in_chunk(place, pair.first), self._in_chunk(place, pair.second)
            # "unlike his brother Tom": what is compared is not related by the comparison
            return any(inside) and not (all(inside) and self.parts.words[place[0]] in _COMPARING)
        if self.parts.clause[place[0]] != pair.clause:
            return False
        if cue.reach == "back":
            return True
        if place[0] < pair.second[0]:
            return not (self._is_beside(place, pair) or self._waits(place, pair.clause))
        return pair.is_coordinated or (cue.effect == "hedged" and pair.names_event)

    def _bears_throughout(self, place: _Place, cue: Cue, pair: "Pair") -> bool:
        clause = self.parts.clause[place[0]]
        left, right = sorted((place[0], pair.second[0]))
        parted = bisect_left(self._semicolons, right) > bisect_left(self._semicolons, left)
        reaches = cue.effect == "reported" or self.parts.parent[clause] is None
        return not parted and (reaches or clause == pair.clause)

    def _is_beside(self, place: _Place, pair: "Pair") -> bool:
        """Return whether a cue before a mention leaves alone what relates it to the other."""
        is_hearer = pair.second[0] == place[1] and self.parts.words[place[0]] in _TELLING_SOMEBODY
        return is_hearer or (place[1] <= pair.first[0] and pair.is_nominal)

    def _is_contrast(self, place: _Place) -> bool:
        """ ", not Paris" denies Paris alone."""
        words = self.parts.words
        return words[place[0]] == "not" and place[0] > 0 and words[place[0] - 1] == ","

    def _in_chunk(self, place: _Place, mention: _Place) -> bool:
        after = bisect_left(self._breaks, place[1])
        end = self._breaks[after] if after < len(self._breaks) else len(self.parts.words)
        return place[1] <= mention[0] < end

    def _waits(self, place: _Place, clause: int) -> bool:
        """ "did not marry until 1998" says that they married."""
        is_not = self.parts.words[place[0]] in {"not", "never"}
        return is_not and self._until.get(clause, -1) >= place[1]

    def _attributions(self) -> Iterator[_Place]:
        """Yield the chunks that name a speaker between commas or at the end: ", she said on Monday."."""
        words = self.parts.words
        marks = [place for place, word in enumerate(words) if word == "," or word in _QUOTES]
        for begin, end in pairwise([*marks, len(words)]):
            longest = 10 if end == len(words) else 5
            inside = words[begin + 1 : min(end, begin + 1 + longest)]
            is_short = 0 < end - begin - 1 <= longest
            is_aside = is_short and inside[0] not in _TIES and "that" not in inside
            if is_aside and not _SAYING.isdisjoint(inside):
                yield begin + 1, end


def _overlap(one: _Place, other: _Place) -> bool:
    return one[0] < other[1] and other[0] < one[1]
