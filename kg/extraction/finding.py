"""Where the cues of a sentence stand: longest phrase first, names left out."""

from collections.abc import Iterator

from kg.extraction.clauses import Clauses
from kg.extraction.cues import CUES, Cue
from kg.extraction.words import is_gerund

_BEFORE_SPEECH = frozenset('"“”:')


class CueFinder:
    """Finds the cues of one sentence."""

    def __init__(self, sentence: str, parts: Clauses) -> None:
        self._sentence = sentence
        self._parts = parts
        self._is_loud = sentence.isupper()

    def found(self) -> Iterator[tuple[tuple[int, int], Cue]]:
        """Yield each cue's first token and the one after its last, and what it does; pseudo-cues are dropped."""
        place = 0
        while place < len(self._parts.words):
            length, cue = self._longest(place) or (1, None)
            if cue is not None and cue.effect != "none":
                yield (place, place + length), cue
            place += length

    def _longest(self, place: int) -> tuple[int, Cue] | None:
        words = self._parts.words
        phrases = CUES.get(words[place])
        if not phrases or not self._may_be(place):
            return None
        for phrase, cue in phrases:
            here = words[place : place + len(phrase)]
            if here == phrase or (phrase[-1] == "*ing" and _with_gerund(here, phrase)):
                return len(phrase), cue
        return None

    def _may_be(self, place: int) -> bool:
        """A capital inside a sentence makes a name of it: "May", "Will", "Never Let Me Go"; "no. 5" counts."""
        words, starts = self._parts.words, self._parts.starts
        has_next = place + 1 < len(words)
        if place > 0 and self._sentence[starts[place]].isupper() and not self._is_loud:
            speaks = words[place - 1] in _BEFORE_SPEECH
            return speaks and has_next and self._sentence[starts[place + 1]].islower()
        return not (words[place] == "no" and has_next and words[place + 1][0].isdigit())


def _with_gerund(here: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    return len(here) == len(phrase) and here[:-1] == phrase[:-1] and is_gerund(here[-1])
