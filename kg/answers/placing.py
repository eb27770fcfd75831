"""Where a question has the words of a phrase."""

from collections.abc import Iterable
from itertools import product

from kg.answers.phrases import Phrase
from kg.answers.question import Asked


def placings(phrase: Phrase, asked: Asked) -> Iterable[frozenset[int]]:
    """Yield where all words of a phrase are, close together."""
    where = [
        [
            n
            for n, token in enumerate(asked.tokens)
            if token.stem in place and not asked.within_link(n)
        ]
        for place in phrase.places
    ]
    if all(where) and sum(map(len, where)) <= 12:
        for chosen in product(*where):
            if len(set(chosen)) == len(chosen) and max(chosen) - min(chosen) <= len(chosen) + 1:
                yield frozenset(chosen)
