"""OpenTelemetry traces over request, queue and worker, kept in memory or sent to a collector."""

import http.server
import sys
import threading

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from api.client import Client
from kg import observing
from kg.errors import InputError
from kg.settings import Settings
from workers.tracing import job_ids, trace

ADA = "Ada Lovelace was born in London."


@pytest.fixture
def spans(service):
    """Trace the running service into memory; returns its spans by name."""
    exporter = InMemorySpanExporter()
    service.app.state.tracing = trace(service.app.state.service.settings, "kg-test", exporter)

    def named(name):
        return [span for span in exporter.get_finished_spans() if span.name == name]

    return named


def test_all_work_on_a_job_is_one_trace_that_follows_from_its_id(service, spans, ingest):
    accepted = ingest(service, ADA)
    trace_id, root_id = job_ids(accepted["job"])
    document = accepted["documents"][0]["id"]

    (root,) = spans("kg.job")
    stages = [spans(f"kg.{name}")[0] for name in ("read", "keep", "project")]

    assert (root.context.trace_id, root.context.span_id) == (trace_id, root_id)
    assert root.parent is None
    for span in stages:
        assert span.context.trace_id == trace_id, span.name
        assert span.parent.span_id == root_id, span.name
        assert span.attributes["kg.documents"] == (document,)


def test_a_request_s_trace_links_to_the_job_and_the_job_s_to_the_request(service, spans, ingest):
    accepted = ingest(service, ADA)
    (request,) = spans("POST /documents")
    (enqueue,) = spans("kg.enqueue")
    (job,) = spans("kg.job")

    assert enqueue.context.trace_id == request.context.trace_id
    assert [link.context.trace_id for link in enqueue.links] == [job_ids(accepted["job"])[0]]
    assert [link.context.trace_id for link in job.links] == [request.context.trace_id]


def test_a_request_goes_on_with_the_trace_of_its_client(service, spans):
    parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    answer = service.get("/documents/none", headers={"traceparent": parent})

    (span,) = spans("GET /documents/{id}")
    assert span.context.trace_id == 0x0AF7651916CD43DD8448EB211C80319C
    assert span.parent.span_id == 0xB7AD6B7169203331
    assert span.attributes["http.response.status_code"] == 404
    assert span.attributes["kg.request"] == answer.headers["x-request-id"]


def test_a_batch_of_several_jobs_has_a_trace_of_its_own_that_links_to_each():
    exporter = InMemorySpanExporter()
    traced = trace(Settings(_env_file=None), "kg-test", exporter)
    with observing.stage("read", ["d1", "d2", "d3"], ["j1", "j2", "j1"]):
        observing.count("documents", 3, "read")
    traced.end()

    (span,) = exporter.get_finished_spans()

    assert span.parent is None
    assert [link.context.trace_id for link in span.links] == [job_ids("j1")[0], job_ids("j2")[0]]
    assert span.events[0].attributes == {"number": 3, "kind": "read"}


def test_nothing_is_traced_unless_it_is_configured(service, ingest):
    ingest(service, ADA)

    assert service.app.state.tracing.tracer is None


def test_without_opentelemetry_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)

    with pytest.raises(InputError, match=r"kg\[otel\]"):
        trace(Settings(_env_file=None, otlp_endpoint="http://127.0.0.1:1"), "kg-test")


@pytest.mark.parametrize("variable", ["KG_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"])
def test_either_variable_configures_it(monkeypatch, variable):
    monkeypatch.setenv(variable, "http://collector:4318")

    assert Settings(_env_file=None).otlp_endpoint == "http://collector:4318"


def test_a_real_service_sends_its_spans_to_a_collector(serve, tmp_path):
    received: list[ExportTraceServiceRequest] = []

    class Collector(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            assert self.path == "/v1/traces"
            received.append(ExportTraceServiceRequest.FromString(body))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *arguments):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Collector) as collector:
        threading.Thread(target=collector.serve_forever, daemon=True).start()
        endpoint = f"http://127.0.0.1:{collector.server_port}"
        process = serve(tmp_path / "data", otlp_endpoint=endpoint)
        with Client(process.address) as client:
            client.ready()
        process.stop()
        collector.shutdown()

    resources = [one for request in received for one in request.resource_spans]
    names = {span.name for one in resources for scope in one.scope_spans for span in scope.spans}
    services = {
        attribute.value.string_value
        for one in resources
        for attribute in one.resource.attributes
        if attribute.key == "service.name"
    }
    assert any(name.startswith("GET /") for name in names)
    assert services == {"kg-api"}
