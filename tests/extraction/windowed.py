"""Windows and mentions of them, made from texts without a tokenizer or a tagger."""

import re

from kg.extraction.decode import FoundMention
from kg.extraction.windows import Window
from kg.model.tokens import Tokens
from kg.records import Span

LABELS = ("person", "place", "time", "number", "thing", "concept")


def window(text: str) -> Window:
    """A window of one sentence, each word, sign and possessive a token."""
    offsets = [m.span() for m in re.finditer(r"['’]s\b|\w+|[^\w\s]", text)]
    plain = Tokens([0] * len(offsets), offsets, [1] * len(offsets), [False] * len(offsets))
    return Window(0, 0, len(offsets), plain, frozenset({0}))


def marked(text: str, *names: tuple[str, str]) -> list[FoundMention]:
    offsets = window(text).tokens.offsets
    found = []
    for name, label in names:
        start = text.index(name)
        inside = [i for i, (s, e) in enumerate(offsets) if s >= start and e <= start + len(name)]
        span = Span(start, start + len(name))
        found.append(FoundMention(inside[0], inside[-1], span, label, 0.9))
    return found
