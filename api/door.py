"""Lets a request in if it may: by a key or token with the fitting scope, or because this service has no keys;
and not more often than it may.
"""

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import problem_of
from api.keyring import Keyring
from api.rates import Rates, network_of
from api.scopes import needed_scope
from api.service import Service
from api.tokens import Tokens
from kg import access
from kg.errors import KeyMissing, KeyTooWeak, KGError

_GRANTED = "kg.granted"
_HOW = (
    "Send one as `Authorization: Bearer KEY` or `X-API-Key: KEY`; kg sends --key or KG_API_KEY. "
    "Whoever runs the service makes keys by `kg keys create NAME`."
)


class Door:
    """ASGI middleware: 401 without a good key, 403 with one that does not reach so far, 429 if it comes too often."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            try:
                await _admit(scope)
            except KGError as err:
                await problem_of(err)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def require(scope: Scope, needed: access.Scope) -> None:
    """Ask for more than the path alone did. Raises KeyTooWeak."""
    # an app of routes without the door, as the conformance suites make, asks nobody for keys
    granted: access.Scope = scope.get(_GRANTED, "admin")
    if not access.suffices(granted, needed):
        raise KeyTooWeak(granted, needed)


async def _admit(scope: Scope) -> None:
    path = scope["path"].removeprefix(scope.get("root_path", ""))
    needed = needed_scope(scope["method"], path)
    scope[_GRANTED] = "admin"
    if needed is None:
        return
    service: Service = scope["app"].state.service
    keyring, rates = service.keyring, service.rates
    if not keyring.fresh:
        await run_in_threadpool(keyring.refresh)
    stranger = f"address {network_of(scope['client'][0] if scope.get('client') else '')}"
    if not keyring.locked:
        await _count(rates, stranger)
        return
    sent = _sent(Headers(scope=scope))
    try:
        if service.tokens is not None and Tokens.looks_like_one(sent):
            holder, granted = await run_in_threadpool(service.tokens.granted, sent)
        else:
            holder, granted = await _granted(keyring, sent)
    except KGError:
        await _count(rates, stranger)  # a good key from there still passes
        raise
    await _count(rates, holder)
    scope[_GRANTED] = granted
    require(scope, needed)


async def _count(rates: Rates, holder: str) -> None:
    if rates.blocking:
        await run_in_threadpool(rates.take, holder)
    else:
        rates.take(holder)


async def _granted(keyring: Keyring, key: str) -> tuple[str, access.Scope]:
    if not key:
        raise KeyMissing(f"This service needs a key. {_HOW}")
    found = keyring.find(key)
    if found is None:
        raise KeyMissing(f"This key is not known here, or was revoked. {_HOW}")
    if keyring.due(found):
        await run_in_threadpool(keyring.note, found)
    return f"key {found.id}", found.scope


def _sent(headers: Headers) -> str:
    kind, _, key = headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return key.strip()
    return headers.get("x-api-key", "").strip()
