"""Words that stand for somebody or something named elsewhere; the tagger leaves them to this list."""

import re

PRONOUN = re.compile(
    r"\b(?:(?P<he>he|him|his|himself)|(?P<she>she|her|hers|herself)|(?P<it>it|its|itself|which|where|that)"
    r"|(?P<they>they|them|their|theirs|themselves)|(?P<who>who|whom|whose)"
    r"|(?P<i>i|me|my|mine|myself)|(?P<we>we|us|our|ours|ourselves))\b",
    re.IGNORECASE,
)

KINDS = ("he", "she", "it", "they", "who", "i", "we")


def pronoun_kind(text: str) -> str | None:
    """Return which of `KINDS` a text is, None when it is no pronoun: WHO and US are names."""
    if len(text) > 1 and text.isupper():
        return None
    match = PRONOUN.fullmatch(text)
    return match.lastgroup if match else None
