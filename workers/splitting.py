"""Finding the one that spoils it for the others: what fails together is tried again in halves."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from kg.errors import CatalogUnavailable
from workers.pace import BrokenOff

Item = TypeVar("Item")


def each_half(
    work: Callable[[Sequence[Item]], None],
    items: Sequence[Item],
    give_up: Callable[[Item, Exception], None],
) -> None:
    """Do work on items together; where it raises, on each half by itself, down to single ones.

    Args:
        work: Called with one item or more; what it had done before it raised must not count.
        give_up: Called with an item that fails alone, and with its error.

    Raises:
        CatalogUnavailable, BrokenOff: Nobody's fault among the items, so no reason to split them.
    """
    if not items:
        return
    try:
        work(items)
        return
    except (CatalogUnavailable, BrokenOff):
        raise
    except Exception as err:
        if len(items) == 1:
            give_up(items[0], err)
            return
    # Outside of `except`, so that the error's frames, and the tensors in them, are let go first.
    middle = len(items) // 2
    each_half(work, items[:middle], give_up)
    each_half(work, items[middle:], give_up)
