"""Mentions of Chinese texts that need no tagger: dates, amounts, titles in 《》, articles of statutes.

They are found by their form, whatever the encoder is, so that a text in Chinese has its values and
its statutes even where the encoder reads no Chinese. Other texts have none of these.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extraction.chinese_spans import HAN, chinese_spans
from kg.extraction.decode import FoundMention
from kg.extraction.placing import instead, place_of
from kg.extraction.statutes import Reference, references
from kg.extraction.windows import Window
from kg.iris import WIKIDATA_DIRECT
from kg.ontology.records import Property
from kg.records import Span

PART_OF = (
    WIKIDATA_DIRECT + "P361",
    "https://schema.org/isPartOf",
    "http://schema.org/isPartOf",
    "http://purl.org/dc/terms/isPartOf",
)
"""Properties that say of an article which statute it is of."""

THING, TIME, NUMBER = "thing", "time", "number"
_CERTAIN = 1.0


@dataclass(frozen=True, slots=True)
class Forms:
    """What the forms of one window's text say.

    Attributes:
        mentions: Of the window, those found by form among them, in the text's order.
        parts: Pairs of mentions: an article, and the statute that it is of.
    """

    mentions: list[FoundMention]
    parts: tuple[tuple[Span, Span], ...] = ()


def with_forms(
    tagged: Sequence[FoundMention], window: Window, text: str, labels: Sequence[str]
) -> Forms:
    """Put what is found by form in place of what the tagger saw there."""
    offsets = window.tokens.offsets
    if not offsets or not HAN.search(text, offsets[0][0], offsets[-1][1]):
        return Forms(list(tagged))
    start, end = offsets[0][0], offsets[-1][1]
    found = list(tagged)
    named = list(references(text, start, end)) if THING in labels else []
    titled = list(_named(named, window))
    values = [
        value
        for value in _values(text, start, end, window, labels)
        if not any(value.span.within(title.span) for title in titled)
    ]
    for mention in [*titled, *values]:
        if mention.label == NUMBER:
            found = instead(found, mention)
        else:
            kept = [one for one in found if not one.overlaps(mention)]
            found = sorted([*kept, mention], key=lambda one: one.first)
    parts = ((one.span, one.statute) for one in named if one.statute)
    return Forms(found, tuple(parts))


def apart(mentions: Sequence[FoundMention], entity: Sequence[int]) -> list[int]:
    """Give the mentions that bear a name an entity for each name, whatever they were taken for."""
    keys = [one.name or number for one, number in zip(mentions, entity, strict=True)]
    order = {key: place for place, key in enumerate(dict.fromkeys(keys))}
    return [order[key] for key in keys]


def part_of(properties: Sequence[Property]) -> str | None:
    """Return the property by which an article is of its statute, if it is looked for."""
    fitting = (one.iri for one in properties if one.iri in PART_OF and one.allows(THING, THING))
    return next(fitting, None)


def _named(found: Sequence[Reference], window: Window) -> Iterator[FoundMention]:
    for one in found:
        if place := place_of(one.span, window):
            yield FoundMention(*place, one.span, THING, _CERTAIN, one.name)


def _values(
    text: str, start: int, end: int, window: Window, labels: Sequence[str]
) -> Iterator[FoundMention]:
    for span, kind in chinese_spans(text[start:end]):
        moved = Span(span.start + start, span.end + start)
        label = TIME if kind == "date" else NUMBER
        if label in labels and (place := place_of(moved, window)):
            yield FoundMention(*place, moved, label, _CERTAIN, moved.of(text))
