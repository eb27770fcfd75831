"""OpenTelemetry traces of the work, sent where KG_OTLP_ENDPOINT says; needs `pip install 'kg[otel]'`.

The trace of a job follows from the job's id, so every process knows it, at any time later and after any
crash, and nothing has to travel through the queue. A request's own trace links to the traces of the jobs
that it began. A batch of several jobs has a trace of its own that links to theirs.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import observing
from kg.errors import InputError
from kg.settings import Settings

if TYPE_CHECKING:
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.sdk.trace.id_generator import IdGenerator
    from opentelemetry.sdk.trace.sampling import Sampler
    from opentelemetry.trace import SpanContext, Tracer

_MOST_NAMED = 100
"""Ids that one span names; a batch may hold more."""

_root: ContextVar[tuple[int, int] | None] = ContextVar("root", default=None)
"""Trace and span id of the job whose first span is being made."""


def job_ids(job: str) -> tuple[int, int]:
    """Return the trace id (128 bits) and the id of the first span (64 bits) of a job."""
    digest = hashlib.sha256(b"kg job " + job.encode()).digest()
    return int.from_bytes(digest[:16]), int.from_bytes(digest[16:24])


@dataclass(frozen=True, slots=True)
class Tracing:
    """Traces of this process. `tracer` is None where none are configured; `end` sends the rest."""

    tracer: "Tracer | None"
    end: Callable[[], None]


def trace(settings: Settings, service: str, exporter: "SpanExporter | None" = None) -> Tracing:
    """Trace the work of this process if that is configured.

    Args:
        service: Name of this kind of process, unless OTEL_SERVICE_NAME says another.
        exporter: Where spans go; by default to the configured endpoint, by HTTP.

    Raises:
        InputError: It is configured, and OpenTelemetry is not installed.
    """
    if settings.otlp_endpoint is None and exporter is None:
        return Tracing(None, lambda: None)
    try:
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor
    except ImportError as err:
        raise InputError(
            "Traces are configured (KG_OTLP_ENDPOINT), and OpenTelemetry is not installed: "
            "pip install 'kg[otel]', or unset it."
        ) from err
    provider = TracerProvider(resource=_resource(service), id_generator=_job_ids())
    provider.add_span_processor(
        SimpleSpanProcessor(exporter) if exporter else BatchSpanProcessor(_sender(settings))
    )
    tracer = provider.get_tracer("kg")
    unwatch = observing.watch(Traces(tracer, provider.sampler))

    def end() -> None:
        unwatch()
        provider.shutdown()

    return Tracing(tracer, end)


class Traces:
    """Implements `kg.observing.Observer`: every stage is a span."""

    def __init__(self, tracer: "Tracer", sampler: "Sampler") -> None:
        self._tracer, self._sampler = tracer, sampler

    @contextmanager
    def stage(self, name: str, documents: Sequence[str], jobs: Sequence[str]) -> Iterator[None]:
        """Make a span: within the one that lasts already, else within the trace of its only job."""
        from opentelemetry import trace as api

        distinct = list(dict.fromkeys(jobs))
        parents = [self._context_of(job) for job in distinct[:_MOST_NAMED]]
        within = api.get_current_span().get_span_context().is_valid
        context = None
        if not within and len(parents) == 1:
            context = api.set_span_in_context(api.NonRecordingSpan(parents.pop()))
        about = {
            "kg.documents": list(documents[:_MOST_NAMED]),
            "kg.jobs": distinct[:_MOST_NAMED],
            **{f"kg.{key}": value for key, value in observing.spoken_of().items()},
        }
        with self._tracer.start_as_current_span(
            f"kg.{name}",
            context,
            attributes={key: value for key, value in about.items() if value},
            links=[api.Link(parent) for parent in parents],
        ):
            yield

    def count(self, name: str, number: float, kind: str) -> None:
        """Note on the span that lasts what happened in it."""
        from opentelemetry import trace as api

        api.get_current_span().add_event(name, {"number": number, "kind": kind})

    def measure(self, name: str, value: float) -> None:
        """Sizes are for metrics."""

    def begin_job(self, job: str) -> None:
        """Make the first span of a job's trace, which links to the request that began it."""
        from opentelemetry import context
        from opentelemetry import trace as api

        request = api.get_current_span().get_span_context()
        links = [api.Link(request)] if request.is_valid else []
        token = _root.set(job_ids(job))
        try:
            span = self._tracer.start_span(
                "kg.job", context.Context(), attributes={"kg.job": job}, links=links
            )
        finally:
            _root.reset(token)
        span.end()

    def _context_of(self, job: str) -> "SpanContext":
        from opentelemetry import trace as api
        from opentelemetry.sdk.trace.sampling import Decision

        trace_id, span_id = job_ids(job)
        decided = self._sampler.should_sample(None, trace_id, "kg.job").decision
        kept = decided is Decision.RECORD_AND_SAMPLE
        flags = api.TraceFlags(api.TraceFlags.SAMPLED if kept else api.TraceFlags.DEFAULT)
        return api.SpanContext(trace_id, span_id, is_remote=True, trace_flags=flags)


def _resource(service: str) -> "Resource":
    from opentelemetry.sdk.resources import OTELResourceDetector, Resource

    # what OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES say comes before our own name
    return Resource.create({"service.name": service}).merge(OTELResourceDetector().detect())


def _sender(settings: Settings) -> "SpanExporter":
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    except ImportError as err:
        raise InputError(
            "OpenTelemetry's exporter is not installed: pip install 'kg[otel]', or unset "
            "KG_OTLP_ENDPOINT."
        ) from err
    assert settings.otlp_endpoint is not None
    return OTLPSpanExporter(settings.otlp_endpoint.rstrip("/") + "/v1/traces")


def _job_ids() -> "IdGenerator":
    from opentelemetry.sdk.trace.id_generator import RandomIdGenerator

    class JobIds(RandomIdGenerator):
        """Random ids, but for the first span of a job."""

        def generate_trace_id(self) -> int:
            root = _root.get()
            return root[0] if root else super().generate_trace_id()

        def generate_span_id(self) -> int:
            root = _root.get()
            return root[1] if root else super().generate_span_id()

    return JobIds()
