"""How two mentions' wordings compare: what a reader sees before reading on."""

import re
from collections.abc import Sequence

import torch
from torch import Tensor

from kg.iris import normal_name
from kg.model.pronouns import KINDS, pronoun_kind

_TITLE = re.compile(
    r"^(?:the|a|an|mr|mrs|ms|dr|prof|professor|sir|dame|lord|lady|president|king|queen)\b\.? +"
)
NAMES = ("same", "inside", "acronym", "shared word", "unlike")
"""Ways in which two names compare; a pair with a pronoun has its kind instead."""

LIKENESSES = len(NAMES) + len(KINDS) + 1
"""Names against names, each kind of pronoun against a name, and pronouns of one kind."""


def bare_name(text: str) -> str:
    """Return the normal form of a name without article, title or possessive."""
    name = re.sub(r"['’]s?$", "", normal_name(text))
    return _TITLE.sub("", name) or name


def likeness(texts: Sequence[str]) -> Tensor:
    """Compare mentions with one another, long (mentions, mentions), values below `LIKENESSES`."""
    # most names come more than once, and each only has to be compared once
    place = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    table = torch.tensor(_table(list(place)), dtype=torch.long).view(len(place), len(place))
    places = torch.tensor([place[text] for text in texts], dtype=torch.long)
    return table[places[:, None], places[None, :]]


def _table(texts: Sequence[str]) -> list[list[int]]:
    kinds = [pronoun_kind(text) for text in texts]
    names = [bare_name(text) for text in texts]
    words = [frozenset(name.split()) for name in names]
    capitals = [_capitals(text) for text in texts]
    return [
        [
            _pronouns(kinds[i], kinds[j])
            if kinds[i] or kinds[j]
            else _names(names[i], names[j], words[i], words[j], capitals[i], capitals[j])
            for j in range(len(texts))
        ]
        for i in range(len(texts))
    ]


def _capitals(text: str) -> str:
    return "".join(word[0] for word in text.split() if word[0].isupper()).casefold()


def _names(
    one: str, other: str, words: frozenset[str], others: frozenset[str], first: str, second: str
) -> int:
    if one == other:
        return 0
    if words <= others or others <= words:
        return 1
    if (len(first) > 1 and first == other) or (len(second) > 1 and second == one):
        return 2
    return 3 if words & others else 4


def _pronouns(one: str | None, other: str | None) -> int:
    if one and other:
        return LIKENESSES - 1 if one == other else len(NAMES) + KINDS.index(one)
    return len(NAMES) + KINDS.index(one or other or "")
