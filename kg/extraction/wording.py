"""Words of relations' names beside the things that a sentence names: "operated by" speaks for "operator"."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

import snowballstemmer
import torch
from torch import Tensor

from kg.extraction.chinese_spans import HAN
from kg.extraction.decode import FoundMention
from kg.extraction.windows import Window
from kg.ontology.records import Property
from kg.records import Span

EXPECTED = 0.15
"""How much of its name a relation has to have beside a pair for that to count neither way."""

REACH = 60
"""Characters on either side of a mention in which words speak of it, at most."""

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"\d+\w*|[^\W\d_]+")
_DOER = re.compile(r"(?<=\w{3})[eo]r$")
"""What the stemmer leaves on: "owner" is of "owned"."""

_SMALL = frozenset(
    "a an the of in on at by for to from with as is was are were be been has have had and or its his her their "
    "this that which who it he she they".split()
)


class Wording:
    """Looks for the words of properties' names; what many names have counts for less."""

    def __init__(self, properties: Sequence[Property]) -> None:
        names = [
            frozenset() if HAN.search(property.label) else stems(property.label)
            for property in properties
        ]
        often = Counter(word for name in names for word in name)
        self.named = torch.tensor([bool(name) for name in names], dtype=torch.bool)
        """Which properties have a name to look for, bool (properties,): none in Chinese, whose words nothing parts."""
        self._columns: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for column, name in enumerate(names):
            total = sum(1 / often[word] for word in name)
            for word in name:
                self._columns[word].append((column, 1 / often[word] / total))

    def beside(
        self, mentions: Sequence[FoundMention], entity: Sequence[int], window: Window, text: str
    ) -> Tensor:
        """Return how much of each property's name stands beside each entity, 0 to 1, float (entities, properties)."""
        found = torch.zeros(max(entity, default=-1) + 1, len(self.named))
        offsets = window.tokens.offsets
        if offsets and HAN.search(text, offsets[0][0], offsets[-1][1]):
            return found + EXPECTED  # no name of another language stands in it
        for whose, words in zip(entity, _beside(mentions, window, text), strict=True):
            shares: dict[int, float] = defaultdict(float)
            for word in words:
                for column, share in self._columns.get(word, ()):
                    shares[column] += share
            for column, share in shares.items():
                found[whose, column] = max(float(found[whose, column]), share)
        return found


def stems(text: str) -> frozenset[str]:
    """Return the stems of the words that say something; camel case is taken apart."""
    words = (word.lower() for word in _WORD.findall(_CAMEL.sub(" ", text)))
    return frozenset(_stem(word) for word in words if word not in _SMALL)


@lru_cache(65_536)
def _stem(word: str) -> str:
    # one of its own for each word: a stemmer keeps the word it is at, and windows are read side by side
    return _DOER.sub("", str(snowballstemmer.stemmer("english").stemWord(word)))


def _beside(
    mentions: Sequence[FoundMention], window: Window, text: str
) -> Iterator[frozenset[str]]:
    """Yield the stems between each mention and its neighbours in the same sentence."""
    if not mentions:
        return
    offsets = window.tokens.offsets
    cuts = sorted({offsets[0][0], offsets[-1][1], *(offsets[i][0] for i in window.sentences)})
    ends = sorted(mention.span.end for mention in mentions)
    starts = sorted(mention.span.start for mention in mentions)
    for mention in mentions:
        start, end = mention.span.start, mention.span.end
        sentence = _around(cuts, start)
        before = bisect_right(ends, start)
        after = bisect_right(starts, end - 1)
        low = max(sentence.start, start - REACH, ends[before - 1] if before else 0)
        high = min(sentence.end, end + REACH, starts[after] if after < len(starts) else end + REACH)
        yield stems(text[low:start]) | stems(text[end : max(end, high)])


def _around(cuts: Sequence[int], place: int) -> Span:
    index = bisect_right(cuts, place)
    return Span(cuts[max(0, index - 1)], cuts[min(index, len(cuts) - 1)])
