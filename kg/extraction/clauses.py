"""A sentence's tokens in its clauses: by punctuation, conjunctions and the verbs that English inflects openly.

No parser. What counts is which words can bear on which: a clause that is set in between commas, dashes or
brackets is parted from the one around it, and a clause that begins with a conjunction from the one before.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from kg.extraction.cutting import Cutter
from kg.extraction.words import is_verb
from kg.records import Span

_TOKEN = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\w+(?:[.’'&/-]\w+)*|[,;:()\[\]—–?“”\"]| - ")
_NOT = re.compile(r"(?i)n['’]t\Z")


@dataclass(frozen=True, slots=True)
class Clauses:
    """A sentence cut up.

    Attributes:
        words: Its tokens in lower case; "didn't" is "did" and "not".
        starts, ends: Where each begins and ends in the sentence.
        clause: The number of each token's clause.
        parent: For each clause the one that it is set in; None for those at the top.
        opening: Clauses that lean on the one after them, as "Having left Paris, she …" does.
    """

    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    clause: tuple[int, ...]
    parent: tuple[int | None, ...]
    opening: frozenset[int]

    def place_of(self, span: Span) -> tuple[int, int] | None:
        """Return the first token of a stretch and the one after its last; None where it holds none."""
        first = bisect_right(self.ends, span.start)
        last = bisect_left(self.starts, span.end)
        return (first, last) if first < last else None

    def has_verb(self, first: int, last: int, clause: int) -> bool:
        """Return whether a verb of this clause stands in tokens [first, last)."""
        return any(self.clause[i] == clause and is_verb(self.words[i]) for i in range(first, last))


def clauses(sentence: str) -> Clauses:
    """Cut a sentence into clauses, in time linear in its length."""
    words, shown, starts, ends = _tokens(sentence)
    cutter = Cutter(words, shown)
    cutter.cut()
    return Clauses(
        tuple(words),
        tuple(starts),
        tuple(ends),
        tuple(cutter.clause),
        tuple(cutter.parent),
        frozenset(cutter.opening),
    )


def _tokens(sentence: str) -> tuple[list[str], list[str], list[int], list[int]]:
    words: list[str] = []
    shown: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _TOKEN.finditer(sentence):
        for part in _parts(match[0]):
            shown.append(part)
            words.append(part.lower())
            starts.append(match.start())
            ends.append(match.end())
    return words, shown, starts, ends


def _parts(token: str) -> tuple[str, ...]:
    if token[-1:] not in "tT" or not (cut := _NOT.search(token)) or not cut.start():
        return (token,)
    verb = token[: cut.start()]
    return ("cannot",) if verb.lower() == "ca" else (verb, "not")
