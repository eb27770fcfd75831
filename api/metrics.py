"""Prometheus metrics: requests counted as they pass, documents and findings asked of SQL when scraped."""

import time
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.catalog.catalog import Catalog
from kg.catalog.clock import now_ms

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

    def watch(self, catalog: Catalog) -> Collector:
        """Report what `catalog` holds, too; undo with `registry.unregister` of what is returned."""
        collector = CatalogCollector(catalog)
        self.registry.register(collector)
        return collector

    def render(self, accept: str) -> tuple[bytes, str]:
        """Return the metrics and their media type, in the text format that `accept` asks for."""
        encode, media_type = choose_encoder(accept)
        return encode(self.registry), media_type


class CatalogCollector(Collector):
    """Documents by status, the age of the queue, what is kept out of the graph, and the workers alive."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Ask the catalog."""
        documents = GaugeMetricFamily("kg_documents", "Documents by status.", labels=["status"])
        for status, number in sorted(self._catalog.documents.counts().items()):
            documents.add_metric([status], number)
        yield documents
        waiting = self._catalog.documents.page(status="queued", limit=1).items
        age_s = (now_ms() - waiting[0].created_at) / 1000 if waiting else 0.0
        yield GaugeMetricFamily(
            "kg_queue_age_seconds", "How long the oldest queued document has been here.", age_s
        )
        refused = GaugeMetricFamily(
            "kg_refused", "Pieces of evidence kept out of the graph.", labels=["state"]
        )
        for state, number in self._catalog.refusals.counts().items():
            refused.add_metric([state], number)
        yield refused
        alive = len(self._catalog.workers.alive(_ALIVE_S))
        yield GaugeMetricFamily("kg_workers_alive", "Workers seen of late.", alive)


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
