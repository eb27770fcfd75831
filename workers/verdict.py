"""What becomes of a document that cannot be read: one of the two places that read the table of errors."""

from dataclasses import dataclass

from kg.catalog.backing_off import delay
from kg.errors import KGError, TransientError


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to tell the queue. `retry_in_s` is None when the document has failed for good."""

    message: str
    retry_in_s: float | None
    expected: bool


def judge(error: Exception, tries: int, max_attempts: int) -> Verdict:
    """Decide by the kind of error whether a document is tried again, and in how many seconds.

    Args:
        tries: Attempts so far; those that the worker did not survive are counted elsewhere.
    """
    if out_of_memory(error):
        message = f"The memory ran out, for this document alone: {error or type(error).__name__}"
    elif isinstance(error, TransientError):
        message = str(error)
    elif isinstance(error, KGError):
        return Verdict(str(error), None, expected=True)
    else:
        return Verdict(f"{type(error).__name__}: {error}", None, expected=False)
    if tries >= max_attempts:
        return Verdict(f"{message} (tried {tries} times)", None, expected=True)
    return Verdict(message, delay(tries), expected=True)


def out_of_memory(error: Exception) -> bool:
    """Return whether memory ran out; torch's own error is known by its name, to do without torch."""
    return isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError"
