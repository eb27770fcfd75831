"""Real sentences whose fact is known (Wiki80, MIT), and what our phrases say about it."""

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.training.entailment.made import Labelled
from kg.training.entailment.sayings import Saying, fill, some_name

_SAID_AS: Mapping[str, tuple[str, bool]] = {  # relation of Wiki80: saying, whether turned round
    "country of citizenship": ("citizen of", False),
    "director": ("directed", True),
    "father": ("child of", False),
    "architect": ("built", True),
    "manufacturer": ("made by", False),
    "member of political party": ("member of", False),
    "headquarters location": ("seat in", False),
    "sibling": ("sibling of", False),
    "occupation": ("profession", False),
    "residence": ("lives in", False),
    "owned by": ("owned by", False),
    "composer": ("composed", True),
    "winner": ("won", True),
    "country": ("located in", False),
    "subsidiary": ("owned by", True),
}
_LONGEST = 45
"""Tokens of a sentence."""
_SPACES = (
    (" ,", ","),
    (" .", "."),
    (" 's", "'s"),
    ("( ", "("),
    (" )", ")"),
    (" ;", ";"),
    (" :", ":"),
)

Known = tuple[str, str, str]
"""A sentence, and the two ends of a fact that it states."""


class Real:
    """Draws a sentence, and makes another that follows, contradicts or does neither."""

    def __init__(self, data: Path, sayings: Sequence[Saying], seed: int) -> None:
        """Read the sentences. Raises InputError if they are not there."""
        self._chance = random.Random(seed)
        self._sayings = {saying.name: saying for saying in sayings}
        self._known: dict[str, list[Known]] = defaultdict(list)
        file = data / "wiki80" / "wiki80_64rel_train.jsonl.gz"
        try:
            with gzip.open(file, "rt", encoding="utf-8") as lines:
                for line in lines:
                    self._keep(json.loads(line))
        except OSError as err:
            raise InputError(f"{data} lacks Wiki80: {err}. Name its folder with --data.") from err
        self._names = sorted(self._known)

    def _keep(self, row: dict[str, Any]) -> None:
        name, turned = _SAID_AS.get(row["relation"], ("", False))
        if name not in self._sayings or len(row["token"]) > _LONGEST:
            return
        head, tail = (_joined(row["token"][slice(*row[end]["pos"])]) for end in "ht")
        if head and tail:
            ends = (tail, head) if turned else (head, tail)
            self._known[name].append((_joined(row["token"]), *ends))

    def draw(self) -> Labelled:
        """Make a pair whose first sentence is real; each class is as likely."""
        chance = self._chance
        name = chance.choice(self._names)
        saying = self._sayings[name]
        known = chance.choice(self._known[name])
        label = chance.randrange(3)
        makers = (self._entailed, self._contradicted, self._neutral)
        return Labelled((known[0], makers[label](saying, known)), label)

    def _entailed(self, saying: Saying, known: Known) -> str:
        forms = saying.follows if saying.follows and self._chance.random() < 0.2 else saying.says
        return fill(self._chance.choice(forms), *known[1:])

    def _contradicted(self, saying: Saying, known: Known) -> str:
        text, a, b = known
        ways = ["deny"]
        ways += ["second"] * ("one" in saying.marks)
        ways += ["first"] * ("sole" in saying.marks)
        ways += ["turned"] * 2 * ("way" in saying.marks and saying.kinds[0] == saying.kinds[1])
        match self._chance.choice(ways):
            case "deny":
                return fill(self._chance.choice(saying.denials + saying.excludes), a, b)
            case "second":
                b = self._elsewhere(saying.name, 2, text)
            case "first":
                a = self._elsewhere(saying.name, 1, text)
            case _:
                a, b = b, a
        return fill(self._chance.choice(saying.says), a, b)

    def _neutral(self, saying: Saying, known: Known) -> str:
        text, a, b = known
        chance = self._chance
        luck = chance.random()
        if luck < 0.5:
            return fill(chance.choice(saying.near), a, b)
        if luck < 0.75:
            ends = [self._elsewhere(saying.name, end, text) for end in (1, 2)]
            return fill(chance.choice(saying.says + saying.denials), *ends)
        kin = [o for o in self._sayings.values() if o.kinds[0] == saying.kinds[0] and o != saying]
        other = chance.choice(kin or [saying])
        return fill(chance.choice(other.near), a, some_name(other.kinds[1], chance, b))

    def _elsewhere(self, name: str, end: int, text: str) -> str:
        """Return an end of the same kind that the sentence does not name."""
        while (found := self._chance.choice(self._known[name])[end]) in text:
            pass
        return found


def _joined(tokens: Sequence[str]) -> str:
    text = " ".join(tokens).replace("`` ", '"').replace(" ''", '"')
    for apart, together in _SPACES:
        text = text.replace(apart, together)
    return text
