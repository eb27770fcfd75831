"""Windows' entities to entities of the whole document.

Within a window the network says which mentions name one thing. Across windows two of its entities are one
when they share a mention (windows overlap), when they bear the same name, or when the one is a person's
first or last name and exactly one person of the document has it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from kg.extraction.decode import FoundMention
from kg.extraction.found import WindowFindings
from kg.model.likeness import bare_name
from kg.model.pronouns import pronoun_kind
from kg.records import Span


def merged(findings: Sequence[WindowFindings]) -> list[FoundMention]:
    """Return each place once, in the order of the text; of overlapping readings the surer one stays.

    A mention that one window sees inside another is no other reading of it: both stay.
    """
    everything = {m.span: m for found in findings for m in sorted(found.mentions, key=_score)}
    nested = {span: outer for found in findings for span, outer in _nested(found.mentions)}
    kept: list[FoundMention] = []
    outer: FoundMention | None = None
    for mention in sorted(everything.values(), key=lambda m: (m.span.start, -m.span.end)):
        if outer is not None and mention.span.start < outer.span.end:
            if nested.get(mention.span) == outer.span:
                kept.append(mention)
                continue
            if mention.score <= outer.score:
                continue
            kept = [m for m in kept if m.span.end <= mention.span.start]
        kept.append(mention)
        outer = mention
    return kept


def _nested(mentions: Sequence[FoundMention]) -> Iterator[tuple[Span, Span]]:
    """Yield each mention of a window that lies in another, with that one."""
    outer: Span | None = None
    for mention in mentions:
        if outer is not None and mention.span.within(outer):
            yield mention.span, outer
        else:
            outer = mention.span


def _score(mention: FoundMention) -> float:
    return mention.score


def document_entities(
    mentions: Sequence[FoundMention], findings: Sequence[WindowFindings], text: str
) -> list[int]:
    """Return the entity of each mention, numbered in the order of the text."""
    place = {mention.span: index for index, mention in enumerate(mentions)}
    joined = _Joined(len(mentions))
    for found in findings:
        for group in _groups(found, place):
            joined.join(group)
    if len(findings) > 1:
        for group in _namesakes(mentions, joined, text):
            joined.join(group)
    number: dict[int, int] = {}
    return [number.setdefault(joined.root(index), len(number)) for index in range(len(mentions))]


class _Joined:
    """Disjoint sets of mentions (union-find); the earliest mention stands for its set."""

    def __init__(self, count: int) -> None:
        self._up = list(range(count))

    def root(self, index: int) -> int:
        while self._up[index] != index:
            self._up[index] = self._up[self._up[index]]
            index = self._up[index]
        return index

    def join(self, members: Iterable[int]) -> None:
        roots = {self.root(member) for member in members}
        for root in roots:
            self._up[root] = min(roots)


def _groups(found: WindowFindings, place: dict[Span, int]) -> Iterable[list[int]]:
    groups: dict[int, list[int]] = defaultdict(list)
    for mention, entity in zip(found.mentions, found.entity, strict=True):
        if mention.span in place:
            groups[entity].append(place[mention.span])
    return groups.values()


def _namesakes(mentions: Sequence[FoundMention], joined: _Joined, text: str) -> Iterator[list[int]]:
    by_name: dict[tuple[str, str], list[int]] = defaultdict(list)
    people: dict[str, set[int]] = defaultdict(set)
    for index, mention in enumerate(mentions):
        wording = mention.name or mention.span.of(text)
        if pronoun_kind(wording):
            continue
        name = bare_name(wording)
        by_name[mention.label, name].append(index)
        words = name.split()
        if mention.label == "person" and len(words) > 1:
            for word in {words[0], words[-1]}:
                people[word].add(index)
    yield from by_name.values()
    for (label, name), members in by_name.items():
        bearers = people.get(name, set()) if label == "person" else set()
        if bearers and len({bare_name(mentions[b].span.of(text)) for b in bearers}) == 1:
            yield [*members, *bearers]
