"""Every route that reads or writes what a workspace has answers two tenants as it would answer each alone."""

import pytest
from every_route import EVERY, Request, Words, named_in, send
from test_isolation import plain, server, settle
from workspaces import until

from api.app import create_app
from kg.settings import Settings

SERVER = {
    ("GET", "/health/live"): "says whether the process is there",
    ("GET", "/health/ready"): "says whether the server's parts answer",
    ("GET", "/metrics"): "counts for the operator, refused within a workspace",
    ("GET", "/vocabulary"): "the same text for everybody",
    ("GET", "/models"): "the models are the server's",
    ("GET", "/models/{id}"): "the models are the server's",
    ("PUT", "/models/active"): "the models are the server's, refused within a workspace",
    ("POST", "/entailment"): "reads nothing that a workspace has",
    ("POST", "/models/rollback"): "the models are the server's, refused within a workspace",
    ("GET", "/workspaces"): "about workspaces, refused within one",
    ("GET", "/workspaces/{name}"): "about workspaces, refused within one",
    ("PUT", "/workspaces/{name}"): "about workspaces, refused within one",
    ("DELETE", "/workspaces/{name}"): "about workspaces, refused within one",
}
UNA = "Una was born in Rome. Una is married to Ugo. Ugo is married to Una."
MORE = f', {{"id": "five", "text": "{UNA}"}}'
"""One tenant has more than the other, so that counts differ; names of another length, so that sizes do."""
EVERYONE = (Words("Ada", "London", "sails on", more=MORE), Words("Evelyn", "Paris", "cooks for"))
ALIKE = (
    Words("Ada", "London", "sails on", more=MORE),
    Words("Ada", "London", "sails on", home="Paris"),
)
"""Who asks the same of other documents: whatever kept an answer by its question alone would give the other's."""


def perform(tenant, request: Request, words: Words, everyone: tuple[Words, ...]):
    settle(tenant)
    until(
        lambda: all(one["status"] != "loading" for one in tenant.get("/knowledge-bases")["bases"])
    )
    answer = send(tenant, request, words)
    said = plain(answer.text)
    if request.route == "/backup":
        said = named_in(answer.content, everyone)
    if request.method == "HEAD":
        said = answer.headers.get("Content-Length")
    if request.route.startswith("/refused/"):
        said = None  # it may tell of before or after the graph has followed the decision
    return request.method, request.route, answer.status_code, said


def answers(*names: str, speaking: tuple[Words, ...], everyone: tuple[Words, ...]):
    with server(*names) as tenants:
        found = [[] for _ in names]
        for request in EVERY:
            for mine, tenant, words in zip(found, tenants, speaking, strict=True):
                mine.append(perform(tenant, request, words, everyone))
    return found


@pytest.mark.long
@pytest.mark.parametrize("everyone", [EVERYONE, ALIKE], ids=["unlike", "alike"])
def test_every_route_answers_two_tenants_as_it_would_answer_each_alone(everyone):
    together = answers("main", "right", speaking=everyone, everyone=everyone)

    for found, words in zip(together, everyone, strict=True):
        [alone] = answers("main", speaking=(words,), everyone=everyone)
        assert [one for one in zip(found, alone, strict=True) if one[0] != one[1]] == []


def test_no_route_is_left_out(tmp_path):
    app = create_app(Settings(_env_file=None, data=tmp_path, extractor="scripted"))

    routes = {
        (method.upper(), path) for path, of in app.openapi()["paths"].items() for method in of
    }

    called = {(one.method, one.route) for one in EVERY}
    assert routes - called == set(SERVER)
    assert called <= routes
