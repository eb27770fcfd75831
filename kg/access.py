"""API keys as values: what a key lets one do, and how it is made and recognised."""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Literal, get_args

Scope = Literal["read", "write", "admin"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
"""From the least to the most; each holds the ones before it."""

_PREFIX = "kg_"
_RANDOM_BYTES = 32


@dataclass(frozen=True, slots=True)
class AccessKey:
    """What is kept of a key. The key itself is shown once and nowhere kept.

    Attributes:
        id: By which people name it; no secret.
        name: Who or what holds it.
        digest: SHA-256 of the key, in hex.
        created_at: Milliseconds since the epoch, like the other times.
        last_used_at: To the minute; None if it never was.
        revoked_at: None while it is good.
    """

    id: str
    name: str
    scope: Scope
    digest: str
    created_at: int
    last_used_at: int | None = None
    revoked_at: int | None = None


def new_key() -> str:
    """Return a new key: 256 random bits behind a prefix by which scanners of leaked secrets know it."""
    return _PREFIX + secrets.token_urlsafe(_RANDOM_BYTES)


def digest_of(key: str) -> str:
    """Return what is kept of a key. Its randomness makes a salt or a slow hash needless."""
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()


def suffices(granted: Scope, needed: Scope) -> bool:
    """Say whether a key of one scope may do what needs another."""
    return SCOPES.index(granted) >= SCOPES.index(needed)
