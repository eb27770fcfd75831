"""Facts and rules in simple English, read by pattern: "The cow is blue. If something is cold then it sees the cow."

Sentences are "X is (not) Y", "X VERBS Z", "X does not VERB Z"; rules "If … and … then …", "(All) Y, Z
things are W". "not" is classical negation. Anything else is refused, with the sentence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from kg.errors import InputError
from kg.reasoning.logic.rules import Atom, Denied, Rule, Term, Var

IS = "is"

_X = Var("x")
_ANYTHING = frozenset({"something", "someone", "somebody", "everything", "everyone", "anything"})
_ANYTHING_AGAIN = frozenset({"it", "they", "them", "he", "him", "she", "her"})
_NAME = r"(?:(?:the|an?) (?:[\w'-]+ )??[\w'-]+|(?!(?:the|an?) )[\w'-]+)"
_BE = re.compile(
    rf"(?P<who>{_NAME}) (?:is|are) (?P<not>not )?(?P<what>[\w-]+(?:(?:,| and) (?:not )?[\w-]+)*)"
)
_DO_NOT = re.compile(rf"(?P<who>{_NAME}) (?:does|do) not (?P<verb>\w+) (?P<whom>{_NAME})")
_DO = re.compile(rf"(?P<who>{_NAME}) (?P<verb>\w+) (?P<whom>{_NAME})")
_IF = re.compile(r"if (?P<body>.+?),? then (?P<head>.+)")
_ALL = re.compile(
    r"(?:all |every )?(?P<kinds>[\w-]+(?:(?:,| and) [\w-]+)*) (?:things|people|ones|animals) are "
    r"(?P<not>not )?(?P<what>[\w-]+(?: and [\w-]+)*)"
)
_AND = re.compile(r",? and |, ")
_SENTENCE = re.compile(r"[^.!?]+[.!?]?")


@dataclass(frozen=True, slots=True)
class Theory:
    """What a text states: each rule, a fact without a body, knows its sentence."""

    rules: tuple[Rule, ...]


def read_theory(text: str) -> Theory:
    """Read a text. Raises InputError: a sentence is not of a known pattern."""
    sentences = (found[0].strip() for found in _SENTENCE.finditer(text))
    return Theory(tuple(rule for each in sentences if each for rule in _rules(each)))


def read_claim(sentence: str) -> Atom:
    """Read one fact. Raises InputError: it is none, or several."""
    found = list(_clause(_plain(sentence), sentence))
    if len(found) != 1 or found[0].variables():
        raise InputError(f"“{sentence}” is not one fact.")
    return found[0]


def _rules(sentence: str) -> Iterator[Rule]:
    plain = _plain(sentence)
    if found := _IF.fullmatch(plain):
        body = tuple(_clauses(found["body"], sentence))
        heads = list(_clauses(found["head"], sentence))
    elif found := _ALL.fullmatch(plain):
        kinds = [kind for kind in _AND.split(found["kinds"]) if kind != "all"]
        body = tuple(Atom(_X, IS, kind) for kind in kinds)
        wanted = Denied(IS) if found["not"] else IS
        heads = [Atom(_X, wanted, what) for what in _AND.split(found["what"])]
    else:
        body, heads = (), list(_clause(plain, sentence))
    for head in heads:
        rule = Rule(sentence, head, body, text=sentence)
        if rule.unbound():
            raise InputError(f"“{sentence}” speaks of anything, but says nothing of what it is.")
        yield rule


def _clauses(text: str, sentence: str) -> Iterator[Atom]:
    """Read clauses that are joined by "and"; "it is blue and green" is one."""
    pieces = text.split(" and ")
    clause = pieces[0]
    for piece in pieces[1:]:
        if _is_clause(piece):
            yield from _clause(clause, sentence)
            clause = piece
        else:
            clause += f" and {piece}"
    yield from _clause(clause, sentence)


def _is_clause(text: str) -> bool:
    return any(pattern.fullmatch(text) for pattern in (_BE, _DO_NOT, _DO))


def _clause(text: str, sentence: str) -> Iterator[Atom]:
    if found := _BE.fullmatch(text):
        for what in _AND.split(found["what"]):
            negative = bool(found["not"]) or what.startswith("not ")
            predicate = Denied(IS) if negative else IS
            yield Atom(_who(found["who"]), predicate, what.removeprefix("not "))
    elif found := _DO_NOT.fullmatch(text):
        yield Atom(_who(found["who"]), Denied(_stem(found["verb"])), _who(found["whom"]))
    elif found := _DO.fullmatch(text):
        yield Atom(_who(found["who"]), _stem(found["verb"]), _who(found["whom"]))
    else:
        raise InputError(
            f"“{sentence}” is not of a known pattern: write “X is Y”, “X VERBS Z”, “X does not VERB Z”, "
            "“If … then …” or “All Y things are Z”."
        )


def _who(name: str) -> Term:
    bare = re.sub(r"^(?:the|a|an) ", "", name)
    return _X if bare in _ANYTHING | _ANYTHING_AGAIN else bare


def _plain(sentence: str) -> str:
    return " ".join(sentence.strip().rstrip(".!?").lower().split())


@lru_cache(maxsize=10_000)
def _stem(verb: str) -> str:
    return str(snowballstemmer.stemmer("english").stemWord(verb))
