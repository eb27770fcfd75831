"""Who gets in: keys and their scopes over the real application."""

import time

import pytest

from api.keyring import FRESH_S
from api.scopes import needed_scope
from kg.catalog import Catalog
from kg.settings import Settings

UPDATE = {"update": "INSERT DATA { <http://a.test/s> <http://a.test/p> 1 }"}


def keys_of(service, *scopes):
    """Make keys in the running service's catalog, as `kg keys create` does, and wait until it knows."""
    access = service.app.state.service.catalog.access
    made = [access.create(scope, scope) for scope in scopes]
    time.sleep(FRESH_S + 0.1)
    return [key for _, key in made]


def bearer(key):
    return {"Authorization": f"Bearer {key}"}


def test_without_keys_everybody_is_let_in(service):
    assert service.get("/documents").status_code == 200


def test_every_route_but_health_and_the_page_asks_for_a_key_once_there_is_one(service):
    keys_of(service, "read")
    described = service.app.openapi()["paths"]

    answers = {
        (method, path): service.request(method, path.replace("{", "").replace("}", ""))
        for path, methods in described.items()
        for method in methods
    }
    answers |= {("get", path): service.get(path) for path in ("/", "/docs", "/web/x", "/nowhere")}

    let_in = {path for (_, path), answer in answers.items() if answer.status_code != 401}
    assert let_in == {"/health/live", "/health/ready", "/", "/web/x"}
    assert len(answers) > 50


def test_a_refusal_is_a_problem_that_says_what_to_do(service):
    keys_of(service, "read")

    answer = service.get("/documents")

    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.json()["type"] == "urn:kg:problem:key-missing"
    assert "X-API-Key" in answer.json()["detail"]
    assert "kg keys create" in answer.json()["detail"]


@pytest.mark.parametrize("header", ["Authorization", "X-API-Key"])
def test_a_key_lets_in_by_either_header(service, header):
    (key,) = keys_of(service, "read")
    sent = {header: f"Bearer {key}" if header == "Authorization" else key}

    assert service.get("/documents", headers=sent).status_code == 200


@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer kg_wrong", "Basic a2c6a2c=", "kg_"])
def test_what_is_no_key_is_turned_away(service, sent):
    keys_of(service, "admin")

    assert service.get("/documents", headers={"Authorization": sent}).status_code == 401


def test_a_key_does_what_its_scope_says_and_no_more(service):
    reader, writer, admin = keys_of(service, "read", "write", "admin")
    requests = {
        "read": [("GET", "/jobs", {}), ("POST", "/sparql", {"data": {"query": "ASK {}"}})],
        "write": [
            ("POST", "/documents", {"json": {"text": "A text."}}),
            ("POST", "/sparql", {"data": UPDATE}),
            ("POST", "/update", {"data": UPDATE}),
            (
                "POST",
                "/sparql",
                {
                    "content": "CLEAR DEFAULT",
                    "headers": {"Content-Type": "application/sparql-update"},
                },
            ),
        ],
        "admin": [
            ("GET", "/backup", {}),
            ("POST", "/rebuild", {}),
            ("POST", "/models/rollback", {}),
        ],
    }

    refused = {
        (scope, needed)
        for scope, key in (("read", reader), ("write", writer), ("admin", admin))
        for needed, asked in requests.items()
        for method, path, how in asked
        if service.request(
            method, path, **how | {"headers": how.get("headers", {}) | bearer(key)}
        ).status_code
        == 403
    }

    assert refused == {("read", "write"), ("read", "admin"), ("write", "admin")}


def test_an_update_that_was_refused_changed_nothing(service):
    (reader,) = keys_of(service, "read")

    answer = service.post("/sparql", data=UPDATE, headers=bearer(reader))
    found = service.post(
        "/sparql", data={"query": "ASK { <http://a.test/s> ?p ?o }"}, headers=bearer(reader)
    )

    assert answer.json()["type"] == "urn:kg:problem:key-too-weak"
    assert "--scope write" in answer.json()["detail"]
    assert found.json()["boolean"] is False


def test_a_revoked_key_is_turned_away_and_leaves_the_service_closed(service):
    (key,) = keys_of(service, "read")
    access = service.app.state.service.catalog.access

    before = service.get("/jobs", headers=bearer(key)).status_code
    access.revoke(access.all()[0].id)
    time.sleep(FRESH_S + 0.1)

    assert before == 200
    assert service.get("/jobs", headers=bearer(key)).status_code == 401
    assert service.get("/jobs").status_code == 401


def test_keys_may_be_asked_for_before_there_are_any(make_service):
    service = make_service(require_keys=True)

    assert service.get("/jobs").status_code == 401
    assert service.get("/health/ready").status_code == 200


def test_the_use_of_a_key_is_noted(service):
    (key,) = keys_of(service, "read")
    access = service.app.state.service.catalog.access
    unused = access.all()[0].last_used_at

    service.get("/jobs", headers=bearer(key))

    assert unused is None
    assert access.all()[0].last_used_at >= access.all()[0].created_at


def test_putting_a_backup_back_opens_no_door_and_brings_no_keys(service):
    (admin,) = keys_of(service, "admin")
    access = service.app.state.service.catalog.access
    backup = service.get("/backup", headers=bearer(admin)).content
    later, _ = access.create("later", "read")

    restored = service.post(
        "/restore", content=backup, headers=bearer(admin) | {"Content-Type": "application/gzip"}
    )

    assert restored.status_code == 200, restored.text
    assert later.id in {key.id for key in access.all()}
    assert service.get("/jobs").status_code == 401
    assert service.get("/jobs", headers=bearer(admin)).status_code == 200


def test_no_key_is_kept_as_it_is(tmp_path):
    settings = Settings(_env_file=None, data=tmp_path)
    catalog = Catalog.open(settings.catalog_url)
    _, key = catalog.access.create("somebody", "admin")
    catalog.close()

    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())

    assert b"somebody" in kept
    assert key.encode() not in kept


def test_a_route_that_nobody_thought_of_asks_for_what_its_method_does():
    assert needed_scope("GET", "/new") == "read"
    assert needed_scope("HEAD", "/new") == "read"
    assert needed_scope("PATCH", "/new") == "write"
    assert needed_scope("DELETE", "/health/ready/x") == "write"
    assert needed_scope("GET", "/keys") == "admin"
    assert needed_scope("PUT", "/ontology") == "admin"
    assert needed_scope("PUT", "/rules") == "admin"
    assert needed_scope("PUT", "/rules/mined/1") == "write"
    assert needed_scope("POST", "/analogy") == "read"
    assert needed_scope("POST", "/relations/preview") == "read"
    assert needed_scope("POST", "/relations") == "admin"
    assert needed_scope("DELETE", "/relations/captain_of") == "admin"


def test_every_answer_has_the_headers_that_keep_browsers_from_harm(service):
    for path in ("/", "/docs", "/documents", "/nowhere", "/health/live", "/openapi.json"):
        headers = service.get(path).headers

        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "no-" in headers["cache-control"]
