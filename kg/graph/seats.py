"""A fair pool: who waits longest is served first, and what was used last is used next."""

import threading
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Seats(Generic[Item]):
    """Items that threads take and put back."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._lock = threading.Lock()
        self._free = list(items)
        self._waiting: deque[Future[Item]] = deque()

    def take(self, timeout: float) -> Item:
        """Return an item that is free, waiting for its turn `timeout` seconds at most.

        Raises:
            TimeoutError: None became free.
        """
        with self._lock:
            if self._free and not self._waiting:
                return self._free.pop()
            ticket = Future[Item]()
            self._waiting.append(ticket)
        try:
            return ticket.result(timeout)
        except TimeoutError:
            if ticket.cancel():
                raise
            return ticket.result()  # it came in this very moment

    def put(self, item: Item) -> None:
        """Give an item to whoever waits longest, or keep it for the next."""
        with self._lock:
            while self._waiting:
                ticket = self._waiting.popleft()
                if ticket.set_running_or_notify_cancel():
                    ticket.set_result(item)
                    return
            self._free.append(item)

    def drain(self) -> list[Item]:
        """Return everything that is free."""
        with self._lock:
            free, self._free = self._free, []
            return free
