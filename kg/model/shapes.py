"""Letter case as a feature: the bundled encoder is uncased, and names live by their capitals."""

from collections.abc import Sequence

SHAPES = ("none", "lower", "title", "upper", "mixed", "digits", "other")


def shape(piece: str) -> int:
    """Return the index in `SHAPES` of how a stretch of text is written."""
    if not piece:
        return 0
    if piece.islower():
        return 1
    if piece.isdigit():
        return 5
    if not any(character.isalpha() for character in piece):
        return 6
    if piece.isupper() and len(piece) > 1:
        return 3
    return 2 if piece[0].isupper() and not any(c.isupper() for c in piece[1:]) else 4


def shapes(text: str, offsets: Sequence[tuple[int, int]]) -> list[int]:
    """Return the shape of each token; one that starts inside a word takes the shape of what it covers."""
    return [shape(text[start:end]) for start, end in offsets]
