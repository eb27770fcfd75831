"""Matching relations with one question: which words put a step, and how well the name beside them fits its end."""

from collections.abc import Iterable, Sequence

from kg.answers.chinese import in_chinese
from kg.answers.phrases import Phrase
from kg.answers.placing import placings
from kg.answers.question import Asked, free_places
from kg.answers.records import Link, Step
from kg.answers.relations import NOWHERE, Match, Relations
from kg.answers.words import BE, Token
from kg.ontology.records import Property
from kg.ontology.types import types_of_name

_HAVE = frozenset("have has had".split())
_PREPOSITIONS = frozenset("in at on by for of to from".split())
_WRONG_END = 0.45
_STRONG = 0.75
_WHOLE = 0.9
"""What words explain one by one is surer than what the whole question is taken for."""

_RIVALLED = 0.75
_RUN = 4
"""Words that are compared as one."""


class Reader:
    """Matches relations with one question."""

    def __init__(self, relations: Relations, asked: Asked) -> None:
        self._relations = relations
        self._asked = asked
        self._known: dict[tuple[str, bool, int], tuple[Match, ...]] = {}
        kinds = {n for n in asked.content if types_of_name(asked.tokens[n].lower)}
        spoken = relations.spoken(asked)
        gaps = asked.content - spoken - kinds
        self._near = relations.nearest(_segments(asked, gaps)) if gaps else {}
        self._whole = {}
        if _is_simple(asked) and not asked.claimed - spoken:  # no "first", no "women"
            self._whole = relations.asked_for(asked.text)

    def matches(self, step: Step, topic: Link | None) -> tuple[Match, ...]:
        """Return how the question puts a step away from what `topic` names, or from a thing that it does not name."""
        key = step.predicate, step.forward, topic.first if topic else -1
        if key not in self._known:
            found = tuple(self._matches(step, topic))
            self._known[key] = found + _together(found)
        return self._known[key]

    def _matches(self, step: Step, topic: Link | None) -> Iterable[Match]:
        property = self._relations.property(step.predicate)
        for phrase in self._relations.phrases(step.predicate):
            weight = 0.95 if phrase.own else 1.0
            for places in placings(phrase, self._asked):
                end = _end(
                    phrase, min(places), topic, self._asked, step.forward or property.symmetric
                )
                if property.symmetric:
                    end = max(end, 0.95)
                yield Match(places, weight * end, phrase.kind in ("holder", "value"))
            if phrase.own and len(phrase.places) > 1:
                yield from _partial(phrase, self._asked)
        if topic and (likely := self._whole.get((step.predicate, step.forward))):
            yield self._whole_match(property, likely)
        for match in self._near.get(step.predicate, ()):
            yield Match(match.places, match.strength * (1.0 if step.forward else 0.9))

    def _whole_match(self, property: Property, likely: float) -> Match:
        """All words together; less sure where some of them are what another relation is called."""
        asked = self._asked
        phrases = self._relations.phrases(property.iri)
        own = NOWHERE.union(*(some for phrase in phrases for some in placings(phrase, asked)))
        rivalled = bool((asked.claimed & asked.content) - own)
        strength = _WHOLE * likely * (_RIVALLED if rivalled else 1.0)
        return Match(free_places(asked), strength, whole=True)


def _is_simple(asked: Asked) -> bool:
    """Whether one relation of one name may be all that is asked for."""
    plain = asked.form in ("list", "count") and not asked.bounds and len(asked.links) == 1
    return plain and not in_chinese(asked.text)


def _together(found: Sequence[Match]) -> tuple[Match, ...]:
    """Several words may put one relation: "won the award", "plays in the league"; of the same end, each once."""
    strong = [match for match in found if match.strength >= _STRONG and not match.whole]
    nouns = [match for match in strong if match.noun]
    if nouns:  # two nouns are two relations: the father of a parent
        first = max(nouns, key=lambda match: match.strength)
        strong = [match for match in strong if match is first or not match.noun]
    places = NOWHERE.union(*(match.places for match in strong))
    if len(strong) < 2 or any(match.places >= places for match in strong):
        return ()
    best = max(strong, key=lambda match: match.strength)
    return (Match(places, best.strength, best.noun),)


def _partial(phrase: Phrase, asked: Asked) -> Iterable[Match]:
    """A label of several words may be put by most of them, or by its first: "head of government" by "government"."""
    found = frozenset(
        n for n in asked.content | asked.noun
        if any(asked.tokens[n].stem in place for place in phrase.places)
    )  # fmt: skip
    if found and len(found) < len(phrase.places):
        yield Match(found, 0.85 * len(found) / len(phrase.places))


def _end(phrase: Phrase, at: int, topic: Link | None, asked: Asked, forward: bool) -> float:
    """Return how well the words fit the topic at the subject's end (`forward`) or at the object's."""
    if phrase.kind == "about":
        return (0.96 if forward else 0.88) - 0.01 * _away(at, topic, asked)
    if topic is None:
        return _chained(phrase, forward)
    if phrase.kind in ("holder", "value"):
        fits = _holds(at, topic, asked) == (phrase.kind == "holder")
    else:
        fits = _does(at, topic, asked) == (phrase.kind == "doer")
    return 1.0 if fits == forward else _WRONG_END


def _away(at: int, topic: Link | None, asked: Asked) -> int:
    """Words between: none in "BORN in Paris" and without a topic."""
    if topic is None or (at == topic.first - 2 and asked.tokens[at + 1].lower in _PREPOSITIONS):
        return 0
    return min(abs(at - topic.first), abs(at - topic.last + 1), 10)


def _chained(phrase: Phrase, forward: bool) -> float:
    if phrase.kind in ("holder", "value"):
        return 0.97 if (phrase.kind == "holder") == forward else _WRONG_END
    return 0.9 if (phrase.kind == "doer") == forward else 0.8


def _holds(at: int, topic: Link, asked: Asked) -> bool:
    """Whether the named thing has what the noun at `at` names: "X's father", "father of X"; not "X the father of"."""
    words = asked.tokens
    if at > 0 and words[at - 1].lower == "whose":
        return False
    if at < topic.first or any(words[n].lower in _HAVE for n in range(topic.last, at)):
        return True
    return topic.last < len(words) and words[topic.last].lower == "'s"


def _does(at: int, topic: Link, asked: Asked) -> bool:
    """Whether the named thing does what the verb at `at` says: "did X found", "founded by X"; not "founded X"."""
    words = asked.tokens
    if any(words[n].lower == "by" for n in range(max(topic.first - 2, 0), topic.first)):
        return True
    return topic.first < at and not _is_passive(words, at)


def _is_passive(words: Sequence[Token], at: int) -> bool:
    before = {token.lower for token in words[:at]}
    helped = before & {"did", "does", "do", "has", "have", "had"}
    participle = words[at].lower.endswith(
        ("ed", "en", "ght", "wn", "ilt", "ade", "ung", "und", "ld", "ven")
    )
    return participle and bool(before & BE) and not (helped and "been" not in before)


def _segments(asked: Asked, gaps: frozenset[int]) -> dict[frozenset[int], str]:
    """Return the runs of words that no relation claims; all of the question where none claims any."""
    found: dict[frozenset[int], str] = {}
    for start in sorted(gaps):
        run = [start]
        while run[-1] + 1 in gaps and len(run) < _RUN:
            found[frozenset(run)] = " ".join(asked.tokens[n].text for n in run)
            run.append(run[-1] + 1)
        found[frozenset(run)] = " ".join(asked.tokens[n].text for n in run)
    if gaps == asked.content and len(gaps) > 1:
        rest = [token.text for n, token in enumerate(asked.tokens) if not asked.within_link(n)]
        found.setdefault(asked.content, " ".join(rest))
    return found
