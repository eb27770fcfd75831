"""Which store holds the graph."""

from collections.abc import Callable

from kg.graph.embedded import EmbeddedStore
from kg.graph.remote.store import RemoteStore
from kg.graph.store import GraphStore
from kg.settings import Settings


def open_store(settings: Settings, may_write: Callable[[], bool] = lambda: True) -> GraphStore:
    """Return the store that the settings name: a server, or the folder in this process's care.

    Args:
        may_write: Asked before each update of a graph on a server, which others may have deleted.

    Raises:
        StoreUnavailable: The folder is held by another process, or cannot be read.
        StoreRefused: The server does not take us.
    """
    return RemoteStore.open(settings, may_write) if settings.store else EmbeddedStore.open(settings)
