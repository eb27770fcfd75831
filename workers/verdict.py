"""What becomes of a document that cannot be read: one of the two places that read the table of errors."""

import random
from dataclasses import dataclass

from kg.errors import KGError, TransientError

_LONGEST_S = 300.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to tell the queue. `retry_in_s` is None when the document has failed for good."""

    message: str
    retry_in_s: float | None
    expected: bool


def judge(error: Exception, attempt: int, max_attempts: int) -> Verdict:
    """Decide by the kind of error whether a document is tried again, and in how many seconds."""
    if out_of_memory(error):
        message = f"The memory ran out, for this document alone: {error or type(error).__name__}"
    elif isinstance(error, TransientError):
        message = str(error)
    elif isinstance(error, KGError):
        return Verdict(str(error), None, expected=True)
    else:
        return Verdict(f"{type(error).__name__}: {error}", None, expected=False)
    if attempt >= max_attempts:
        return Verdict(f"{message} (tried {attempt} times)", None, expected=True)
    return Verdict(message, delay(attempt), expected=True)


def delay(attempt: int) -> float:
    """Return seconds to wait after an attempt: doubled each time, and spread so that not all return at once."""
    return min(_LONGEST_S, 2.0**attempt) * random.uniform(0.5, 1.0)


def out_of_memory(error: Exception) -> bool:
    """Return whether memory ran out; torch's own error is known by its name, to do without torch."""
    return isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError"
