"""What a worker process tells of its work: metrics at a port of its own, and traces, where they are configured."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry

from kg import observing
from kg.settings import Settings
from workers.metrics import WorkMetrics, serve_metrics
from workers.tracing import trace


def tell(settings: Settings) -> Callable[[], None]:
    """Begin to tell; returns what ends it.

    Raises:
        InputError: The metrics' address cannot be had, or tracing is configured and not installed.
    """
    registry = CollectorRegistry()
    ends = [
        trace(settings, "kg-worker").end,
        serve_metrics(settings, registry),
        observing.watch(WorkMetrics(registry)),
    ]

    def end() -> None:
        for each in reversed(ends):
            each()

    return end
