"""`/health`, `/metrics`, `/rebuild`, `/docs`, `/`, and errors that no route expects."""

import re

import pytest

from api.service import open_service
from kg.errors import ModelError, StoreUnavailable

ADA = "Ada Lovelace was born in London."


def test_live_asks_nobody(shared):
    assert shared.get("/health/live").json() == {"status": "ok"}


def test_ready_tells_the_state_of_every_part(service):
    service.post("/extract", json={"text": "This loads the model."})

    answer = service.get("/health/ready").json()

    assert answer == {
        "status": "ready",
        "checks": {"catalog": "ok", "store": "ok", "model": "loaded", "redis": "not used"},
    }


def test_without_its_redis_the_service_is_degraded_but_serves(make_service):
    service = make_service(redis_url="redis://127.0.0.1:1/0")

    answer = service.get("/health/ready")

    assert answer.status_code == 200
    assert answer.json()["status"] == "degraded"
    assert service.post("/documents", json={"text": ADA}).status_code == 202


def test_without_its_model_the_service_is_degraded_and_documents_wait(make_service):
    def build(settings):
        raise ModelError("There is no checkpoint.")

    service = make_service(open=lambda settings: open_service(settings, build=build))
    service.post("/documents", json={"id": "ada", "text": ADA})

    assert service.post("/extract", json={"text": ADA}).status_code == 500
    assert service.get("/health/ready").json()["status"] == "degraded"
    assert service.get("/health/ready").json()["checks"]["model"] == "failed"
    assert service.get("/documents/ada").json()["status"] == "queued"


def test_without_its_graph_the_service_is_not_ready(service, monkeypatch):
    class Away:
        def ping(self):
            raise StoreUnavailable("its disk", "it is gone.")

    with monkeypatch.context() as patch:
        patch.setattr(service.app.state.service, "store", Away())
        answer = service.get("/health/ready")

    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["checks"]["catalog"] == "ok"
    assert "store" in answer.json()["detail"]


def test_metrics_count_documents_and_requests(service, ingest):
    ingest(service, ADA)
    service.get("/documents/none")

    text = service.get("/metrics").text

    assert 'kg_documents{status="done"} 1.0' in text
    assert "kg_queue_age_seconds 0.0" in text
    assert "kg_workers_alive 1.0" in text
    assert re.search(
        r'kg_http_requests_total{method="GET",route="/documents/{id}",status="404"} 1', text
    )
    assert re.search(r'kg_http_request_seconds_count{method="POST",route="/documents"} 1', text)


def test_a_rebuilt_graph_is_the_same_graph(service, ingest):
    ingest(service, ADA, "London is located in England.")
    before = sorted(service.get("/export", params={"format": "nquads"}).text.splitlines())

    answer = service.post("/rebuild").json()

    assert answer == {"documents": 2}
    assert sorted(service.get("/export", params={"format": "nquads"}).text.splitlines()) == before
    assert before


def test_every_route_is_described(shared):
    described = shared.get("/openapi.json").json()["paths"]

    assert {"/documents", "/jobs/{id}/events", "/sparql", "/store", "/export", "/extract"} <= set(
        described
    )
    assert set(described["/documents"]["post"]["requestBody"]["content"]) == {
        "application/json",
        "application/x-ndjson",
        "multipart/form-data",
    }
    page = shared.get("/docs")

    sources = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert page.status_code == 200
    assert sources
    assert all(shared.get(source).status_code == 200 for source in sources if source[0] == "/")
    assert not [source for source in sources if source[0] != "/"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nowhere", 404), ("DELETE", "/documents", 405), ("GET", "/rebuild", 405)],
)
def test_a_wrong_address_is_told_where_the_routes_are(shared, method, path, status):
    answer = shared.request(method, path)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert "/docs" in answer.json()["detail"]


def test_a_failure_of_ours_shows_an_incident_and_no_stack(service, caplog):
    @service.app.get("/broken")
    def broken() -> None:
        raise RuntimeError("secret detail")

    answer = service.get("/broken")

    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "secret" not in answer.text
    assert answer.json()["incident"] in caplog.text


def test_every_answer_carries_the_security_headers(shared):
    for path in ("/health/live", "/nowhere", "/"):
        headers = shared.get(path).headers

        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
