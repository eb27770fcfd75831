"""Prometheus metrics: requests and work counted as they pass, documents and queue asked of SQL when scraped."""

import time
from collections import Counter as Counted
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.workspaces import Workspaces
from kg import observing
from kg.catalog.catalog import Catalog
from kg.catalog.places import Places
from kg.catalog.tables import STATUSES
from kg.records import DEFAULT_WORKSPACE
from workers.metrics import WorkMetrics

_BUCKETS_S = (0.005, 0.025, 0.1, 0.25, 1, 2.5, 10, 30)
_ALIVE_S = 30.0
"""Seconds since its last sign of life after which a worker counts as gone."""


class Metrics:
    """One registry for one app, so that two apps in one process do not count each other's requests."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route")
        self.requests = Counter(
            "kg_http_requests", "Requests answered.", (*labels, "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "kg_http_request_seconds",
            "Time until the answer was sent.",
            labels,
            buckets=_BUCKETS_S,
            registry=self.registry,
        )
        self._work = WorkMetrics(self.registry)

    def watch(self, places: Places, workspaces: Workspaces) -> Callable[[], None]:
        """Report what the workspaces hold and what this process works at, too; returns what ends that."""
        collector = CatalogCollector(places, workspaces)
        self.registry.register(collector)
        unwatch = observing.watch(self._work)

        def end() -> None:
            unwatch()
            self.registry.unregister(collector)

        return end

    def render(self, accept: str) -> tuple[bytes, str]:
        """Return the metrics and their media type, in the text format that `accept` asks for."""
        encode, media_type = choose_encoder(accept)
        return encode(self.registry), media_type


class CatalogCollector(Collector):
    """Documents by status, the queue's length and age, what is kept out of the graph, and the workers alive.

    All workspaces are counted together, as whoever scales workers needs it, and documents by each as well.
    """

    def __init__(self, places: Places, workspaces: Workspaces) -> None:
        self._places, self._workspaces = places, workspaces

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Ask the catalogs."""
        each = dict(self._held())
        documents, refused = Counted[str](), Counted[str]()
        for held in each.values():
            documents += Counted(held.documents)
            refused.update(held.refused)
        yield _family("kg_documents", "Documents by status.", "status", documents, STATUSES)
        yield GaugeMetricFamily(
            "kg_queue_length", "Documents that wait for a worker.", documents["queued"]
        )
        yield GaugeMetricFamily(
            "kg_queue_age_seconds",
            "How long the document that is due longest could have been read.",
            max(held.age_s for held in each.values()),
        )
        yield _family(
            "kg_refused", "Pieces of evidence kept out of the graph.", "state", refused, refused
        )
        yield from self._by_workspace(each)
        yield from self._workers()

    def _held(self) -> Iterator[tuple[str, "_Held"]]:
        yield DEFAULT_WORKSPACE, _Held.of(self._places.main)
        for workspace in self._places.all():
            # one that is being deleted, or whose place is away, hides no other
            with suppress(Exception), self._places.using(workspace) as catalog:
                yield workspace.name, _Held.of(catalog)

    def _by_workspace(self, each: Mapping[str, "_Held"]) -> Iterator[GaugeMetricFamily]:
        documents = GaugeMetricFamily(
            "kg_workspace_documents",
            "Documents by workspace and status.",
            labels=["workspace", "status"],
        )
        for name, held in each.items():
            for status in STATUSES:
                documents.add_metric([name, status], held.documents.get(status, 0))
        yield documents
        yield GaugeMetricFamily(
            "kg_workspaces_open",
            "Workspaces beside the default one that this process has open.",
            len(self._workspaces.open_now()),
        )

    def _workers(self) -> Iterator[GaugeMetricFamily]:
        alive = self._places.main.workers.alive(_ALIVE_S)
        yield GaugeMetricFamily("kg_workers_alive", "Workers seen of late.", len(alive))
        states = GaugeMetricFamily(
            "kg_workers", "Workers seen of late, by state.", labels=["state"]
        )
        for state, number in Counted(worker.state for worker in alive).items():
            states.add_metric([state], number)
        yield states
        troubled = sum(worker.problem is not None for worker in alive)
        yield GaugeMetricFamily(
            "kg_workers_troubled", "Workers that do not read with the chosen model.", troubled
        )


@dataclass(frozen=True, slots=True)
class _Held:
    """What one workspace holds."""

    documents: Mapping[str, int]
    refused: Mapping[str, int]
    age_s: float

    @classmethod
    def of(cls, catalog: Catalog) -> "_Held":
        return cls(catalog.documents.counts(), catalog.refusals.counts(), catalog.queue.age_s())


def _family(
    name: str, text: str, label: str, counts: Mapping[str, int], values: Iterable[str]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, text, labels=[label])
    for value in values:
        family.add_metric([value], counts.get(value, 0))
    return family


class CountRequests:
    """ASGI middleware that counts and times requests under the route that answered them."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            route = getattr(scope.get("route"), "path", "unmatched")
            method = scope["method"]
            self._metrics.requests.labels(method, route, str(status)).inc()
            self._metrics.seconds.labels(method, route).observe(time.perf_counter() - began)
