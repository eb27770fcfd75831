"""What a question asks for that facts do not say: what is not so, and why something is.

A question of this kind would be answered with its opposite, or with a fact beside it, if its small words were passed over.
"""

from itertools import pairwise

from kg.answers.question import Asked, free_places

_NOT = frozenset("not never without except besides neither nor no cannot none nobody".split())


def not_said(asked: Asked) -> str | None:
    """Return why the graph cannot say what is asked; None where it may."""
    places = sorted(free_places(asked))
    words = [asked.tokens[n].lower for n in places]
    if any(word in _NOT or word.endswith("n't") for word in words) or _other_than(words):
        return "the question asks what is not so, and facts say only what is"
    if words[:1] == ["why"]:
        return "the question asks why, and facts give no reasons"
    return None


def _other_than(words: list[str]) -> bool:
    return ("other", "than") in pairwise(words)
