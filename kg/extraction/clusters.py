"""Mentions to entities: which mentions in one document name the same thing.

Rules, in the order in which they are tried: the same name; a person's first or last name alone; an
organisation's acronym, or its name without "Ltd" and the like; a personal pronoun and the person most
spoken of just before. A short name that fits two entities goes to the one that was named last.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.iris import normal_name
from kg.records import Span

PRONOUN = re.compile(
    r"\b(?:(?P<he>he|him|his|himself)|(?P<she>she|her|hers|herself))\b", re.IGNORECASE
)
_LEADING = re.compile(
    r"^(?:the|a|an|mr|mrs|ms|dr|prof|professor|sir|dame|lord|lady|president|king|queen)\b\.? +"
)
_SMALL = frozenset({"of", "the", "and", "for", "in", "de", "la", "du", "&"})
_FORMS = frozenset(
    [
        "inc",
        "inc.",
        "incorporated",
        "corp",
        "corp.",
        "corporation",
        "co",
        "co.",
        "company",
        "ltd",
        "ltd.",
        "limited",
        "llc",
        "plc",
        "ag",
        "gmbh",
        "sa",
        "s.a.",
        "nv",
        "bv",
        "ab",
        "oy",
        "spa",
        "kk",
        "group",
        "holding",
        "holdings",
        "motor",
        "motors",
    ]
)
_REACH = 600
"""Characters that a pronoun looks back over."""


@dataclass(frozen=True, slots=True)
class Named:
    """A mention to be clustered; `text` is what stands in the document."""

    span: Span
    text: str
    label: str

    @property
    def pronoun(self) -> bool:
        """Return whether the mention is a personal pronoun."""
        return PRONOUN.fullmatch(self.text) is not None


@dataclass(slots=True)
class _Entity:
    label: str
    mentions: int = 0
    last: int = 0
    gender: str | None = None


def cluster(mentions: Sequence[Named]) -> list[int | None]:
    """Return the index of each mention's entity, None for a pronoun that nobody can be found for.

    Mentions come in the order of the text.
    """
    entities: list[_Entity] = []
    by_name: dict[tuple[str, str], int] = {}
    by_part: dict[tuple[str, str], int] = {}
    found: list[int | None] = []
    for mention in mentions:
        if mention.pronoun:
            index = _antecedent(mention, entities)
        else:
            index = _named(mention, entities, by_name, by_part)
        if index is not None:
            entities[index].last = mention.span.end
            entities[index].mentions += 1
        found.append(index)
    return found


def bare_name(text: str) -> str:
    """Return the normal form of a name without article, title or possessive."""
    name = normal_name(text)
    name = re.sub(r"['’]s?$", "", name)
    return _LEADING.sub("", name) or name


def _named(
    mention: Named,
    entities: list[_Entity],
    by_name: dict[tuple[str, str], int],
    by_part: dict[tuple[str, str], int],
) -> int:
    name = bare_name(mention.text)
    key = (mention.label, name)
    index = by_name.get(key, by_part.get(key))
    if index is None:
        index = len(entities)
        entities.append(_Entity(mention.label))
    by_name[key] = index
    for part in _parts(mention.label, mention.text, name):
        by_part[mention.label, part] = index
    return index


def _parts(label: str, text: str, name: str) -> list[str]:
    """Return shorter names that a later mention may use."""
    words = name.split(" ")
    if len(words) < 2:
        return []
    if label == "person":
        return [words[0], words[-1]]
    if label == "organisation":
        capitals = "".join(
            w[0] for w in text.split() if w[0].isupper() and w.casefold() not in _SMALL
        )
        short = " ".join(words[: next((i for i, w in enumerate(words) if w in _FORMS), len(words))])
        return [part for part in (normal_name(capitals), short) if len(part) > 1]
    return []


def _antecedent(mention: Named, entities: Sequence[_Entity]) -> int | None:
    match = PRONOUN.fullmatch(mention.text)
    gender = match.lastgroup if match else None
    fitting = [
        (entity.mentions, entity.last, index)
        for index, entity in enumerate(entities)
        if entity.label == "person"
        and entity.gender in (None, gender)
        and mention.span.start - entity.last <= _REACH
    ]
    if not fitting:
        return None
    index = max(fitting)[-1]
    entities[index].gender = gender
    return index
