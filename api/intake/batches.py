"""Batches of a size that one transaction takes well."""

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from api.intake.offer import Offer
from kg.catalog.rows import NewDocument

Item = TypeVar("Item")

BATCH_DOCUMENTS = 500
BATCH_BYTES = 1_000_000
"""Enough to be fast, little enough to share the database with others."""


class Batch(Generic[Item]):
    """Items until they are enough for one transaction."""

    def __init__(self) -> None:
        self._items: list[Item] = []
        self._bytes = 0

    def add(self, item: Item, size: int) -> None:
        """Add an item of `size` bytes."""
        self._items.append(item)
        self._bytes += size

    @property
    def full(self) -> bool:
        """Whether it is time to write."""
        return len(self._items) >= BATCH_DOCUMENTS or self._bytes >= BATCH_BYTES

    def drain(self) -> list[Item]:
        """Return the items and begin anew."""
        items, self._items, self._bytes = self._items, [], 0
        return items


def batched(offers: Iterable[Offer]) -> Iterator[list[Offer]]:
    """Yield offers in batches."""
    batch: Batch[Offer] = Batch()
    for offer in offers:
        batch.add(offer, len(offer.content.text) if isinstance(offer.content, NewDocument) else 0)
        if batch.full:
            yield batch.drain()
    yield batch.drain()
