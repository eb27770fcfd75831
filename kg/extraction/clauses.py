"""A sentence's tokens in its clauses: by punctuation, conjunctions and the verbs that English inflects openly.

No parser. What counts is which words can bear on which: a clause that is set in between commas, dashes or
brackets is parted from the one around it, and a clause that begins with a conjunction from the one before.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from kg.records import Span

_TOKEN = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\w+(?:[.’'&/-]\w+)*|[,;:()\[\]—–?“”\"]| - ")
_NOT = re.compile(r"(?i)n['’]t\Z")

AUXILIARIES = frozenset(
    "is are was were has have had does do did will would may might could should can must cannot "
    "isn aren wasn weren hasn haven hadn doesn don didn won wouldn".split()
)
_PAST = frozenset(
    "became began bore bought broke brought built came caught chose drew drove fell felt fled flew fought "
    "found gave got grew held hid hit kept knew laid led left lent lost made met paid put ran rose sang "
    "sat saw sent set shot sold spent split spoke spread stood struck swam taught took threw told thought "
    "went won wore wrote said".split()
)
_PRESENT = frozenset(
    "says claims denies lives works owns plays serves leads runs holds teaches writes remains belongs "
    "includes contains lies stands wants hopes plans intends expects believes thinks argues insists "
    "manages operates employs produces makes comes goes becomes stars appears begins ends".split()
)
_NOT_PAST = frozenset("united limited hundred indeed speed need seed feed breed bed red wed shed".split())
_PARTICIPLES = frozenset("born known based located made built held written led owned taught sent".split())
_RELATIVES = frozenset("who which whose whom where when".split())
_SUBJECTS = frozenset("he she it they we i you".split())
_ADVERBS = frozenset(
    "also then later never not soon now still often once eventually instead only even just always "
    "afterwards thereafter ever".split()
)
_BREAKS = frozenset("but although though whereas because nevertheless nonetheless".split())
_TEMPORAL = frozenset("before after when while since once until as".split())
_OPENERS = frozenset(
    "although though while when whenever after before because since as despite unlike instead rather "
    "without having not never once until contrary with if unless being born given following".split()
)
_AFTER_PARTICIPLES = frozenset("by in with as at on from to for of a an the his her its".split())
_NOT_PARTICIPLES = frozenset("king ring wing thing spring string nothing anything something".split())
_BEFORE_NOUNS = frozenset("a an the its his her their this these of".split())
_OPENING, _CLOSING = frozenset("(["), frozenset(")]")


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

    def is_inside(self, clause: int, outer: int) -> bool:
        """Return whether a clause is set in another one, at any depth."""
        above = self.parent[clause]
        return above is not None and (above == outer or self.is_inside(above, outer))

    def place_of(self, span: Span) -> tuple[int, int] | None:
        """Return the first token of a stretch and the one after its last; None where it holds none."""
        first = bisect_right(self.ends, span.start)
        last = bisect_left(self.starts, span.end)
        return (first, last) if first < last else None

    def has_verb(self, first: int, last: int, clause: int) -> bool:
        """Return whether a verb of this clause stands in tokens [first, last)."""
        return any(
            self.clause[i] == clause and is_verb(self.words[i]) for i in range(first, last)
        )


def is_finite(word: str) -> bool:
    """Return whether a word in lower case can hardly be anything but a verb with a subject."""
    return word in AUXILIARIES or word in _PAST or word in _PRESENT


def is_verb(word: str) -> bool:
    """Return whether a word in lower case is probably a verb, participles included."""
    return is_finite(word) or word in _PARTICIPLES or _is_past(word)


def _is_past(word: str) -> bool:
    return len(word) > 3 and word.endswith("ed") and word not in _NOT_PAST


def is_gerund(word: str) -> bool:
    """Return whether a word in lower case ends as "leaving" does, and is none of the usual nouns."""
    return word.endswith("ing") and len(word) > 3 and word not in _NOT_PARTICIPLES


def clauses(sentence: str) -> Clauses:
    """Cut a sentence into clauses, in time linear in its length."""
    words, shown, starts, ends = _tokens(sentence)
    cutter = _Cutter(words, shown)
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


class _Cutter:
    def __init__(self, words: list[str], shown: list[str]) -> None:
        self.words = words
        self.shown = shown
        self.clause: list[int] = []
        self.parent: list[int | None] = [None]
        self.opening: set[int] = set()
        self._stack = [0]
        self._comma: int | None = None
        self._verbs: set[int] = set()
        self._dashes = sum(word in {"—", "–", " - "} for word in words)
        self._restrictive: dict[int, bool] = {}

    def cut(self) -> None:
        if self.words and self._opens():
            self.opening.add(0)
        for place, word in enumerate(self.words):
            self._before(place, word)
            self.clause.append(self._stack[-1])
            if self.shown[place].islower() and is_verb(word) and self._word(place - 1) not in _BEFORE_NOUNS:
                self._verbs.add(self._stack[-1])
            if word in _CLOSING and len(self._stack) > 1:
                self._stack.pop()

    def _opens(self) -> bool:
        """Whether the sentence begins with a clause that has no subject of its own, or a subordinate one."""
        first = self.words[0]
        participle = is_gerund(first) or _is_past(first) or first in _PARTICIPLES
        return first in _OPENERS or (participle and self._word(1) in _AFTER_PARTICIPLES)

    def _before(self, place: int, word: str) -> None:
        if word == ",":
            self._at_comma(place)
        elif word in _OPENING:
            self._push()
        elif word in {";", ":"}:
            self._next(top=len(self._stack) == 1 or self._stack[-1] in self._restrictive)
        elif word in {"—", "–", " - "}:
            self._at_dash()
        elif word in {"and", "or"}:
            if self._stack[-1] in self._verbs and self._starts_clause(place + 1):
                self._next()
        elif word in _BREAKS or (word == "yet" and self._word(place - 1) == ","):
            if place and self._word(place - 1) not in {"nothing", "all", "none", "help"}:
                self._next()
        elif word == "however" and self._word(place - 1) == "," != self._word(place + 1):
            self._next()
        elif word in _TEMPORAL:
            following = self._word(place + 1)
            if place and (is_gerund(following) or following in _SUBJECTS):
                self._next()
        elif word in {"who", "which", "that"}:
            self._at_relative(place, word)
        elif is_verb(word) and self._restrictive.get(self._stack[-1]):
            self._close_restrictive(place, word)

    def _at_comma(self, place: int) -> None:
        after = place + 1
        following = self._word(after)
        if self._is_finite_at(after) and self._stack[-1] in self._restrictive:
            self._stack.pop()
        elif following in _RELATIVES:
            self._push(commas=True)
        elif self._stack[-1] in self.opening and following not in {"and", "or"}:
            if self._is_new_subject(after):
                self._next()
        elif following in _SUBJECTS:
            self._next()
        elif self._is_finite_at(after) and self._comma is not None:
            self._set_apart(self._comma, place)
        elif self._is_participle(after):
            self._push(commas=True)
        self._comma = place

    def _at_dash(self) -> None:
        if self._dashes >= 2 and len(self._stack) == 1:
            self._push()
        elif self._dashes >= 2:
            self._stack = self._stack[:1]
        else:
            self._next(top=True)

    def _at_relative(self, place: int, word: str) -> None:
        """A clause without commas that says which one: "the man who never married Ann founded Acme"."""
        before, following = self._word(place - 1), self._word(place + 1)
        is_noun = before.isalpha() and not is_verb(before) and before not in {"in", "of", "to", "and"}
        if place and is_noun and (word == "who" or self._is_finite_at(place + 1)):
            if word == "that" and self._stack[-1] in self._verbs and following not in AUXILIARIES:
                return
            has_verb = self._stack[-1] in self._verbs
            self._push()
            self._restrictive[self._stack[-1]] = not has_verb

    def _close_restrictive(self, place: int, word: str) -> None:
        before = self._word(place - 1)
        busy = is_verb(before) or before in _ADVERBS or before in {"and", "or", "to", "who", "that"}
        if self._stack[-1] in self._verbs and not busy and not before.endswith("ly"):
            self._stack.pop()

    def _starts_clause(self, place: int) -> bool:
        place = self._skip_adverbs(place)
        word = self._word(place)
        if word in _SUBJECTS or word == "that" or (self._is_lower(place) and is_verb(word)):
            return True
        for ahead in range(place + 1, min(place + 6, len(self.words))):
            if not self.words[ahead][0].isalnum() or self.words[ahead] in {"and", "or", "to", "of"}:
                return False
            if self._is_lower(ahead) and is_finite(self.words[ahead]):
                return True
            if self._is_lower(ahead) and _is_past(self.words[ahead]):
                return self.shown[ahead - 1][:1].isupper()
        return False

    def _set_apart(self, comma: int, place: int) -> None:
        """What stands between two commas before a verb is in brackets, as "Ann, a lawyer, left" shows."""
        current = self._stack[-1]
        self._push()
        for inside in range(comma, place):
            if self.clause[inside] == current:
                self.clause[inside] = self._stack[-1]
        self._stack.pop()

    def _push(self, *, commas: bool = False) -> None:
        self.parent.append(self._stack[-1])
        self._stack.append(len(self.parent) - 1)
        if commas:
            self._restrictive[self._stack[-1]] = False

    def _next(self, *, top: bool = False) -> None:
        """Begin another clause beside the current one, or at the top."""
        if top:
            self._stack = self._stack[:1]
        self.parent.append(self.parent[self._stack[-1]])
        commas = self._stack[-1] in self._restrictive
        self._stack[-1] = len(self.parent) - 1
        if commas:
            self._restrictive[self._stack[-1]] = False
        self._comma = None

    def _is_new_subject(self, place: int) -> bool:
        return self._word(place) != "" and not is_gerund(self._word(place))

    def _is_participle(self, place: int) -> bool:
        place = self._skip_adverbs(place)
        word = self._word(place)
        return self._is_lower(place) and (
            word in _PARTICIPLES or _is_past(word) or is_gerund(word)
        )

    def _is_finite_at(self, place: int) -> bool:
        place = self._skip_adverbs(place)
        return self._is_lower(place) and is_finite(self._word(place))

    def _skip_adverbs(self, place: int) -> int:
        while self._word(place) in _ADVERBS or (
            self._word(place).endswith("ly") and self._is_lower(place)
        ):
            place += 1
        return place

    def _is_lower(self, place: int) -> bool:
        return place < len(self.shown) and self.shown[place].islower()

    def _word(self, place: int) -> str:
        return self.words[place] if 0 <= place < len(self.words) else ""
