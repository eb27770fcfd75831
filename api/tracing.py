"""A span for each request, within the trace that its client began (W3C Trace Context), where traces are configured."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.observing import spoken_of
from workers.tracing import Tracing


class TraceRequests:
    """ASGI middleware: what the work does meanwhile becomes spans within the request's."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        tracing: Tracing | None = None
        if scope["type"] == "http":
            tracing = getattr(scope["app"].state, "tracing", None)
        if tracing is None or tracing.tracer is None:
            await self._app(scope, receive, send)
        else:
            await self._traced(tracing, scope, receive, send)

    async def _traced(self, tracing: Tracing, scope: Scope, receive: Receive, send: Send) -> None:
        from opentelemetry.trace import SpanKind
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        assert tracing.tracer is not None
        carrier = dict(Headers(scope=scope).items())
        parent = TraceContextTextMapPropagator().extract(carrier)
        method = scope["method"]
        with tracing.tracer.start_as_current_span(method, parent, SpanKind.SERVER) as span:

            async def noted(message: Message) -> None:
                if message["type"] == "http.response.start":
                    span.set_attribute("http.response.status_code", message["status"])
                await send(message)

            span.set_attribute("http.request.method", method)
            span.set_attribute("kg.request", spoken_of().get("request", ""))
            try:
                await self._app(scope, receive, noted)
            finally:
                route = getattr(scope.get("route"), "path", "unmatched")
                span.update_name(f"{method} {route}")
                span.set_attribute("http.route", route)
