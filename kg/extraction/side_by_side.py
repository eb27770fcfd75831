"""Batches read side by side, each by a thread of its own.

The operators of a small encoder are short: when cores share one, they wait for each other at its end, and for
whatever else runs on one of them; and what Python does between operators leaves all cores but one idle. A
core that reads a batch alone waits for nobody. What is found does not hang on it.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from typing import TypeVar

import torch

MOST = 4
"""Threads that read at a time: more of them would wait for Python's lock."""

Batch = TypeVar("Batch")
Found = TypeVar("Found")


def side_by_side(
    read: Callable[[Batch], Found], batches: Sequence[Batch], device: torch.device
) -> Generator[Found]:
    """Yield what is found in each batch, in order. Whatever `read` raises ends the reading.

    Raises:
        Exception: As `read` does; what was not begun is left.
    """
    threads = _threads(torch.get_num_threads(), len(batches))
    if threads < 2 or device.type != "cpu":
        yield from map(read, batches)
        return
    with _cores_for_each(threads), ThreadPoolExecutor(threads, "kg-reader") as pool:
        # each in the caller's context, where traces and log lines learn whose work it is
        waiting = [pool.submit(copy_context().run, read, batch) for batch in batches]
        try:
            for one in waiting:
                yield one.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _threads(cores: int, batches: int) -> int:
    """Return the most threads, up to `MOST`, whose equal shares leave one core idle at most: three for six or seven."""
    most = min(MOST, cores, batches)
    return next((n for n in range(most, 1, -1) if cores % n <= 1), 1)


@contextmanager
def _cores_for_each(threads: int) -> Iterator[None]:
    """Give each of some threads its share of the cores; threads that were there before are shown all of them again."""
    cores = torch.get_num_threads()
    torch.set_num_threads(cores // threads)
    try:
        yield
    finally:
        torch.set_num_threads(cores)
