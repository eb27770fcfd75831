"""Which of a thing's values a comparison, an order or a bound is about."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.answers.bounds import date_key
from kg.answers.fitting import kind_of
from kg.answers.question import Asked
from kg.answers.reader import Reader
from kg.answers.records import Step, Term
from kg.answers.relations import NOWHERE, Match, Relations
from kg.answers.words import stem
from kg.ontology.datatypes import ANY_VALUE, TIMES
from kg.records import Literal

_AGED = stem("old")
_DATED = re.compile(r"\b(?:date|time|year|inception)\b")
"""What a property of any value is called whose values are dates."""

_UNSAID = 0.6
"""How well a value that the question does not name fits, where nothing else is left to name it."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A step to a value, and the words that put it."""

    step: Step
    match: Match
    dated: bool


def measures(
    asked: Asked,
    relations: Relations,
    reader: Reader,
    steps: Iterable[tuple[Step, frozenset[Term]]],
) -> Iterator[Measure]:
    """Yield those of some steps that lead to what is compared, counted or bounded."""
    for step, ends in steps:
        dated = _dated(ends)
        if not asked.amount and dated is None:
            continue
        if asked.bounds and asked.bounds.is_date and not dated:
            continue
        if asked.size and dated and not asked.amount:
            continue
        if match := _match(asked, relations, reader, step):
            yield Measure(step, match, bool(dated) and not asked.amount)


def declared(
    asked: Asked, relations: Relations, reader: Reader, known: Iterable[str]
) -> Iterator[Measure]:
    """Yield those of the ontology's properties that lead to what is compared: for sets that no name leads to."""
    for iri in known:
        property = relations.property(iri)
        is_date = property.datatype in TIMES or "time" in property.range
        is_date |= property.datatype == ANY_VALUE and bool(_DATED.search(property.label))
        if property.domain and asked.expected and not asked.expected & set(property.domain):
            continue
        if asked.size and is_date and not asked.amount:
            continue
        is_number = property.datatype is not None and not is_date
        if asked.amount or (
            is_date if asked.bounds and asked.bounds.is_date else is_date or is_number
        ):
            step = Step(iri, True)
            match = _match(asked, relations, reader, step)
            if match and (match.places or asked.age):
                yield Measure(step, match, is_date and not asked.amount)


def _match(asked: Asked, relations: Relations, reader: Reader, step: Step) -> Match | None:
    if asked.age:
        aged = any(
            _AGED in place
            for phrase in relations.phrases(step.predicate)
            for place in phrase.places
        )
        return Match(NOWHERE, 0.95) if aged and step.forward else None
    found = [
        match for match in reader.matches(step, None) if match.places & (asked.content | asked.noun)
    ]
    best = max(
        found,
        key=lambda match: (match.strength * len(match.places) ** 0.5, sorted(match.places)),
        default=None,
    )
    # a film has one date, but who worked somewhere after 1990 need not be born after it
    dated = asked.bounds is not None and asked.bounds.is_date
    of_people = "person" in relations.property(step.predicate).domain
    return best if best or (dated and of_people) else Match(NOWHERE, _UNSAID)


def _dated(ends: Iterable[Term]) -> bool | None:
    """Whether the values are dates; False for numbers, None for anything else."""
    kinds = {kind_of(end) if isinstance(end, Literal) else "thing" for end in ends}
    if kinds == {"time"}:
        return True
    return False if kinds == {"number"} else None


def comparable(term: Term) -> tuple[float, ...] | None:
    """Return what a value is compared by; None for what has no order."""
    if not isinstance(term, Literal):
        return None
    if kind_of(term) == "time":
        return date_key(term.value)
    try:
        return (float(term.value),)
    except ValueError:
        return None
