"""How a process that lives long has Python look for garbage: seldom, and not among what it will always hold."""

import gc

_OBJECTS = 50_000
"""New objects after which the young ones are looked through, where Python waits for some hundreds. A batch's findings are that many,
and nearly all of them go without it, as soon as nobody refers to them."""
_ROUNDS = 20
"""Rounds of one generation before the next older one is looked through, too."""


def settle() -> None:
    """Leave alone what has been loaded up to now, and look through the rest seldom: it stops all threads."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS, _ROUNDS, _ROUNDS)
