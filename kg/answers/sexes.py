"""Sons and daughters, where the graph knows children: what the sentences behind an answer say decides."""

from collections.abc import Sequence
from dataclasses import replace

from kg.answers.question import Asked, free_places
from kg.answers.records import Fact, Form, Found
from kg.answers.words import tokens
from kg.records import Iri

_OTHER = {"son": "daughter", "brother": "sister", "father": "mother"}
_OTHER |= {other: one for one, other in _OTHER.items()}
_OTHER |= {f"{one}s": f"{other}s" for one, other in _OTHER.items()}
_EITHER = frozenset({"child", "sibling", "father", "mother"})
"""Labels of relations that both may be ends of: a father's child may be a daughter."""

_UNSAID = 0.7
_SAID_BY = frozenset({"father", "mother"})


def of_the_sex_asked_for(
    found: Sequence[Found], asked: Asked, form: Form
) -> tuple[tuple[Found, ...], str]:
    """Return the answers that their sentences allow, and why none is left.

    A list keeps whoever no sentence calls the other, less surely where none says it; a number, a yes, has to be
    borne out by a sentence.
    """
    words = [asked.tokens[n].lower for n in sorted(free_places(asked))]
    said = next((word for word in words if word in _OTHER), None)
    if said is None or len(asked.links) != 1 or any(one.value == "no" for one in found):
        return tuple(found), ""
    strict = form in ("count", "yesno")
    weighed = [(one, _borne_out(one, said)) for one in found]
    kept = tuple(
        one if sure else replace(one, confidence=round(one.confidence * _UNSAID, 3))
        for one, sure in weighed
        if sure or (sure is None and not strict)
    )
    return kept, "" if kept else f"no sentence says of whom it knows that they are “{said}”"


def _borne_out(found: Found, said: str) -> bool | None:
    """Whether sentences say so; None where they say neither that nor the other."""
    singular = said.removesuffix("s")
    unsure = [
        fact for fact in found.facts
        if fact.predicate in _EITHER and _is_of(fact, found) and not (singular in _SAID_BY and fact.predicate in _SAID_BY)
    ]  # fmt: skip
    words = {
        token.lower.removesuffix("s")
        for fact in unsure
        for quote in fact.quotes
        for token in tokens(quote.text)
    }
    if not unsure or singular in words:
        return True
    return False if _OTHER[singular] in words else None


def _is_of(fact: Fact, found: Found) -> bool:
    """Whether a fact says who the answer is; those on the way to it are about others."""
    statement = fact.statement
    return found.iri is None or found.iri == statement.subject or Iri(found.iri) == statement.object
