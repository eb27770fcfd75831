"""Requests that Schemathesis makes of the OpenAPI document, good ones and broken ones, with a key and without."""

import time
from contextlib import suppress

import pytest
import requests
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode, openapi, serializer

from api.keyring import FRESH_S

EXAMPLES = 2
"""Requests of each operation and kind; the whole run is to stay under a minute."""
TRY_AGAIN = 503
"""The one 5xx that speaks of the moment and of no fault here."""
KEPT = frozenset({"method", "url", "headers", "params", "data", "json", "files", "cookies"})
"""What of a described request `requests` takes."""
ENDLESS = frozenset({"/jobs/{id}/events"})
"""A stream that goes on for as long as its job does."""


@serializer(
    "application/gzip",
    "application/x-ndjson",
    "application/sparql-query",
    "application/sparql-update",
)
def as_it_is(context, value):
    """Write bodies of which Schemathesis knows no more than that they are strings."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


def operations_of(service):
    """Return every operation that the document describes."""
    schema = openapi.from_dict(service.app.openapi())
    found = [result.ok() for result in schema.get_all_operations()]
    return [operation for operation in found if operation.path not in ENDLESS]


def breakable(operation):
    """Say whether a request can be wrong: some parameter or body is described."""
    return bool(operation.body) or any(operation.iter_parameters())


def answers_to(service, operation, mode, headers):
    """Return the status of each generated request, and the request."""
    answers = []

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def send(case):
        described = case.as_transport_kwargs(base_url="http://testserver")
        request = requests.Request(**{k: v for k, v in described.items() if k in KEPT}).prepare()
        sent = {k: v for k, v in request.headers.items() if k.lower() != "authorization"}
        answer = service.request(
            request.method, request.url, headers=sent | headers, content=request.body
        )
        answers.append(
            (answer.status_code, f"{request.method} {request.url} {request.body!r:.300}")
        )

    with suppress(Unsatisfiable):  # nothing can be wrong with what takes no parameters
        send()
    return answers


@pytest.mark.long
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_no_described_request_with_a_key_fails_for_a_fault_of_ours(make_service, mode):
    service = make_service(query_timeout_s=2.0)
    _, key = service.app.state.service.catalog.access.create("tester", "admin")
    time.sleep(FRESH_S + 0.1)
    headers = {"Authorization": f"Bearer {key}"}

    answers = [
        answer
        for operation in operations_of(service)
        if mode is GenerationMode.POSITIVE or breakable(operation)
        for answer in answers_to(service, operation, mode, headers)
    ]

    assert [one for one in answers if one[0] >= 500 and one[0] != TRY_AGAIN] == []
    assert len(answers) > 50
    assert (2 if mode is GenerationMode.POSITIVE else 4) in {status // 100 for status, _ in answers}
    assert 401 not in {status for status, _ in answers}


@pytest.mark.long
def test_no_described_request_without_a_key_gets_further_than_the_door(make_service):
    service = make_service(require_keys=True)

    answers = [
        answer
        for operation in operations_of(service)
        if not operation.path.startswith("/health/")
        for answer in answers_to(service, operation, GenerationMode.POSITIVE, {})
    ]

    assert {status for status, _ in answers} == {401}
