"""Short forms of a name within a window: a company without its legal form, a person's first or last name alone.

And the name that somebody was born under. The network mostly sees these; where it does not, what a page says of
Acme and of Acme Ltd is said of two.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from kg.extraction.decode import FoundMention
from kg.model.likeness import bare_name
from kg.model.pronouns import pronoun_kind
from kg.text.legal_forms import LEGAL_FORMS

_BORN = re.compile(r"(?: was born|,? née|,? born| \(née|,? formerly)(?: as)? $")
_REACH = 16
"""Characters before a name in which it is said that somebody was born under it."""


def with_short_names(
    mentions: Sequence[FoundMention], entity: Sequence[int], text: str
) -> list[int]:
    """Return the entity of each mention, those that short forms of one name stand for as one."""
    named = [
        "" if pronoun_kind(m.span.of(text)) else bare_name(m.name or m.span.of(text))
        for m in mentions
    ]
    entity = _with_surnames(mentions, entity, named)
    joined = list(entity)
    for one, other in (
        *_companies(mentions, entity, named),
        *_people(mentions, entity, named),
        *_births(mentions, entity, text),
    ):
        first, second = sorted((joined[one], joined[other]))
        joined = [first if number == second else number for number in joined]
    order = {number: place for place, number in enumerate(dict.fromkeys(joined))}
    return [order[number] for number in joined]


Pair = tuple[int, int]
"""Two mentions by their places, of one thing."""


def _companies(
    mentions: Sequence[FoundMention], entity: Sequence[int], named: Sequence[str]
) -> Iterator[Pair]:
    first: dict[str, int] = {}
    for place, (mention, name) in enumerate(zip(mentions, named, strict=True)):
        if mention.label == "organisation" and (stem := _without_form(name)):
            known = first.setdefault(stem, place)
            if entity[known] != entity[place]:
                yield known, place


def _without_form(name: str) -> str:
    words = re.sub(r"[.,]", "", name).split()
    while len(words) > 1 and words[-1] in LEGAL_FORMS:
        words.pop()
    return " ".join(words)


def _people(
    mentions: Sequence[FoundMention], entity: Sequence[int], named: Sequence[str]
) -> Iterator[Pair]:
    """Yield whoever is called by one name alone, with the only one who has that name among others."""
    bearers: dict[str, dict[int, int]] = defaultdict(dict)
    names: dict[int, set[str]] = defaultdict(set)
    for place, (mention, name) in enumerate(zip(mentions, named, strict=True)):
        if mention.label == "person" and name:
            names[entity[place]].add(name)
            words = name.split()
            for word in {words[0], words[-1]} if len(words) > 1 else ():
                bearers[word].setdefault(entity[place], place)
    for place, name in enumerate(named):
        if names.get(entity[place]) == {name} and " " not in name and len(bearers[name]) == 1:
            ((number, bearer),) = bearers[name].items()
            if number != entity[place]:
                yield bearer, place


def _with_surnames(
    mentions: Sequence[FoundMention], entity: Sequence[int], named: Sequence[str]
) -> list[int]:
    """Give a family name alone, and the pronouns after it, to whoever of the family is named first.

    "Nikola Tesla was born … His father, Milutin Tesla, was a priest. Tesla studied in Graz. He …"
    """
    family: dict[str, list[int]] = defaultdict(list)
    for place, (mention, name) in enumerate(zip(mentions, named, strict=True)):
        if (
            mention.label == "person"
            and " " in name
            and entity[place] not in family[name.split()[-1]]
        ):
            family[name.split()[-1]].append(entity[place])
    found = list(entity)
    for place, name in enumerate(named):
        members = family.get(name, ())
        if len(members) > 1 and found[place] in members[1:]:
            taken_for = found[place]
            for later in range(place, len(named)):
                if found[later] == taken_for and named[later] in ("", name):
                    found[later] = members[0]
    return found


def _births(mentions: Sequence[FoundMention], entity: Sequence[int], text: str) -> Iterator[Pair]:
    for place in range(1, len(mentions)):
        before, mention = mentions[place - 1], mentions[place]
        if {before.label, mention.label} <= {"person", ""} and mention.label:
            between = text[before.span.end : mention.span.start]
            close = len(between) <= _REACH and _BORN.fullmatch(between)
            if close and entity[place - 1] != entity[place]:
                yield place - 1, place
