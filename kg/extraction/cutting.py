"""Which clause each token of a sentence is in: by punctuation, conjunctions and openly inflected verbs."""

from kg.extraction import words


class Cutter:
    """Gives each token its clause.

    Attributes:
        clause, parent, opening: As in `Clauses`.
    """

    def __init__(self, lower: list[str], shown: list[str]) -> None:
        self._words = lower
        self._shown = shown
        self.clause: list[int] = []
        self.parent: list[int | None] = [None]
        self.opening: set[int] = set()
        self._stack = [0]
        self._comma: int | None = None
        self._verbs: set[int] = set()
        self._dashes = sum(word in {"—", "–", " - "} for word in lower)
        self._restrictive: dict[int, bool] = {}

    def cut(self) -> None:
        """Go through the tokens once, from left to right."""
        if self._words and self._opens():
            self.opening.add(0)
        for place, word in enumerate(self._words):
            self._before(place, word)
            self.clause.append(self._stack[-1])
            is_noun = self._word(place - 1) in words.BEFORE_NOUNS
            if not is_noun and self._shown[place].islower() and words.is_verb(word):
                self._verbs.add(self._stack[-1])
            if word in words.CLOSING and len(self._stack) > 1:
                self._stack.pop()

    def _opens(self) -> bool:
        """Return whether the sentence begins with a clause that has no subject of its own, or a subordinate one."""
        first = self._words[0]
        participle = words.is_gerund(first) or words.is_past(first) or first in words.PARTICIPLES
        return first in words.OPENERS or (participle and self._word(1) in words.AFTER_PARTICIPLES)

    def _before(self, place: int, word: str) -> None:
        if word == ",":
            self._at_comma(place)
        elif word in words.OPENING:
            self._push()
        elif word in {";", ":"}:
            self._next(top=len(self._stack) == 1 or self._stack[-1] in self._restrictive)
        elif word in {"—", "–", " - "}:
            self._at_dash()
        elif word in {"and", "or"}:
            if self._stack[-1] in self._verbs and self._starts_clause(place + 1):
                self._next()
        elif word in words.BREAKS or (word == "yet" and self._word(place - 1) == ","):
            if place and self._word(place - 1) not in {"nothing", "all", "none", "help"}:
                self._next()
        elif word == "however" and self._word(place - 1) == "," != self._word(place + 1):
            self._next()
        elif word in words.TEMPORAL:
            following = self._word(place + 1)
            if place and (words.is_gerund(following) or following in words.SUBJECTS):
                self._next()
        elif word in {"who", "which", "that"}:
            self._at_relative(place, word)
        elif words.is_verb(word) and self._restrictive.get(self._stack[-1]):
            self._close_restrictive(place)

    def _at_comma(self, place: int) -> None:
        after = place + 1
        following = self._word(after)
        if self._is_finite_at(after) and self._stack[-1] in self._restrictive:
            self._stack.pop()
        elif following in words.RELATIVES:
            self._push(commas=True)
        elif self._stack[-1] in self.opening and following not in {"and", "or"}:
            if self._is_new_subject(after):
                self._next()
        elif following in words.SUBJECTS:
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
        """Open a clause without commas that says which one: "the man who never married Ann founded Acme"."""
        before, following = self._word(place - 1), self._word(place + 1)
        if not before.isalpha() or words.is_verb(before) or before in words.LINKS:
            return
        has_verb = self._stack[-1] in self._verbs
        # "said that", "evidence that": what is said, not which one
        says_what = word == "that" and has_verb and following not in words.AUXILIARIES
        if not says_what and (word == "who" or self._is_finite_at(place + 1)):
            self._push()
            self._restrictive[self._stack[-1]] = not has_verb

    def _close_restrictive(self, place: int) -> None:
        before = self._word(place - 1)
        is_own = words.is_verb(before) or before in words.LINKS or before in words.ADVERBS
        if self._stack[-1] in self._verbs and not is_own and not before.endswith("ly"):
            self._stack.pop()

    def _starts_clause(self, place: int) -> bool:
        place = self._skip_adverbs(place)
        word = self._word(place)
        if word in words.SUBJECTS or word == "that":
            return True
        return (self._is_lower(place) and words.is_verb(word)) or self._has_subject(place)

    def _has_subject(self, place: int) -> bool:
        """Return whether a subject of a few words and its verb stand here."""
        for ahead in range(place + 1, min(place + 6, len(self._words))):
            word = self._words[ahead]
            if not word[0].isalnum() or word in words.LINKS:
                return False
            if self._is_lower(ahead) and words.is_finite(word):
                return True
            if self._is_lower(ahead) and words.is_past(word):
                return self._shown[ahead - 1][:1].isupper()
        return False

    def _set_apart(self, comma: int, place: int) -> None:
        """Bracket what stands between two commas before a verb, as in "Ann, a lawyer, left"."""
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
        return self._word(place) != "" and not words.is_gerund(self._word(place))

    def _is_participle(self, place: int) -> bool:
        place = self._skip_adverbs(place)
        word = self._word(place)
        return self._is_lower(place) and (
            word in words.PARTICIPLES or words.is_past(word) or words.is_gerund(word)
        )

    def _is_finite_at(self, place: int) -> bool:
        place = self._skip_adverbs(place)
        return self._is_lower(place) and words.is_finite(self._word(place))

    def _skip_adverbs(self, place: int) -> int:
        while self._word(place) in words.ADVERBS or (
            self._word(place).endswith("ly") and self._is_lower(place)
        ):
            place += 1
        return place

    def _is_lower(self, place: int) -> bool:
        return place < len(self._shown) and self._shown[place].islower()

    def _word(self, place: int) -> str:
        return self._words[place] if 0 <= place < len(self._words) else ""
