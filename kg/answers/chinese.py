"""What a question in Chinese asks for, by its words for who, when, where and whether."""

import re

from kg.answers.records import Form
from kg.answers.words import HAN

_CHINESE = re.compile(f"[{HAN}]")
_KINDS: tuple[tuple[re.Pattern[str], Form, frozenset[str]], ...] = (
    (re.compile("吗$|是否|是不是|有没有"), "yesno", frozenset()),
    (re.compile("什么时候|何时|哪一?[年月日天]|几[年月日]"), "list", frozenset({"time"})),
    (re.compile("哪里|哪儿|何处|何地|什么地方|在哪"), "list", frozenset({"place", "organisation"})),
    (re.compile("谁|哪位|何人|什么人"), "list", frozenset({"person", "organisation"})),
)


def in_chinese(text: str) -> bool:
    """Return whether a question holds Chinese characters."""
    return bool(_CHINESE.search(text))


def kind_in_chinese(text: str) -> tuple[Form, frozenset[str]] | None:
    """Return the form of a question, without its spaces and stops, and the types of its answers.

    No types stand for any; None for a question that is not in Chinese.
    """
    if not in_chinese(text):
        return None
    for pattern, form, types in _KINDS:
        if pattern.search(text):
            return form, types
    return "list", frozenset()
