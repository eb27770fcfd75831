"""Lets a request into its workspace if it may: by a key or token with the fitting scope, or because this server
has no keys; and not more often than it may.
"""

from contextlib import AsyncExitStack

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import problem_of
from api.rates import Rates, network_of
from api.scopes import needed_scope, of_the_server
from api.service import Service
from api.tokens import Tokens
from api.vetting import is_known
from api.wholeness import check_whole
from api.workspaces import Workspaces
from kg import access
from kg.errors import Conflict, KeyMissing, KeyTooWeak, KGError, NotFound
from kg.records import DEFAULT_WORKSPACE
from kg.workspaces import checked_name

HEADER = "KG-Workspace"
"""Names the workspace that a request is about; without it, it is the default one."""
_GRANTED, _SERVING, _ASKING = "kg.granted", "kg.serving", "kg.asking"
_HOW = (
    "Send one as `Authorization: Bearer KEY` or `X-API-Key: KEY`; kg sends --key or KG_API_KEY. "
    "Whoever runs the service makes keys by `kg keys create NAME`."
)
_NO_KEY = f"This service needs a key. {_HOW}"
_UNKNOWN_KEY = (
    f"This key is not known here, or was revoked. {_HOW} A workspace knows keys of its own alone: "
    "`kg --workspace WORKSPACE keys create NAME`."
)


class Door:
    """ASGI middleware: finds the workspace that a request is about, and who may send it.

    404 for an unknown workspace, 401 without a good key of it, 403 with one that does not reach so far, 429 if
    it comes too often.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        async with AsyncExitStack() as held:
            try:
                await _admit(scope, held)
            except KGError as err:
                await problem_of(err)(scope, receive, send)
                return
            await self._app(scope, receive, send)


def serving(scope: Scope) -> Service:
    """Return the service of the workspace that a request is about."""
    service: Service = scope.get(_SERVING) or scope["app"].state.service
    return service


def asking(scope: Scope) -> str | None:
    """Return the name of the key that a request came with, or whose token; None where none was asked for."""
    name: str | None = scope.get(_ASKING)
    return name


def require(scope: Scope, needed: access.Scope) -> None:
    """Ask for more than the path alone did. Raises KeyTooWeak."""
    # an app of routes without the door, as the conformance suites make, asks nobody for keys
    granted: access.Scope = scope.get(_GRANTED, "admin")
    if not access.suffices(granted, needed):
        raise KeyTooWeak(granted, needed)


async def _admit(scope: Scope, held: AsyncExitStack) -> None:
    path = scope["path"].removeprefix(scope.get("root_path", ""))
    needed = needed_scope(scope["method"], path)
    scope[_GRANTED] = "admin"
    if needed is None:
        return
    workspaces: Workspaces = scope["app"].state.workspaces
    headers, main = Headers(scope=scope), workspaces.main
    name = checked_name(headers.get(HEADER, DEFAULT_WORKSPACE).strip())
    if name != DEFAULT_WORKSPACE:
        await _vet(scope, headers, workspaces, name)
    try:
        service = await _entered(workspaces, name, held)
    except NotFound:
        # who has no key learns nothing of which workspaces there are
        scope[_GRANTED] = await _let_in(scope, headers, main, main)
        raise
    scope[_SERVING] = service
    scope[_GRANTED] = await _let_in(scope, headers, main, service)
    if service is not main and of_the_server(scope["method"], path):
        raise Conflict(
            f"This is about the server and not about workspace {name}: send it without {HEADER}, with a "
            "key of the default workspace if there are keys."
        )
    require(scope, needed)
    check_whole(service.restoring, path)


async def _vet(scope: Scope, headers: Headers, workspaces: Workspaces, name: str) -> None:
    """Turn away who has no good key of a workspace: they open nothing, and keep nothing open."""
    main, sent = workspaces.main, _sent(headers)
    if not main.keyring.fresh:
        await run_in_threadpool(main.keyring.refresh)
    if not main.keyring.locked:
        return
    try:
        if not sent:
            raise KeyMissing(_NO_KEY)
        if not await run_in_threadpool(is_known, workspaces, name, sent):
            raise KeyMissing(_UNKNOWN_KEY)
    except NotFound:
        pass  # told below, to those who may know
    except (KeyMissing, KeyTooWeak):
        await _count(main.common.rates, _stranger(scope))
        raise


async def _entered(workspaces: Workspaces, name: str, held: AsyncExitStack) -> Service:
    if name == DEFAULT_WORKSPACE:
        return workspaces.main
    inside = workspaces.using(name)
    service = await run_in_threadpool(inside.__enter__)
    held.push(inside.__exit__)
    return service


async def _let_in(scope: Scope, headers: Headers, main: Service, service: Service) -> access.Scope:
    """Return what the sender may do in a workspace. The server asks for keys everywhere if anywhere."""
    rates = main.common.rates
    for keyring in {id(one): one for one in (main.keyring, service.keyring)}.values():
        if not keyring.fresh:
            await run_in_threadpool(keyring.refresh)
    stranger = _stranger(scope)
    if not (main.keyring.locked or service.keyring.locked):
        await _count(rates, stranger)
        return "admin"
    sent = _sent(headers)
    try:
        holder, granted, scope[_ASKING] = await _granted(main, service, sent)
    except KGError:
        await _count(rates, stranger)  # a good key from there still passes
        raise
    await _count(rates, holder)
    return granted


def _stranger(scope: Scope) -> str:
    """Return by what requests without a good key are counted."""
    return f"address {network_of(scope['client'][0] if scope.get('client') else '')}"


async def _count(rates: Rates, holder: str) -> None:
    if rates.blocking:
        await run_in_threadpool(rates.take, holder)
    else:
        rates.take(holder)


async def _granted(main: Service, service: Service, sent: str) -> tuple[str, access.Scope, str]:
    """Return by what a sender's requests are counted, how far they may go, and what they are called."""
    tokens, keyring = main.common.tokens, service.keyring
    if tokens is not None and Tokens.looks_like_one(sent):
        holder, granted = await run_in_threadpool(tokens.granted, sent, service.name)
        return holder, granted, holder.removeprefix("token ")
    if not sent:
        raise KeyMissing(_NO_KEY)
    found = keyring.find(sent)
    if found is None:
        raise KeyMissing(_UNKNOWN_KEY)
    if keyring.due(found):
        await run_in_threadpool(keyring.note, found)
    holder = f"key {found.id}"
    if service is not main:
        holder = f"{holder} of {service.name}"
    return holder, found.scope, found.name


def _sent(headers: Headers) -> str:
    kind, _, key = headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return key.strip()
    return headers.get("x-api-key", "").strip()
