"""A memory of bounded size for what is asked again and again of a store.

`functools.lru_cache` of a method makes a circle of references, which keeps the store, and with it the
files that it holds open, until the garbage collector comes by.
"""

from collections.abc import Callable
from typing import TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")

_MOST = 10_000


def recall(known: dict[Asked, Answer], asked: Asked, find: Callable[[], Answer]) -> Answer:
    """Return what is known, or find it out and keep it in `known`."""
    if asked not in known:
        found = find()
        if len(known) >= _MOST:
            known.clear()
        known[asked] = found
    return known[asked]
