"""What becomes of a document by the kind of its error."""

import pytest

from kg.catalog.backing_off import delay
from kg.errors import DocumentUnreadable, ModelError, StoreUnavailable, TransientError
from workers.verdict import judge


class OutOfMemoryError(RuntimeError):
    """Named as torch names its own."""


@pytest.mark.parametrize(
    ("error", "message", "expected"),
    [
        (DocumentUnreadable("a.pdf", "no text"), "a.pdf: no text", True),
        (ModelError("Too many tokens."), "Too many tokens.", True),
        (KeyError("P19"), "KeyError: 'P19'", False),
    ],
)
def test_what_will_not_pass_fails_at_once(error: Exception, message: str, expected: bool):
    verdict = judge(error, 1, 3)

    assert (verdict.message, verdict.retry_in_s) == (message, None)
    assert verdict.expected == expected


@pytest.mark.parametrize(
    "error",
    [
        TransientError("busy"),
        StoreUnavailable("http://store", "busy"),
        MemoryError(),
        OutOfMemoryError("CUDA out of memory"),
    ],
)
def test_what_may_pass_is_tried_again_until_the_last_attempt(error: Exception):
    assert judge(error, 1, 3).retry_in_s is not None
    assert judge(error, 2, 3).retry_in_s is not None

    last = judge(error, 3, 3)

    assert last.retry_in_s is None
    assert "3 times" in last.message


def test_the_delay_doubles_is_spread_and_ends_at_five_minutes():
    for attempt, longest in [(1, 2), (2, 4), (5, 32), (20, 300)]:
        delays = [delay(attempt) for _ in range(200)]

        assert longest / 2 <= min(delays) <= max(delays) <= longest
        assert len(set(delays)) > 100
