"""Policies: words and relations that must not become facts.

A pattern is a regular expression of SPARQL's REGEX, which Oxigraph matches in time linear in the text
whatever the pattern; so it has no look-around and no references back, and one that would need
too much memory is refused. Python's own engine may take forever over `(a+)+$`.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kg.admission.records import Candidate, Key, Reason
from kg.errors import InputError
from kg.records import Iri, Literal

FIELDS = ("names", "values", "sentences")
"""Where a policy may look: the names of things, the values of literals and qualifiers, the quoted sentences."""
MEDIA_TYPE = "application/json"

_MOST = 1_000
_LONGEST = 1_000
_KNOWN = {"name", "pattern", "phrase", "in", "predicates", "case", "message"}
_ADVICE = (
    'Give {"policies": [{"name": …, "pattern" or "phrase": …, "in": ["names", "values", "sentences"], '
    '"predicates": […]}]}: at least one of pattern, phrase and predicates in each.'
)
_IRI = re.compile(r"[A-Za-z][\w+.-]*:\S+")


@dataclass(frozen=True, slots=True)
class Policy:
    """What must not become a fact: what `pattern` matches, what has one of the predicates, or both at once.

    Attributes:
        pattern: Regular expression, or None.
        fields: Where it looks, some of `FIELDS`.
        predicates: IRIs; empty for all.
        case: Whether capitals count.
    """

    name: str
    pattern: str | None
    fields: tuple[str, ...]
    predicates: frozenset[str]
    case: bool
    message: str


def read_policies(text: str) -> tuple[Policy, ...]:
    """Read policies from JSON. Raises InputError: they cannot be read, or a pattern cannot be matched."""
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as err:
        raise InputError(f"The policies are not JSON: {err}. {_ADVICE}") from err
    listed = given.get("policies") if isinstance(given, dict) else None
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise InputError(f"There is no list of policies. {_ADVICE}")
    if len(listed) > _MOST:
        raise InputError(
            f"These are {len(listed)} policies; {_MOST} are taken. Join patterns by |."
        )
    policies = tuple(_policy(one, place) for place, one in enumerate(listed, start=1))
    names = [one.name for one in policies]
    if len(set(names)) < len(names):
        raise InputError("Two policies have one name: it is what tells them apart in /refused.")
    return policies


def broken(
    policies: Sequence[Policy], candidates: Sequence[Candidate], given_as: str
) -> Iterator[tuple[Key, Reason]]:
    """Yield which policies keep which evidence aside.

    Args:
        given_as: Under which name the policies were given.
    """
    texts = _Texts(candidates)
    for policy in policies:
        found = range(len(candidates)) if policy.pattern is None else texts.matching(policy)
        for place in found:
            one = candidates[place]
            if not policy.predicates or one.statement.predicate in policy.predicates:
                yield one.key, Reason("policy", given_as, policy.name, policy.message)


class _Texts:
    """The words of evidence in a store of their own, to be searched."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self._store = ox.Store()
        self._store.extend(
            ox.Quad(ox.NamedNode(f"urn:{place}"), ox.NamedNode(f"urn:{field}"), ox.Literal(words))
            for place, one in enumerate(candidates)
            for field, words in _words(one)
        )

    def matching(self, policy: Policy) -> set[int]:
        """Return the places of the candidates in which a policy's pattern is found."""
        fields = " ".join(str(ox.NamedNode(f"urn:{field}")) for field in policy.fields)
        query = (
            f"SELECT DISTINCT ?one {{ VALUES ?field {{ {fields} }} ?one ?field ?words "
            f"FILTER {_regex('?words', policy.pattern or '', policy.case)} }}"
        )
        found = self._store.query(query)
        assert isinstance(found, ox.QuerySolutions)
        nodes = (solution["one"] for solution in found)
        return {int(one.value.rpartition(":")[2]) for one in nodes if isinstance(one, ox.NamedNode)}


def _words(one: Candidate) -> Iterator[tuple[str, str]]:
    yield "names", one.subject_name
    match one.statement.object:
        case Iri():
            yield "names", one.object_name
        case Literal(value, _):
            yield "values", value
            yield "values", one.object_name
    for value in one.values:
        yield "values", value
    yield "sentences", one.quote


def _policy(given: dict[str, Any], place: int) -> Policy:
    name = given.get("name", f"policy {place}")
    where = f"Policy {name!r}" if isinstance(name, str) else f"Policy {place}"
    unknown = sorted(set(given) - _KNOWN)
    if unknown:
        raise InputError(f"{where} has {unknown[0]!r}, which policies do not have. {_ADVICE}")
    pattern, phrase = given.get("pattern"), given.get("phrase")
    fields, predicates = given.get("in", list(FIELDS)), given.get("predicates", [])
    case, message = given.get("case", False), given.get("message", "")
    strings = [name, message, *(one for one in (pattern, phrase) if one is not None)]
    if not all(isinstance(one, str) and len(one) <= _LONGEST for one in strings):
        raise InputError(
            f"{where}: names, messages, patterns and phrases are short texts. {_ADVICE}"
        )
    if not _some(fields, FIELDS) or not _some(predicates, None) or not isinstance(case, bool):
        raise InputError(
            f"{where}: `in`, `predicates` or `case` is not what it should be. {_ADVICE}"
        )
    if not fields:
        raise InputError(
            f"{where}: `in` is empty, so that it would look nowhere. Leave it out for everywhere."
        )
    if wrong := [one for one in predicates if not _IRI.fullmatch(one)]:
        raise InputError(
            f"{where}: {wrong[0]!r} is no IRI. GET /properties lists those that are known."
        )
    both = pattern is not None and phrase is not None
    if (pattern is None and phrase is None and not predicates) or both:
        raise InputError(f"{where} has no pattern, phrase or predicates, or two of them. {_ADVICE}")
    if pattern == "":
        raise InputError(f"{where}: an empty pattern is found everywhere. Leave it out.")
    sought = _phrase(phrase, where) if phrase is not None else pattern
    if sought is not None:
        _check(sought, where)
    said = message or f"The policy {name!r} keeps it out."
    return Policy(name, sought, tuple(fields), frozenset(predicates), case, said)


def _some(given: object, known: Sequence[str] | None) -> bool:
    return isinstance(given, list) and all(
        isinstance(one, str) and (known is None or one in known) for one in given
    )


def _phrase(phrase: str, where: str) -> str:
    """Return a pattern for words, as whole words and however they are spaced."""
    words = phrase.split()
    if not words:
        raise InputError(f"{where}: the phrase has no words. Leave it out.")
    pattern = r"\s+".join(re.escape(word).replace(r"\-", "-") for word in words)
    first = r"(^|\W)" if words[0][0].isalnum() else ""
    last = r"(\W|$)" if words[-1][-1].isalnum() else ""
    return f"{first}{pattern}{last}"


def _check(pattern: str, where: str) -> None:
    query = (
        f"ASK {{ BIND({_regex(str(ox.Literal('')), pattern, False)} AS ?is) FILTER(BOUND(?is)) }}"
    )
    if not ox.Store().query(query):
        raise InputError(
            f"{where}: the pattern {pattern!r} cannot be matched in linear time, or is no regular "
            "expression. Write it without look-around, references back and large repetitions."
        )


def _regex(words: str, pattern: str, case: bool) -> str:
    return f"REGEX({words}, {ox.Literal(pattern)}, {ox.Literal('s' if case else 'is')})"
