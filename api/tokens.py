"""OpenID Connect access tokens in place of keys: signed by the issuer, for this audience, with our scopes in a claim.

Only asymmetric signatures count (RFC 8725), so nobody who knows the public keys can sign. The keys (JWKS,
RFC 7517) are fetched when first needed and kept; a token signed by a key that is not among them has them
fetched again, though not more often than once in half a minute.
"""

import json
import logging
import threading
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from kg.access import SCOPES, Scope
from kg.errors import InputError, KeyMissing, KeyTooWeak, TransientError
from kg.fetching import FetchLimits, fetch
from kg.records import DEFAULT_WORKSPACE
from kg.settings import Settings

if TYPE_CHECKING:
    from jwt import PyJWKSet

log = logging.getLogger(__name__)

_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
_LEEWAY_S = 30
_KEPT_S = 3600.0
"""Seconds after which the issuer's keys are fetched again though all tokens match them."""
_AGAIN_S = 30.0


class Tokens:
    """Says which scope a token grants.

    Args:
        fetched: Fetches a URL; tests of time give their own.
    """

    def __init__(self, settings: Settings, fetched: Callable[[str], bytes] | None = None) -> None:
        self._settings = settings
        self._fetched = fetched or (lambda url: _fetched(url, settings))
        self._keys: PyJWKSet | None = None
        self._read_at = self._tried_at = float("-inf")
        self._turn = threading.Lock()

    @classmethod
    def of(cls, settings: Settings) -> "Tokens | None":
        """Return what the settings ask for; None where no issuer is named.

        Raises:
            InputError: The settings are incomplete, or PyJWT is not installed.
        """
        if settings.oidc_issuer is None:
            return None
        if not settings.oidc_audience:
            raise InputError(
                "KG_OIDC_ISSUER needs KG_OIDC_AUDIENCE: the audience that tokens for this service "
                "name, or tokens for others would be taken here."
            )
        try:
            import jwt  # noqa: F401
        except ImportError as err:
            raise InputError("KG_OIDC_ISSUER needs PyJWT: pip install 'kg[oidc]'.") from err
        return cls(settings)

    @staticmethod
    def looks_like_one(sent: str) -> bool:
        """Say whether what was sent is a token rather than a key; its form tells."""
        return sent.count(".") == 2

    def granted(self, token: str, workspace: str = DEFAULT_WORKSPACE) -> tuple[str, Scope]:
        """Return whose token it is, and the greatest scope that it holds in a workspace. May use the network.

        In the default workspace a scope is `kg:read`, in another one `kg:NAME:read`.

        Raises:
            KeyMissing: It is not good here.
            KeyTooWeak: It is good, and holds none of our scopes.
            TransientError: The issuer's keys cannot be had.
        """
        import jwt

        settings = self._settings
        try:
            kid = jwt.get_unverified_header(token).get("kid")
            claims: Mapping[str, Any] = jwt.decode(
                token,
                self._key(kid),
                algorithms=_ALGORITHMS,
                audience=settings.oidc_audience,
                issuer=settings.oidc_issuer,
                leeway=_LEEWAY_S,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except (jwt.PyJWTError, ValueError, RecursionError) as err:
            raise KeyMissing(f"This token is not good here: {err}. Get a new one.") from err
        return f"token {claims['sub']}", self._scope(claims, workspace)

    def _scope(self, claims: Mapping[str, Any], workspace: str) -> Scope:
        prefix = self._settings.oidc_prefix
        prefix += "" if workspace == DEFAULT_WORKSPACE else f"{workspace}:"
        value: Any = claims
        for part in self._settings.oidc_claim.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        held = value.split() if isinstance(value, str) else value if isinstance(value, list) else []
        ours = [scope for scope in SCOPES if prefix + scope in held]
        if not ours:
            raise KeyTooWeak("none", "read")
        return ours[-1]

    def _key(self, kid: str | None) -> Any:
        import jwt

        keys = self._current(kid)
        for key in keys.keys:
            if key.key_id == kid or (kid is None and len(keys.keys) == 1):
                return key
        raise jwt.InvalidKeyError("it is signed by a key that its issuer does not name")

    def _current(self, kid: str | None) -> "PyJWKSet":
        if (keys := self._keys) is not None and self._fresh and _names(keys, kid):
            return keys  # whoever waits for the issuer on account of another key holds nobody up
        with self._turn:
            now = time.monotonic()
            keys = self._keys
            known = keys is not None and _names(keys, kid)
            if (not self._fresh or not known) and now - self._tried_at > _AGAIN_S:
                self._tried_at = now
                self._renew()
            if self._keys is None:
                raise TransientError(
                    "The issuer's keys cannot be had, so no token can be checked. Try again."
                )
            return self._keys

    @property
    def _fresh(self) -> bool:
        return time.monotonic() - self._read_at <= _KEPT_S

    def _renew(self) -> None:
        import jwt

        try:
            self._keys = jwt.PyJWKSet.from_dict(json.loads(self._fetched(self._jwks())))
            self._read_at = time.monotonic()
        except (InputError, ValueError, KeyError, TypeError, RecursionError, jwt.PyJWTError) as err:
            log.warning("the keys of %s cannot be had: %s", self._settings.oidc_issuer, err)

    def _jwks(self) -> str:
        if self._settings.oidc_jwks:
            return self._settings.oidc_jwks
        issuer = (self._settings.oidc_issuer or "").rstrip("/")
        found = json.loads(self._fetched(f"{issuer}/.well-known/openid-configuration"))
        if found["issuer"] != self._settings.oidc_issuer:
            raise ValueError(f"its discovery document speaks of {found['issuer']}")
        return str(found["jwks_uri"])


def _names(keys: "PyJWKSet", kid: str | None) -> bool:
    return kid is None or any(one.key_id == kid for one in keys.keys)


def _fetched(url: str, settings: Settings) -> bytes:
    limits = FetchLimits(allowed=settings.may_fetch_from, max_bytes=1_000_000, timeout_s=5.0)
    return fetch(url, limits).content
