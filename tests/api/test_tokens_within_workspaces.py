"""Scopes of workspaces in really signed tokens: each opens its own workspace, as far as it says, and no other."""

import pytest
from fastapi.testclient import TestClient
from issuers import OTHER, configured, running, token
from workspaces import Tenant

from api.app import create_app
from kg.settings import Settings

ROOMS = (None, "acme", "acme-2", "other")
TEXT = {"json": {"text": "Ada Lovelace was born in London."}}
READS, WRITES, RULES = ("GET", "/documents"), ("POST", "/documents"), ("GET", "/shapes/report")


@pytest.fixture(scope="module")
def issuer():
    with running() as one:
        yield one


@pytest.fixture(scope="module")
def server(tmp_path_factory, issuer):
    """A service that takes the issuer's tokens, and has every workspace of `ROOMS`."""
    given = {"data": tmp_path_factory.mktemp("rooms"), "extractor": "scripted", "examples": False}
    settings = Settings(_env_file=None, **given, **configured(issuer))
    with TestClient(create_app(settings), raise_server_exceptions=False) as service:
        admin = Tenant(service, None, token(issuer, scope="kg:admin"))
        made = [admin.ask("PUT", f"/workspaces/{name}").status_code for name in ROOMS[1:]]
        assert made == [201, 201, 201]
        yield service


def status(server, room, sent, call=READS):
    more = TEXT if call == WRITES else {}
    return Tenant(server, room, sent).ask(*call, **more).status_code


def opened(server, sent, call=READS):
    """Return the workspaces that a token opens; all others have to say that it is too weak."""
    answers = {room: status(server, room, sent, call) for room in ROOMS}
    assert set(answers.values()) <= {200, 202, 403}
    return {room for room, code in answers.items() if code != 403}


@pytest.mark.parametrize("right", ["read", "write", "admin"])
@pytest.mark.parametrize("room", ROOMS)
def test_a_token_opens_its_own_workspace_as_far_as_it_says_and_no_other(
    server, issuer, room, right
):
    sent = token(issuer, scope=f"openid kg:{room}:{right}" if room else f"openid kg:{right}")

    where = [opened(server, sent, call) for call in (READS, WRITES, RULES)]

    reach = {"read": 1, "write": 2, "admin": 3}[right]
    assert where == [{room}] * reach + [set()] * (3 - reach)


def test_a_token_with_two_scopes_opens_both_each_as_far_as_it_says(server, issuer):
    for scope in ("kg:acme:write kg:other:read", ["kg:other:read", "kg:acme:write"]):
        sent = token(issuer, scope=scope)

        assert opened(server, sent) == {"acme", "other"}
        assert opened(server, sent, WRITES) == {"acme"}
        assert opened(server, sent, RULES) == set()


def test_a_right_in_one_place_adds_nothing_to_that_in_another(server, issuer):
    sent = token(issuer, scope="kg:admin kg:acme:read")

    assert opened(server, sent) == {None, "acme"}
    assert opened(server, sent, WRITES) == opened(server, sent, RULES) == {None}


@pytest.mark.parametrize(
    "scope",
    [
        "kg:main:admin",
        "kg::admin",
        "kg:acme",
        "kg:acme:",
        "kg:acme:*",
        "kg:*:admin",
        "kg:ACME:admin",
        "kg:acme:other:admin",
        "kg:acme:admin:x",
        "kg:acm:admin",
        "acme:admin",
        "xkg:acme:admin",
        "kg:read,kg:acme:read",
        ["kg:acme:read kg:other:read"],
        {"kg:acme:read": True},
    ],
    ids=str,
)
def test_what_only_looks_like_a_workspaces_scope_opens_nothing(server, issuer, scope):
    assert opened(server, token(issuer, scope=scope)) == set()


def test_the_header_may_name_the_default_workspace_which_has_scopes_without_a_name(server, issuer):
    assert status(server, "main", token(issuer, scope="kg:read")) == 200
    assert status(server, "main", token(issuer, scope="kg:acme:admin")) == 403


def test_a_token_that_is_not_good_opens_no_workspace_whatever_its_scope(server, issuer):
    forged = token(issuer, OTHER, scope="kg:acme:admin")
    late = token(issuer, scope="kg:acme:admin", exp=1)
    other_audience = token(issuer, scope="kg:acme:admin", aud="another service")

    assert [status(server, "acme", sent) for sent in (forged, late, other_audience)] == [401] * 3


def test_a_workspaces_administrator_has_no_say_about_the_server(server, issuer):
    acme = token(issuer, scope="kg:acme:admin")
    about = [("GET", "/workspaces"), ("PUT", "/workspaces/b"), ("DELETE", "/workspaces/other")]

    assert [status(server, "acme", acme, call) for call in about] == [409] * 3
    assert [status(server, None, acme, call) for call in about] == [403] * 3
    assert status(server, "other", token(issuer, scope="kg:other:read")) == 200


def test_only_tokens_of_the_default_workspace_tell_unknown_workspaces_from_others(server, issuer):
    theirs = Tenant(server, "other", token(issuer, scope="kg:acme:admin"))
    nowhere = Tenant(server, "nowhere", token(issuer, scope="kg:acme:admin kg:nowhere:admin"))

    closed, unknown = theirs.ask(*READS), nowhere.ask(*READS)

    assert closed.status_code == unknown.status_code == 403
    assert closed.json() == unknown.json()
    assert status(server, "nowhere", token(issuer)) == 404


@pytest.mark.slow
def test_the_prefix_goes_before_the_workspace(make_service, issuer):
    given = {"oidc_claim": "realm_access.roles", "oidc_prefix": "graph-"}
    service = make_service(**configured(issuer, **given))
    roles = {"roles": ["graph-admin", "graph-acme:write"]}
    sent = token(issuer, realm_access=roles, scope="kg:other:admin")
    for name in ("acme", "other"):
        Tenant(service, None, sent).ask("PUT", f"/workspaces/{name}")

    assert status(service, "acme", sent, WRITES) == 202
    assert status(service, "acme", sent, RULES) == 403
    assert status(service, "other", sent) == 403


def test_what_a_token_writes_lies_in_its_workspace_alone(server, issuer):
    acme = Tenant(server, "acme", token(issuer, scope="kg:acme:write"))
    reader = Tenant(server, "acme", token(issuer, scope="kg:acme:read", sub="bob"))
    others = [
        Tenant(server, room, token(issuer, scope=f"kg:{room}:read" if room else "kg:read"))
        for room in ROOMS
        if room != "acme"
    ]

    acme.post("Bob Hope was born in Eltham.")

    bob = ("Bob Hope", "Eltham")
    assert bob in reader.facts()
    assert [bob in other.facts() for other in others] == [False] * 3
