"""While a restore is unfinished, every route that would be answered from half of it says so instead."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from serving import ServeProcess

from api.restoring import CATALOG, OWN

NOWHERE = "http://127.0.0.1:9/query"
"""A store that is away, so that nothing finishes the restore."""
METHODS = ("get", "post", "put", "delete")
NOT_SENT = ("GET /health/ready", "POST /rebuild")
"""One tells of the restore, the other goes on with it."""
SAYS_SO = "restore broke off and goes on by itself"
ALWAYS = {
    "GET /health/live", "GET /metrics", "GET /vocabulary",
    "POST /restore", "POST /entailment",
    "GET /workspaces", "GET /workspaces/{name}", "PUT /workspaces/{name}", "DELETE /workspaces/{name}",
}  # fmt: skip
CATALOG_ALONE = {
    "GET /documents", "POST /documents", "GET /documents/{id}", "PUT /documents/{id}",
    "DELETE /documents/{id}", "GET /documents/{id}/text", "GET /documents/{id}/mentions",
    "GET /documents/{id}/statements", "POST /documents/{id}/retry", "POST /extract",
    "GET /jobs", "GET /jobs/{id}", "GET /jobs/{id}/events", "POST /jobs/{id}/cancel", "POST /jobs/{id}/retry",
    "GET /models", "GET /models/{id}", "PUT /models/active", "POST /models/rollback", "POST /reextract",
}  # fmt: skip


def unfinished(data: Path, catalog: bytes | None) -> ServeProcess:
    """A service whose restore broke off before, or just behind, the catalog."""
    folder = data / "restoring-1"
    folder.mkdir(parents=True)
    (folder / OWN).write_text('<u:s> <u:p> "1" .\n')
    if catalog is not None:
        (folder / CATALOG).write_bytes(catalog)
    return ServeProcess(data, store=NOWHERE)


def answers(address: str) -> dict[str, httpx2.Response]:
    """What each route of the OpenAPI document answers to a request that says nothing in particular."""
    found = {}
    with httpx2.Client(base_url=address, timeout=60) as client:
        while SAYS_SO not in client.get("/health/ready").text:
            time.sleep(0.05)
        for path, methods in client.get("/openapi.json").json()["paths"].items():
            for method in sorted(methods.keys() & set(METHODS)):
                route = f"{method.upper()} {path}"
                if route not in NOT_SENT:
                    found[route] = client.request(method, re.sub(r"\{[^}]+\}", "nothing", path))
    return found


@pytest.fixture(scope="module")
def behind_the_catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServeProcess]:
    service = unfinished(tmp_path_factory.mktemp("behind") / "data", None)
    yield service
    service.stop()


def refused(found: dict[str, httpx2.Response]) -> set[str]:
    """The routes that say that a restore is in the way."""
    return {route for route, one in found.items() if one.status_code == 503 and SAYS_SO in one.text}


def test_routes_that_tell_of_the_graph_are_closed_once_the_catalog_is_back(
    behind_the_catalog: ServeProcess,
) -> None:
    found = answers(behind_the_catalog.address)

    assert len(found) > 80
    assert found.keys() - refused(found) == ALWAYS | CATALOG_ALONE
    assert all("Retry-After" in found[route].headers for route in refused(found))


def test_documents_are_taken_once_the_catalog_is_back(behind_the_catalog: ServeProcess) -> None:
    posted = httpx2.post(f"{behind_the_catalog.address}/documents", json={"text": "Ada."})

    assert posted.status_code == 202


def test_all_routes_but_those_that_mend_it_are_closed_until_the_catalog_is_back(
    tmp_path: Path,
) -> None:
    service = unfinished(tmp_path / "data", b"this is no catalog")

    found = answers(service.address)

    assert found.keys() - refused(found) == ALWAYS
    service.stop()
