"""How long a document waits before it is tried again."""

import random

LONGEST_S = 300.0
"""No document waits longer."""


def delay(tries: int) -> float:
    """Return seconds to wait after so many tries: doubled each time, and spread so that not all return at once."""
    return min(LONGEST_S, 2.0**tries) * random.uniform(0.5, 1.0)
