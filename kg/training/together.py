"""Texts of a corpus put together: what a page about several things looks like.

Corpora have one thing a text: an encyclopedic introduction, a passage. A model that saw nothing else reads whatever
stands beside each other as being about one thing, and gives the husband of one woman to the next.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from kg.model.pronouns import pronoun_kind
from kg.ontology.records import VALUES
from kg.records import Span
from kg.training.corpora.records import LabelledMention, LabelledText

LONGEST = 2_300
"""Characters that texts put together have at most: most of that fits into one window."""


def put_together(texts: Sequence[LabelledText], count: int, seed: int) -> list[LabelledText]:
    """Return texts of up to `count` others each, drawn at random, with nothing but a space between.

    Only texts of which a corpus says equally much come together. Things of one name are one thing. Between things
    of different texts no relation holds; of two places nothing is said, since corpora relate those by what
    everybody knows.
    """
    alike: dict[object, list[LabelledText]] = defaultdict(list)
    for text in texts:
        alike[text.judged, text.complete, text.clustered, text.exhaustive].append(text)
    draw = random.Random(seed)
    found = []
    for group in alike.values():
        found += [_joined(some) for some in _drawn(draw.sample(group, len(group)), count)]
    return found


def _drawn(texts: Sequence[LabelledText], count: int) -> Iterator[list[LabelledText]]:
    some: list[LabelledText] = []
    for text in texts:
        long = sum(len(one.text) + 1 for one in some) + len(text.text) > LONGEST
        if some and (long or len(some) == count or _leans(text)):
            yield some
            some = []
        some.append(text)
    if some:
        yield some


def _leans(text: LabelledText) -> bool:
    """Whether a text goes on with something: what its pronouns stand for, a reader would look for before it."""
    if pronoun_kind(text.text.split(maxsplit=1)[0]):
        return True
    return any(
        all(pronoun_kind(mention.span.of(text.text)) for mention in mentions)
        for mentions in _by_entity(text).values()
    )


@dataclass(frozen=True, slots=True)
class _Entity:
    """An entity of the whole: its type, its longest name, and which of the texts name it."""

    label: str | None
    name: str
    texts: frozenset[int]


def _joined(texts: Sequence[LabelledText]) -> LabelledText:
    if len(texts) == 1:
        return texts[0]
    entities, renumbered = _entities(texts)
    mentions, relations, pairs = [], set(), set()
    start = 0
    for text, number in zip(texts, renumbered, strict=True):
        mentions += [_moved(m, start, number[m.entity]) for m in text.mentions]
        relations |= {(number[s], relation, number[o]) for s, relation, o in text.relations}
        within = permutations(number, 2) if text.pairs is None else text.pairs
        pairs |= {(number[s], number[o]) for s, o in within if s in number and o in number}
        start += len(text.text) + 1
    pairs |= {
        (s, o)
        for s, o in permutations(range(len(entities)), 2)
        if not entities[s].texts & entities[o].texts
        and not entities[s].label == entities[o].label == "place"
    }
    return replace(
        texts[0],
        id="+".join(text.id for text in texts),
        text=" ".join(text.text for text in texts),
        mentions=tuple(mentions),
        relations=frozenset(relations),
        pairs=tuple(sorted((s, o) for s, o in pairs if s != o and entities[s].label not in VALUES)),
    )


def _entities(texts: Sequence[LabelledText]) -> tuple[list[_Entity], list[dict[int, int]]]:
    """Return the entities of all texts, and for each text what its own entities are numbered by among them."""
    place: dict[tuple[object, ...], int] = {}
    found: list[_Entity] = []
    renumbered = []
    for number, text in enumerate(texts):
        own: dict[int, int] = {}
        for entity, mentions in _by_entity(text).items():
            names = [
                name for name in (m.span.of(text.text) for m in mentions) if not pronoun_kind(name)
            ]
            name = max(names, key=len, default="").casefold()
            label = next((m.label for m in mentions if m.label), None)
            # a thing that only pronouns stand for is one of its text alone
            key = (name, label) if name else (number, entity)
            at = place.setdefault(key, len(found))
            if at == len(found):
                found.append(_Entity(label, name, frozenset()))
            found[at] = replace(found[at], texts=found[at].texts | {number})
            own[entity] = at
        renumbered.append(own)
    return found, renumbered


def _by_entity(text: LabelledText) -> dict[int, list[LabelledMention]]:
    found: dict[int, list[LabelledMention]] = defaultdict(list)
    for mention in text.mentions:
        found[mention.entity].append(mention)
    return found


def _moved(mention: LabelledMention, by: int, entity: int) -> LabelledMention:
    span = Span(mention.span.start + by, mention.span.end + by)
    return replace(mention, span=span, entity=entity)
