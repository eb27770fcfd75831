"""OpenID Connect tokens as keys: real key pairs, and an issuer's JWKS that a real server hands out."""

import hmac
import json
import sys
import time

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from issuers import CURVE, OTHER, RSA, configured, jwk, running, token

from api.exposure import exposure
from api.tokens import Tokens
from kg.errors import InputError, KeyMissing, KeyTooWeak, TransientError
from kg.settings import Settings


@pytest.fixture
def issuer():
    with running() as one:
        yield one


def tokens(issuer, **given):
    return Tokens(Settings(_env_file=None, **configured(issuer, **given)))


def test_a_token_grants_the_greatest_scope_that_it_holds(issuer):
    known = tokens(issuer)

    assert known.granted(token(issuer)) == ("token ada", "read")
    assert known.granted(token(issuer, scope="kg:read kg:write x"))[1] == "write"
    assert known.granted(token(issuer, scope=["kg:admin"]))[1] == "admin"
    assert known.granted(token(issuer, CURVE, "ec", "ES256"))[1] == "read"


def test_the_claim_and_the_prefix_are_settings(issuer):
    known = tokens(issuer, oidc_claim="realm_access.roles", oidc_prefix="graph-")

    assert known.granted(token(issuer, realm_access={"roles": ["graph-write"]}))[1] == "write"


@pytest.mark.parametrize("scope", ["", "openid", "read", "xkg:read", {"kg:read": 1}, None, 7])
def test_a_good_token_without_a_scope_of_ours_is_too_weak(issuer, scope):
    with pytest.raises(KeyTooWeak):
        tokens(issuer).granted(token(issuer, scope=scope))


@pytest.mark.parametrize(
    "given",
    [
        {"exp": int(time.time()) - 100},
        {"iat": int(time.time()) + 1000},
        {"nbf": int(time.time()) + 1000},
        {"iss": "http://127.0.0.1:1"},
        {"aud": "another service"},
        {"key": OTHER},
        {"kid": "unknown"},
        {"kid": "ec"},
        {"without": ["exp"]},
        {"without": ["aud"]},
        {"without": ["sub"]},
        {"without": ["iss"]},
    ],
    ids=lambda given: next(iter(given)),
)
def test_a_token_that_is_not_good_here_is_refused(issuer, given):
    with pytest.raises(KeyMissing):
        tokens(issuer).granted(token(issuer, **given))


def test_nobody_signs_with_nothing_or_with_the_public_key(issuer):
    public = RSA.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    head, body, _ = token(issuer).split(".")

    def signed(algorithm, sign):
        said = jwt.utils.base64url_encode(json.dumps({"alg": algorithm, "kid": "rsa"}).encode())
        what = said + b"." + body.encode()
        return (what + b"." + jwt.utils.base64url_encode(sign(what))).decode()

    unsigned = signed("none", lambda what: b"")
    forged = signed("HS256", lambda what: hmac.digest(public, what, "sha256"))

    deep = jwt.utils.base64url_encode(b"[" * 30_000).decode()
    for bad in (
        f"{deep}.{body}.x",
        f"{head}.{deep}.AAAA",
        "\xe4.\xf6.\xfc",
        unsigned,
        forged,
        "a.b.c",
        "..",
        f"{head}.{body}.",
    ):
        with pytest.raises(KeyMissing):
            tokens(issuer).granted(bad)


def test_keys_are_fetched_once_and_again_for_a_new_one_but_not_at_each_unknown(issuer, monkeypatch):
    known = tokens(issuer)
    for _ in range(3):
        known.granted(token(issuer))
    assert issuer.asked == ["/.well-known/openid-configuration", "/keys"]

    issuer.keys.append(jwk(OTHER, "new"))
    for _ in range(3):
        with pytest.raises(KeyMissing):
            known.granted(token(issuer, OTHER, "new"))
    assert len(issuer.asked) == 2

    monkeypatch.setattr("api.tokens._AGAIN_S", 0.0)
    assert known.granted(token(issuer, OTHER, "new"))[1] == "read"
    assert len(issuer.asked) == 4


def test_an_issuer_on_an_inner_address_has_to_be_allowed(issuer):
    with pytest.raises(TransientError, match="keys cannot be had"):
        tokens(issuer, fetch_allow="").granted(token(issuer))

    assert issuer.asked == []


def test_a_discovery_document_of_another_issuer_is_not_believed(issuer):
    issuer.names_itself = "https://evil.test"

    with pytest.raises(TransientError):
        tokens(issuer).granted(token(issuer))

    assert "/keys" not in issuer.asked


def test_an_issuer_needs_an_audience():
    with pytest.raises(InputError, match="KG_OIDC_AUDIENCE"):
        Tokens.of(Settings(_env_file=None, oidc_issuer="https://id.test"))


def test_without_pyjwt_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "jwt", None)

    with pytest.raises(InputError, match=r"kg\[oidc\]"):
        Tokens.of(Settings(_env_file=None, oidc_issuer="https://id.test", oidc_audience="kg"))


def test_an_issuer_is_reason_enough_to_listen_to_others(tmp_path):
    given = {"host": "0.0.0.0", "data": tmp_path, "oidc_issuer": "https://id.test"}

    assert exposure(Settings(_env_file=None, **given)) == ""


def test_the_service_takes_tokens_beside_keys_and_nobody_without(make_service, issuer):
    service = make_service(**configured(issuer))
    _, key = service.app.state.service.catalog.access.create("one", "read")
    time.sleep(1.1)

    def status(sent, method="GET", path="/jobs", **more):
        head = {"Authorization": f"Bearer {sent}"} if sent else {}
        return service.request(method, path, headers=head, **more).status_code

    text = {"json": {"text": "A text."}}
    writer = token(issuer, scope="kg:write")
    assert status(token(issuer)) == status(key) == 200
    assert status(token(issuer), "POST", "/documents", **text) == 403
    assert status(writer, "POST", "/documents", **text) == 202
    assert status(writer, "POST", "/rebuild") == 403
    assert status(token(issuer, scope="openid")) == 403
    assert status(token(issuer, OTHER)) == status("") == status("kg_wrong") == 401
    assert status("", path="/health/live") == 200


def test_the_service_says_503_while_its_issuer_cannot_be_asked(make_service, issuer):
    service = make_service(**configured(issuer, fetch_allow=""))

    answer = service.get("/jobs", headers={"Authorization": f"Bearer {token(issuer)}"})

    assert answer.status_code == 503
    assert "retry-after" in answer.headers
