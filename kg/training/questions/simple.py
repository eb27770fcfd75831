"""SimpleQuestions mapped to Wikidata (Diefenbach et al., 2017; CC BY 3.0): questions that people wrote for one fact."""

import gzip
from collections import defaultdict
from collections.abc import Collection, Sequence
from pathlib import Path
from random import Random

from kg.errors import InputError
from kg.training.questions.records import Asking

_FLATTEN = 0.6
"""Power of a relation's frequency by which it is drawn: a fifth of all questions ask for a genre."""


def read_simple_questions(data: Path, part: str) -> list[Asking]:
    """Return the questions of a part, train or valid. Raises InputError if it is not there."""
    file = data / "simplequestions_wikidata" / f"annotated_wd_data_{part}.txt.gz"
    try:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            rows = [line.rstrip("\n").split("\t") for line in lines if line.strip()]
    except OSError as err:
        raise InputError(
            f"{data} lacks SimpleQuestions: {err}. Name its folder with --data."
        ) from err
    return [Asking(text, "P" + code[1:], code[0] == "R") for _, code, _, text in rows]


class Drawn:
    """Draws questions, those of rare relations more often than they come."""

    def __init__(self, askings: Sequence[Asking], without: Collection[str], chance: Random) -> None:
        self._chance = chance
        self._by: dict[tuple[str | None, bool], list[Asking]] = defaultdict(list)
        for one in askings:
            if one.property not in without:
                self._by[one.property, one.backward].append(one)
        self._keys = list(self._by)
        self._weights = [len(self._by[key]) ** _FLATTEN for key in self._keys]

    def draw(self) -> Asking:
        """Return a question."""
        (key,) = self._chance.choices(self._keys, self._weights)
        return self._chance.choice(self._by[key])
