"""Metrics of the work: what `/metrics` and a worker's own port say after documents of every fate."""

import re
import urllib.request

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from services import free_port

from kg import observing
from kg.errors import InputError, ModelError
from kg.extraction.scripted import ScriptedExtractor
from kg.iris import Minter
from kg.settings import Settings
from workers.metrics import WorkMetrics, serve_metrics

ADA = "Ada Lovelace was born in London."


def value(text, name, **labels):
    """Return one sample of a text of metrics; None if it is not there."""
    said = "".join(rf'(?=[^}}]*{key}="{re.escape(one)}")' for key, one in labels.items())
    found = re.search(rf"^{name}(?:\{{{said}[^}}]*\}})? (\S+)$", text, re.MULTILINE)
    return float(found[1]) if found else None


def settings(**given):
    return Settings(_env_file=None, **given)


class Picky(ScriptedExtractor):
    """An extractor that fails on texts that say so."""

    def extract(self, documents, **options):
        if any("poison" in document.text for document in documents):
            raise ModelError("I cannot read this.")
        return super().extract(documents, **options)


def test_documents_are_counted_by_what_became_of_them(make_service, finish):
    from api.service import open_service

    def opened(chosen):
        return open_service(chosen, build=lambda one: Picky(Minter(one.base_iri)))

    service = make_service(open=opened)
    posted = service.post("/documents", json=[{"text": ADA}, {"text": "poison"}, {"title": "none"}])
    finish(service, posted.json()["job"])

    text = service.get("/metrics").text

    assert value(text, "kg_documents_handled_total", outcome="read") == 1
    assert value(text, "kg_documents_handled_total", outcome="failed") == 1
    assert value(text, "kg_failures_total", kind="ModelError") == 1
    assert value(text, "kg_documents_rejected_total", kind="DocumentUnreadable") == 1
    assert value(text, "kg_documents_projected_total") == 1
    assert value(text, "kg_characters_total") == len(ADA)
    assert value(text, "kg_jobs_total") == 1
    for stage in ("claim", "read", "keep", "project", "enqueue"):
        assert value(text, "kg_stage_seconds_count", stage=stage) >= 1, stage


def test_the_queue_has_a_length_and_an_age(make_service):
    from api.service import open_service

    def never(_):
        raise ModelError("There is no checkpoint.")

    service = make_service(open=lambda chosen: open_service(chosen, build=never))
    service.post("/documents", json=[{"text": f"Text {number}."} for number in range(7)])

    text = service.get("/metrics").text

    assert value(text, "kg_queue_length") == 7
    assert value(text, "kg_queue_age_seconds") > 0
    assert value(text, "kg_documents", status="failed") == 0


def test_an_app_that_stopped_counts_no_more(make_service, ingest):
    first = make_service()
    metrics = first.app.state.metrics
    first.stop()
    ingest(make_service(), ADA)

    text = metrics.render("")[0].decode()

    assert value(text, "kg_jobs_total") == 0


def test_a_worker_serves_its_metrics_at_a_port_of_its_own():
    port, registry = free_port(), CollectorRegistry()
    end = serve_metrics(settings(metrics_port=port), registry)
    unwatch = observing.watch(WorkMetrics(registry))
    try:
        with observing.stage("read"):
            observing.count("tokens", 300)
        observing.measure("batch_fill", 0.93)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
            text = answer.read().decode()
    finally:
        unwatch()
        end()

    assert value(text, "kg_tokens_total") == 300
    assert value(text, "kg_batch_fill_ratio_sum") == 0.93
    assert value(text, "kg_stage_seconds_count", stage="read") == 1


def test_a_port_that_is_taken_is_an_error_that_says_what_to_set():
    port = free_port()
    end = serve_metrics(settings(metrics_port=port), CollectorRegistry())
    try:
        with pytest.raises(InputError, match="KG_METRICS_PORT of its own"):
            serve_metrics(settings(metrics_port=port), CollectorRegistry())
    finally:
        end()


def test_a_stage_that_fails_is_timed_all_the_same():
    registry = CollectorRegistry()
    unwatch = observing.watch(WorkMetrics(registry))
    with pytest.raises(ValueError, match="no"), observing.stage("read"):
        raise ValueError("no")
    unwatch()
    with observing.stage("read"):
        pass

    text = generate_latest(registry).decode()

    assert value(text, "kg_stage_seconds_count", stage="read") == 1
