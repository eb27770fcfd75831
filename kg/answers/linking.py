"""Which stretches of a question name things of the graph: exact names first, then parts of names, then slips."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from rapidfuzz import fuzz

from kg.answers.chinese import in_chinese
from kg.answers.records import Link, Named
from kg.answers.words import SMALL, Token
from kg.identity.names import likeness, name_form, numbers_differ
from kg.iris import normal_name

LONGEST_NAME, LONGEST_IN_CHARACTERS = 9, 32
"""Words; of a question in Chinese, characters."""

CANDIDATES = 4
_SLIP = 82.0
"""Least likeness of spellings, 0 to 100, for one to be a slip of the other."""

_KIND = {"same": 1.0, "variant": 0.9, "initials": 0.85, "spelling": 0.8, "acronym": 0.85, "headed": 0.9,
         "extended": 0.85, "part": 0.75}  # fmt: skip
_WEIGHING = 0.02


class Names(Protocol):
    """Where names are looked up."""

    def exact(self, keys: Collection[str]) -> Sequence[Named]:
        """Return the things that go by one of these names, in the form of `normal_name`."""
        ...

    def holding(self, key: str, limit: int) -> Sequence[Named]:
        """Return some things whose name holds this."""
        ...

    def spelt(self, texts: Collection[str], limit: int) -> Sequence[Named]:
        """Return some things that a text calls one of these, as written."""
        ...


def link(text: str, words: Sequence[Token], names: Names, common: Collection[str]) -> list[Link]:
    """Return what the question names, in order, none overlapping another.

    Args:
        common: Stems that say relations: a single small word of these is no name.
    """
    taken: set[int] = set()
    found = list(_exact(text, words, names, common, taken))
    for first, last in _runs(words, taken, common):
        if close := _close(text, words, first, last, names):
            found.append(close)
            taken.update(range(close.first, close.last))
    return _with_places(text, words, sorted(found, key=lambda one: one.first))


def _with_places(text: str, words: Sequence[Token], links: Sequence[Link]) -> list[Link]:
    """Take "Wichita, Kansas" for one name, that of the first; "A, B or C" are three."""
    found: list[Link] = []
    for link in links:
        before = found[-1] if found else None
        between = text[words[before.last - 1].end : words[link.first].start] if before else ""
        after = words[link.last].lower if link.last < len(words) else ""
        if before and between.strip() == "," and after not in ("or", "and"):
            found[-1] = replace(before, last=link.last)
        else:
            found.append(link)
    return found


def _exact(
    text: str, words: Sequence[Token], names: Names, common: Collection[str], taken: set[int]
) -> Iterator[Link]:
    longest = LONGEST_IN_CHARACTERS if in_chinese(text) else LONGEST_NAME
    spans = [
        (first, last)
        for length in range(min(longest, len(words)), 0, -1)
        for first in range(len(words) - length + 1)
        if _may_name(words, first, last := first + length, common)
    ]
    keys = {span: _key(text, words, *span) for span in spans}
    met: dict[str, dict[str, Named]] = {}
    for one in names.exact(set(keys.values())):
        met.setdefault(normal_name(one.name), {})[one.iri] = one
    for (first, last), key in keys.items():
        if key in met and not taken & set(range(first, last)):
            taken.update(range(first, last))
            yield Link(first, last, _ranked((one, 1.0) for one in met[key].values()))


def _may_name(words: Sequence[Token], first: int, last: int, common: Collection[str]) -> bool:
    inside = words[first:last]
    if (
        inside[0].lower == "'s"
        or inside[-1].lower == "'s"
        or inside[-1].lower in ("of", "and", "in")
    ):
        return False
    if all(token.lower in SMALL for token in inside):
        return False
    if len(inside) == 1 and not inside[0].capital:
        return inside[0].stem not in common
    return not (len(inside) == 1 and first == 0 and inside[0].stem in common)


def _runs(
    words: Sequence[Token], taken: set[int], common: Collection[str]
) -> Iterator[tuple[int, int]]:
    """Yield stretches of capitals that no name was found for; where nothing is, of words that say no relation."""
    yield from _stretches(
        words, taken, lambda n: words[n].capital and not (n == 0 and words[0].lower in SMALL)
    )
    if not taken:
        yield from _stretches(
            words, taken, lambda n: words[n].lower not in SMALL and words[n].stem not in common
        )


def _stretches(
    words: Sequence[Token], taken: set[int], fits: Callable[[int], bool]
) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for n in range(len(words) + 1):
        good = n < len(words) and n not in taken and fits(n)
        joint = (
            n + 1 < len(words) and start is not None and words[n].lower in ("of", "the", "de", "for", "and", "von")
            and n not in taken and n + 1 not in taken and words[n + 1].capital
        )  # fmt: skip
        if good and start is None:
            start = n
        elif not good and not joint and start is not None:
            yield start, n
            start = None


def _close(text: str, words: Sequence[Token], first: int, last: int, names: Names) -> Link | None:
    """Look for a name like this: as a text spells it, as a part of a name, as a slip."""
    said = text[words[first].start : words[last - 1].end]
    form = name_form(said)
    spelt = [(one, 0.95) for one in names.spelt({said, said.title(), said.upper()}, 20)]
    held = {one.iri: one for one in names.holding(_key(text, words, first, last), 60)}
    for word in said.split():
        if len(held) < 60 and len(word) > 3:
            held |= {one.iri: one for one in names.holding(normal_name(word[:3]), 200)}
    near = []
    for one in held.values():
        other = name_form(one.name)
        kind = "none" if numbers_differ(form, other) else likeness(form, other, one.label)
        score = _KIND.get(kind, 0.0)
        ratio = fuzz.ratio(normal_name(said), normal_name(one.name))
        if ratio >= _SLIP:
            score = max(score, ratio / 100 * 0.9)
        if score:
            near.append((one, score))
    if not spelt and not near:
        return None
    return Link(first, last, _ranked([*spelt, *near]))


def _ranked(
    found: Collection[tuple[Named, float]] | Iterator[tuple[Named, float]],
) -> tuple[tuple[Named, float], ...]:
    best: dict[str, tuple[Named, float]] = {}
    for one, score in found:
        if one.iri not in best or best[one.iri][1] < score:
            best[one.iri] = (one, score)
    ordered = sorted(best.values(), key=lambda pair: (-pair[1], -pair[0].mentions, pair[0].iri))
    top = ordered[0][1]
    kept = [pair for pair in ordered if pair[1] > top - 0.15][:CANDIDATES]
    return tuple((one, score - _WEIGHING * place) for place, (one, score) in enumerate(kept))


def _key(text: str, words: Sequence[Token], first: int, last: int) -> str:
    return normal_name(text[words[first].start : words[last - 1].end])
