"""Prometheus metrics of the work itself, counted in the process that does it.

A worker process serves them at its own port, KG_METRICS_PORT; the API's `/metrics` holds those of the work
that its process does. Each process is a target of its own, so no numbers are shared between processes.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server

from kg.errors import InputError
from kg.settings import Settings

_STAGE_S = (0.001, 0.005, 0.02, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
_FILL = (0.1, 0.25, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)


class WorkMetrics:
    """Implements `kg.observing.Observer` in one registry."""

    def __init__(self, registry: CollectorRegistry) -> None:
        def counter(name: str, text: str, *labels: str) -> Counter:
            return Counter(name, text, labels, registry=registry)

        def histogram(name: str, text: str, buckets: Sequence[float], *labels: str) -> Histogram:
            return Histogram(name, text, labels, buckets=buckets, registry=registry)

        self._jobs = counter("kg_jobs", "Jobs begun here.")
        self._seconds = histogram(
            "kg_stage_seconds", "Time of each stage of the work.", _STAGE_S, "stage"
        )
        self._kinds = {
            "documents": counter("kg_documents_handled", "Documents by outcome.", "outcome"),
            "failures": counter("kg_failures", "Readings that failed, by kind of error.", "kind"),
            "rejected": counter(
                "kg_documents_rejected", "Posted documents that were not taken.", "kind"
            ),
        }
        self._plain = {
            "tokens": counter("kg_tokens", "Tokens that went through the model."),
            "characters": counter("kg_characters", "Characters of the documents that were read."),
            "projected": counter("kg_documents_projected", "Documents brought into the graph."),
        }
        self._sizes = {
            "batch_fill": histogram(
                "kg_batch_fill_ratio", "Tokens of a model batch by what it has room for.", _FILL
            )
        }

    @contextmanager
    def stage(self, name: str, documents: Sequence[str], jobs: Sequence[str]) -> Iterator[None]:
        """Time a stage, however it ends."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self._seconds.labels(name).observe(time.perf_counter() - began)

    def count(self, name: str, number: float, kind: str) -> None:
        """Count under the kind, where the counter has kinds."""
        if counter := self._kinds.get(name):
            counter.labels(kind).inc(number)
        elif plain := self._plain.get(name):
            plain.inc(number)

    def measure(self, name: str, value: float) -> None:
        """Put a size into its histogram."""
        if sizes := self._sizes.get(name):
            sizes.observe(value)

    def begin_job(self, job: str) -> None:
        """Count a job."""
        self._jobs.inc()


def serve_metrics(settings: Settings, registry: CollectorRegistry) -> Callable[[], None]:
    """Serve a registry at KG_METRICS_PORT, if there is one; returns what ends that.

    Raises:
        InputError: The address cannot be had.
    """
    if settings.metrics_port is None:
        return lambda: None
    try:
        server, thread = start_http_server(
            settings.metrics_port, settings.metrics_host, registry=registry
        )
    except OSError as err:
        raise InputError(
            f"Cannot serve metrics on {settings.metrics_host} port {settings.metrics_port}: "
            f"{err.strerror}. Each worker needs a KG_METRICS_PORT of its own."
        ) from err

    def end() -> None:
        server.shutdown()
        server.server_close()
        thread.join(5)

    return end
