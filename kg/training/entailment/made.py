"""Pairs of sentences made of phrases and names: any number, and what one says about the other is known."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kg.model.entailment import SentencePair
from kg.training.entailment.sayings import Saying, fill, some_name

_LED_IN = (
    "In an interview it was said that ",
    "According to the report, ",
    "As is well known, ",
    "The article says that ",
    "In fact, ",
    "It is recorded that ",
    "Today ",
)
_MONTHS = (
    "January February March April May June July August September October November December".split()
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A pair of sentences, and which of CLASSES the second is to the first."""

    pair: SentencePair
    label: int


@dataclass(frozen=True, slots=True)
class _Said:
    """A relation between two names."""

    saying: Saying
    a: str
    b: str

    def one(self, forms: Sequence[str], chance: random.Random) -> str:
        return fill(chance.choice(forms), self.a, self.b)

    def two(self, forms: Sequence[str], chance: random.Random) -> SentencePair:
        first, second = chance.sample(forms, 2)
        return fill(first, self.a, self.b), fill(second, self.a, self.b)


class Made:
    """Makes pairs; each of the three classes is as likely."""

    def __init__(self, sayings: Sequence[Saying], seed: int) -> None:
        self._sayings = sayings
        self._chance = random.Random(seed)

    def draw(self) -> Labelled:
        """Make a pair."""
        saying = self._chance.choice(self._sayings)
        said = self._fact(saying)
        label = self._chance.randrange(3)
        makers: Sequence[Callable[[_Said], SentencePair]] = (
            self._entailed,
            self._contradicted,
            self._neutral,
        )
        first, second = makers[label](said)
        return Labelled((self._surrounded(first, said), second), label)

    def _fact(self, saying: Saying, *others: str) -> _Said:
        a = some_name(saying.kinds[0], self._chance, *others)
        return _Said(saying, a, some_name(saying.kinds[1], self._chance, a, *others))

    def _entailed(self, said: _Said) -> SentencePair:
        chance, saying = self._chance, said.saying
        ways = ["same"] * 4
        ways += ["follows"] * bool(saying.follows)
        ways += ["denied", *["excluded"] * bool(saying.excludes)]
        ways += ["turned"] * ("both" in saying.marks)
        match chance.choice(ways):
            case "follows":
                return said.one(saying.says, chance), said.one(saying.follows, chance)
            case "denied":
                return said.two(saying.denials, chance)
            case "excluded":
                return said.one(saying.excludes, chance), said.one(saying.denials, chance)
            case "turned":
                turned = _Said(saying, said.b, said.a)
                return said.one(saying.says, chance), turned.one(saying.says, chance)
        return said.two(saying.says, chance)

    def _contradicted(self, said: _Said) -> SentencePair:
        chance, saying = self._chance, said.saying
        against = saying.denials + saying.excludes
        ways = ["deny", "denied"]
        ways += ["second"] * 3 * ("one" in saying.marks)
        ways += ["first"] * 3 * ("sole" in saying.marks)
        ways += ["turned"] * 3 * ("way" in saying.marks and saying.kinds[0] == saying.kinds[1])
        match chance.choice(ways):
            case "deny":
                return said.one(saying.says, chance), said.one(against, chance)
            case "denied":
                return said.one(against, chance), said.one(saying.says, chance)
            case "second":
                other = _Said(saying, said.a, self._other(saying.kinds[1], said))
            case "first":
                other = _Said(saying, self._other(saying.kinds[0], said), said.b)
            case _:
                other = _Said(saying, said.b, said.a)
        return said.one(saying.says, chance), other.one(saying.says, chance)

    def _neutral(self, said: _Said) -> SentencePair:
        chance, saying = self._chance, said.saying
        first = said.one(saying.says, chance)
        ways = ["near", "near", "nearer", "other", "elsewhere"]
        ways += ["weaker"] * bool(saying.follows)
        ways += ["second"] * (not saying.marks & {"one", "way", "both"})
        ways += ["first"] * ("sole" not in saying.marks)
        match chance.choice(ways):
            case "near":
                return first, said.one(saying.near, chance)
            case "nearer":
                return said.one(saying.near, chance), said.one(saying.says + saying.denials, chance)
            case "weaker":
                return said.one(saying.follows, chance), first
            case "second":
                other = _Said(saying, said.a, self._other(saying.kinds[1], said))
                return first, other.one(saying.says, chance)
            case "first":
                other = _Said(saying, self._other(saying.kinds[0], said), said.b)
                return first, other.one(saying.says, chance)
            case "elsewhere":
                return first, self._elsewhere(said)
        other = self._fact(saying, said.a, said.b)
        return said.one(saying.says + saying.denials, chance), other.one(
            saying.says + saying.denials, chance
        )

    def _other(self, kind: str, said: _Said) -> str:
        return some_name(kind, self._chance, said.a, said.b)

    def _elsewhere(self, said: _Said) -> str:
        """Something else of the first name, which the fact leaves open."""
        chance = self._chance
        kin = [
            one
            for one in self._sayings
            if one.kinds[0] == said.saying.kinds[0] and one.kinds != said.saying.kinds
        ]
        if not kin or said.saying.name in _ENDS:
            return self._fact(said.saying, said.a, said.b).one(said.saying.says, chance)
        other = chance.choice(kin)
        forms = other.near if other.name in _ENDS else other.says + other.near
        return _Said(other, said.a, self._other(other.kinds[1], said)).one(forms, chance)

    def _surrounded(self, sentence: str, said: _Said) -> str:
        """Add what real sentences have besides: another clause, a lead-in, a month."""
        chance = self._chance
        luck = chance.random()
        if luck < 0.35:
            kin = [one for one in self._sayings if one.kinds[0] == said.saying.kinds[0]]
            other = chance.choice(kin)
            whose = chance.choice([said.a, self._other(other.kinds[0], said)])
            beside = fill(chance.choice(other.near), whose, self._other(other.kinds[1], said))
            both = [sentence, beside]
            chance.shuffle(both)
            return " ".join(both)
        if luck < 0.5:
            named = sentence.startswith((said.a, said.b)) or not sentence[0].isalpha()
            return chance.choice(_LED_IN) + (
                sentence if named else sentence[0].lower() + sentence[1:]
            )
        if luck > 0.92 and said.saying.kinds[1] != "year":
            return f"{sentence[:-1]} in {chance.choice(_MONTHS)}."
        return sentence


_ENDS = frozenset(("died in", "died in year"))
"""Whoever has died does little else."""
