"""Requests that Schemathesis makes of the OpenAPI document, good ones and broken ones, in the default workspace and
within another, with a key and without.
"""

import time
from contextlib import suppress
from functools import cache

import pytest
import requests
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import binary, from_regex
from schemathesis import GenerationMode, openapi, serializer
from workspaces import HEADER, Tenant

from api.keyring import FRESH_S

EXAMPLES = 2
"""Requests of each operation and kind; the first is the simplest that there is."""
ACME = "acme"
MODES = pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
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


@pytest.fixture(scope="module")
def requests_to(shared):
    """Return, of a mode, the path and the generated requests of every operation that can be asked so."""
    schema = openapi.from_dict(shared.app.openapi())
    found = [result.ok() for result in schema.get_all_operations()]

    @cache  # making them takes longer than sending them
    def generated(mode):
        return [
            (operation.path, described(operation, mode))
            for operation in found
            if operation.path not in ENDLESS
            and (mode is GenerationMode.POSITIVE or breakable(operation))
        ]

    return generated


def breakable(operation):
    """Say whether a request can be wrong: some parameter or body is described."""
    return bool(operation.body) or any(operation.iter_parameters())


def described(operation, mode):
    """Return requests that fit what is described of an operation, or do not."""
    found = []

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def collect(case):
        how = case.as_transport_kwargs(base_url="http://testserver")
        found.append(requests.Request(**{k: v for k, v in how.items() if k in KEPT}).prepare())

    with suppress(Unsatisfiable):  # nothing can be wrong with what takes no parameters
        collect()
    return found


def answers_to(tenant, sent):
    """Send requests, and return the status of each answer, and what was asked."""
    answers = []
    for request in sent:
        headers = {k: v for k, v in request.headers.items() if k.lower() != "authorization"}
        answer = tenant.ask(
            request.method, request.url, headers=headers | tenant.headers, content=request.body
        )
        asked = f"{tenant.name}: {request.method} {request.url} {request.body!r:.300}"
        answers.append((answer.status_code, asked))
    return answers


def administrator(service, name):
    """Return who may do everything in a workspace, which is made if it is not there, and nothing elsewhere."""
    places = service.app.state.service.common.places
    if name is None:
        _, key = places.main.access.create("tester", "admin")
    else:
        workspace, _ = service.app.state.workspaces.create(name)
        with places.using(workspace) as catalog:
            _, key = catalog.access.create("tester", "admin")
    return Tenant(service, name, key)


@pytest.mark.long
@MODES
@pytest.mark.parametrize("name", [None, ACME], ids=["main", ACME])
def test_no_described_request_with_a_key_fails_for_a_fault_of_ours(
    make_service, requests_to, name, mode
):
    service = make_service(query_timeout_s=2.0)
    tenant = administrator(service, name)
    time.sleep(FRESH_S + 0.1)

    # all of them twice would take too long, and the last is the least like any other
    answers = [
        answer
        for _, sent in requests_to(mode)
        for answer in answers_to(tenant, sent if name is None else sent[-1:])
    ]

    assert [one for one in answers if one[0] >= 500 and one[0] != TRY_AGAIN] == []
    assert len(answers) > 50
    assert (2 if mode is GenerationMode.POSITIVE else 4) in {status // 100 for status, _ in answers}
    assert 401 not in {status for status, _ in answers}
    assert len(service.app.state.workspaces.open_now()) >= (name is not None)


@pytest.mark.long
@MODES
def test_no_described_request_without_a_key_gets_further_than_the_door(
    make_service, requests_to, mode
):
    service = make_service(require_keys=True)
    administrator(service, ACME)

    answers = [
        answer
        for path, sent in requests_to(mode)
        if not path.startswith("/health/")
        for name in (None, ACME)
        for answer in answers_to(Tenant(service, name), sent)
    ]

    assert [one for one in answers if one[0] != 401] == []
    assert len(answers) > 100


@given(name=binary(max_size=60) | from_regex(r"[a-z](-?[a-z0-9]){0,45}", fullmatch=True))
@settings(max_examples=200, deadline=None, database=None)
def test_whatever_names_a_workspace_is_unknown_or_odd(shared, name):
    sent = name if isinstance(name, bytes) else name.encode()

    answer = shared.get("/documents", headers={HEADER.encode(): sent})

    assert (
        answer.status_code == 200 if sent.strip() == b"main" else answer.status_code in {404, 422}
    )
