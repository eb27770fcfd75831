"""What is asked: the form of the question, the kind of thing that answers it, and the words that say which relation."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.answers.bounds import Said, read_bounds
from kg.answers.form import SUPERLATIVES, form_of
from kg.answers.records import Bounds, Form, Link, Order
from kg.answers.words import SMALL, Token, tokens
from kg.errors import InputError

LONGEST = 500
"""Characters of the longest question that is taken."""

_LEAST = frozenset(
    "oldest earliest first earlier older before smallest shortest lowest fewest fewer sooner".split()
)
_MOST = frozenset("youngest newest latest last later younger after recent recently largest biggest longest tallest"
                  " highest most more longer larger taller higher bigger newer".split())  # fmt: skip
_AGES = frozenset("oldest older youngest younger newest newer".split())
_COMPARATIVES = frozenset("earlier older later younger larger bigger longer taller higher newer more fewer first last"
                          " sooner".split())  # fmt: skip
_SIZES = frozenset("largest biggest longest tallest highest smallest shortest lowest larger bigger longer taller"
                   " higher".split())  # fmt: skip
_ORDINALS = frozenset("first second third fourth fifth last next previous".split())
_KIN = frozenset("child children son sons daughter daughters brother brothers sister sisters sibling siblings"
                 " parent parents".split())  # fmt: skip
_SEXES = frozenset("woman women man men girl girls boy boys lady ladies male female".split())
_AMOUNTS = frozenset("more fewer most fewest".split())


_BEFORE_KINDS = frozenset("a an which what some any every all".split())


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is understood before the graph is looked at.

    Attributes:
        tokens: All its words.
        links: What of it names things.
        kinds: Names before these that say what kind of thing is asked for: "which PHYSICIST was born in Bonn".
        expected: Entity types that an answer may have, also "time" and "number"; empty: any.
        noun: Places of the noun that says so ("which COMPANY"); relations may explain it or not.
        content: Places of the words that a relation has to explain.
        bounds: Between what a date or number has to lie.
        order: Which end of an order is asked for.
        age: The order is by how old things are, whatever other words say.
        amount: The order, or the bounds, are on how many there are.
        claimed: Places of the words that some relation of the ontology is put by, or that say which of several is meant.
        size: The order is by how large things are, which no date says.
        explicit: The noun names the type, and answers of other types do not count.
    """

    text: str
    tokens: tuple[Token, ...]
    links: tuple[Link, ...]
    form: Form
    expected: frozenset[str]
    noun: frozenset[int]
    content: frozenset[int]
    bounds: Bounds | None = None
    order: Order | None = None
    age: bool = False
    size: bool = False
    amount: bool = False
    explicit: bool = False
    claimed: frozenset[int] = frozenset()
    kinds: tuple[Link, ...] = ()

    def within_link(self, place: int) -> bool:
        """Return whether a word belongs to a name."""
        return any(link.first <= place < link.last for link in self.links)


def free_places(asked: Asked) -> frozenset[int]:
    """Return the places of all words outside names."""
    return frozenset(n for n in range(len(asked.tokens)) if not asked.within_link(n))


def check(question: str) -> str:
    """Return the question trimmed. Raises InputError: it is empty, too long, or holds no word."""
    text = " ".join(question.split())
    if not text:
        raise InputError(
            "The question is empty. Ask something, for example: Where was Ada Lovelace born?"
        )
    if len(text) > LONGEST:
        raise InputError(
            f"The question has {len(text):,} characters; at most {LONGEST} are read. Ask one thing in one sentence."
        )
    if not tokens(text):
        raise InputError(
            "The question holds no word. Ask in plain English: Where was Ada Lovelace born?"
        )
    return text


def mask_bounds(text: str) -> tuple[str, Said | None]:
    """Return the question with its date or number blanked out, so that nothing else is read into it."""
    said = read_bounds(text)
    if said is None:
        return text, None
    return text[: said.start] + " " * (said.end - said.start) + text[said.end :], said


def understand(
    text: str, words: Sequence[Token], links: Sequence[Link], said: Said | None
) -> Asked:
    """Return what a question asks for; `words` are those outside its bounds."""
    kinds = _kinds(words, links)
    links = [link for link in links if link not in kinds]
    free = [n for n in range(len(words)) if not any(link.first <= n < link.last for link in links)]
    lower = {n: words[n].lower for n in free}
    form, expected, noun, explicit = form_of(words, lower)
    noun |= {place for link in kinds for place in range(link.first, link.last)}
    asked = Asked(
        text, tuple(words), tuple(links), form, expected, noun,
        frozenset(n for n in free if lower[n] not in SMALL) - noun,
        bounds=said.bounds if said else None,
        explicit=explicit, kinds=kinds,
    )  # fmt: skip
    return _ordered(asked, lower)


def _kinds(words: Sequence[Token], links: Sequence[Link]) -> tuple[Link, ...]:
    """The names that stand where a kind does, and have another behind them: "a BOOK by …", "the FILM …"."""
    return tuple(
        link
        for link, following in pairwise(links)
        if link.first > 0
        and _says_kind(words[link.first - 1].lower, link.last == following.first)
        and not any(word.text[0].isupper() for word in words[link.first : link.last])
    )


def _says_kind(before: str, beside: bool) -> bool:
    return before in _BEFORE_KINDS or (before == "the" and beside)


def _ordered(asked: Asked, lower: dict[int, str]) -> Asked:
    """Add what the question says of an order: comparison of two, or the extreme of many."""
    asked = _which_of_several(asked, lower)
    held = {place: word for place, word in lower.items() if word in _LEAST | _MOST}
    said = [word for place, word in held.items()]
    if not said:
        return replace(asked, amount=bool(asked.bounds and not asked.bounds.is_date))
    word = next((one for one in said if one in SUPERLATIVES), said[0])
    order: Order = "least" if word in _LEAST else "most"
    two = len(asked.links) > 1
    compares = two and bool(set(said) & _COMPARATIVES) and ("or" in lower.values() or _than(lower))
    compares = compares or (two and asked.form == "yesno" and bool(set(said) & {"before", "after"}))
    most = bool({"most", "fewest"} & set(said)) and "recent" not in said and "recently" not in said
    top = bool(set(said) & SUPERLATIVES) or most or _extreme(asked, lower)
    form: Form = asked.form
    if compares and form != "yesno":
        form = "compare"
    elif top and form == "list":
        form = "superlative"
    elif not compares:
        return replace(asked, amount=bool(asked.bounds and not asked.bounds.is_date))
    # a verb must have its say: "died last" is no name of a relation
    content = asked.content - set(held)
    claimed = asked.claimed - set(held)
    return replace(
        asked, form=form, order=order, content=content, claimed=claimed,
        age=word in _AGES, size=word in _SIZES, amount=bool(set(said) & _AMOUNTS) and "recent" not in said,
    )  # fmt: skip


def _which_of_several(asked: Asked, lower: dict[int, str]) -> Asked:
    """ "The FIRST film", "the SECOND wife": a relation has to explain such a word, for one of several is meant."""
    these = frozenset(
        place
        for place, word in lower.items()
        if word in _ORDINALS and lower.get(place - 1) in ("the", "'s")
    )
    kin = frozenset(place for place in asked.noun if lower.get(place) in _KIN)
    # no relation can tell a woman from a man
    these |= frozenset(place for place, word in lower.items() if word in _SEXES)
    return replace(
        asked,
        content=asked.content | these | kin,
        noun=asked.noun - these - kin,
        claimed=asked.claimed | these,
    )


def _than(lower: dict[int, str]) -> bool:
    return "than" in lower.values()


def _extreme(asked: Asked, lower: dict[int, str]) -> bool:
    """Whether "first" or "last" is by date: "was founded first", not "the first film"."""
    later = [place for place, word in lower.items() if word in ("first", "last", "recently")]
    return any(
        place - 1 in asked.content or place + 1 in asked.content for place in later
    ) and not any(lower.get(place - 1) == "the" for place in later)
