"""A text with its mentions, as notebooks show it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from api.schemas.documents import MentionOut


@dataclass(frozen=True, slots=True, repr=False)
class ReadText:
    """A document's text and what was found in it, by position."""

    text: str
    mentions: tuple[MentionOut, ...]

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"<{len(self.text):,} characters with {len(self.mentions):,} mentions>"

    def _repr_html_(self) -> str:
        body = "".join(self._pieces())
        return f'<div style="white-space: pre-wrap; line-height: 1.8">{body}</div>'

    def _pieces(self) -> Iterator[str]:
        """A mention inside another one is not shown: the outer one says more."""
        done = 0
        for one in sorted(self.mentions, key=lambda one: (one.span[0], -one.span[1])):
            start, end = one.span
            if start < done:
                continue
            yield escape(self.text[done:start])
            yield _marked(self.text[start:end], one)
            done = end
        yield escape(self.text[done:])


def _marked(text: str, mention: MentionOut) -> str:
    title = escape(f"{mention.name} ({mention.label or 'pronoun'}, {mention.confidence:.2f})")
    style = f"background: {_colour(mention.label)}; color: #111; border-radius: 3px"
    return f'<mark style="{style}" title="{title}">{escape(text)}</mark>'


def _colour(label: str) -> str:
    """A light colour that is the same for a type in every text."""
    hue = int.from_bytes(hashlib.sha256(label.encode()).digest()[:2]) % 360
    return f"hsl({hue} 80% 85%)"
