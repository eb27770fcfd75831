"""A SPARQL 1.1 server over HTTP (SPARQL 1.1 Protocol): form-encoded requests, deadlines, its errors as ours."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

import httpx2
from pyoxigraph import QueryResultsFormat, QuerySolution, QuerySolutions, parse_query_results

from kg.errors import QueryTooExpensive, StoreRefused, StoreUnavailable
from kg.graph.remote.refusals import check, too_long
from kg.settings import Settings

RESULTS = "application/sparql-results+json"
TRIPLES = "application/n-triples"
_CONNECT_S = 5.0
_CONNECTIONS = 50

Parameters = Mapping[str, Sequence[str]]
MayWrite = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server is and how it knows us.

    Attributes:
        auth: How `user` and `password` travel.
        token: Sent as a bearer token (RFC 6750) instead.
    """

    query: str
    update: str
    auth: Literal["basic", "digest"] = "basic"
    user: str | None = None
    password: str = field(default="", repr=False)
    token: str | None = field(default=None, repr=False)

    @classmethod
    def of(cls, settings: Settings) -> "Address":
        """Return the address that the settings name.

        Raises:
            StoreRefused: It is not one.
        """
        query = settings.store or ""
        secret, token = settings.store_password, settings.store_token
        address = cls(
            query=query,
            update=settings.store_update or query,
            auth=settings.store_auth,
            user=settings.store_user,
            password=secret.get_secret_value() if secret else "",
            token=token.get_secret_value() if token else None,
        )
        for url in (address.query, address.update):
            _check_url(url)
        return address

    def credentials(self) -> httpx2.Auth | None:
        """Return what the client sends of user and password, or token."""
        if self.token is not None:
            return _Bearer(self.token)
        if self.user is None:
            return None
        scheme = httpx2.DigestAuth if self.auth == "digest" else httpx2.BasicAuth
        return scheme(self.user, self.password)


class Endpoint:
    """Sends queries and updates. Every method raises StoreUnavailable if there is no answer.

    Further errors: StoreRefused for credentials and addresses that do not fit, QueryRejected for what
    the server cannot run, QueryTooExpensive for what takes too long or returns too much.

    Args:
        may_write: Asked before each update.
    """

    def __init__(
        self,
        address: Address,
        *,
        timeout_s: float,
        max_bytes: int,
        may_write: MayWrite = lambda: True,
    ) -> None:
        self.url = address.query
        self._address = address
        self._timeout_s = timeout_s
        self._max_bytes = max_bytes
        self._may_write = may_write
        self._http = httpx2.Client(
            auth=address.credentials(),
            limits=httpx2.Limits(max_connections=_CONNECTIONS),
            headers={"User-Agent": "kg"},
        )

    def ask(
        self,
        text: str,
        accept: str,
        *,
        parameters: Parameters | None = None,
        limit_s: float | None = None,
    ) -> bytes:
        """Return the answer to a query, whole."""
        form = {"query": text, **(parameters or {})}
        with self._translated(self._address.query):
            try:
                return self._post(self._address.query, form, accept, limit_s)
            except (httpx2.RemoteProtocolError, httpx2.ReadError, httpx2.WriteError):
                # the server closed a connection that had been idle; a query can be sent twice
                return self._post(self._address.query, form, accept, limit_s)

    def select(self, text: str) -> Iterator[QuerySolution]:
        """Yield the solutions of one of our own SELECT queries."""
        body = self.ask(text, RESULTS)
        try:
            found = parse_query_results(body, QueryResultsFormat.JSON)
            assert isinstance(found, QuerySolutions)
            yield from found
        except SyntaxError as err:
            raise StoreUnavailable(self.url, f"its answer breaks off: {err}.") from err

    def holds(self, pattern: str, *, parameters: Parameters | None = None) -> bool:
        """Return whether ASK of a group `{…}` is true."""
        body = self.ask(f"ASK {pattern}", RESULTS, parameters=parameters)
        try:
            return bool(parse_query_results(body, QueryResultsFormat.JSON))
        except SyntaxError as err:
            raise StoreUnavailable(self.url, f"its answer breaks off: {err}.") from err

    def update(self, text: str, *, parameters: Parameters | None = None) -> None:
        """Run an update, unless nothing may be written here any more."""
        if not self._may_write():
            raise StoreUnavailable(self.url, "the workspace whose graph this is was deleted.")
        with self._translated(self._address.update):
            self._post(self._address.update, {"update": text, **(parameters or {})}, "*/*", None)

    def close(self) -> None:
        """Close the connections; further calls raise StoreUnavailable."""
        self._http.close()

    def _post(
        self, url: str, form: Mapping[str, str | Sequence[str]], accept: str, limit_s: float | None
    ) -> bytes:
        limit_s = limit_s or self._timeout_s
        deadline = time.monotonic() + limit_s
        timeout = httpx2.Timeout(limit_s, connect=min(_CONNECT_S, limit_s))
        body = bytearray()
        with (
            self._in_time(url, limit_s),
            self._http.stream(
                "POST", url, data=dict(form), headers={"Accept": accept}, timeout=timeout
            ) as response,
        ):
            for piece in response.iter_bytes():
                body += piece
                if time.monotonic() > deadline:
                    raise too_long(limit_s)
                if len(body) > self._max_bytes:
                    raise _too_large(self._max_bytes)
        check(url, response.status_code, response.headers, bytes(body))
        return bytes(body)

    @contextmanager
    def _in_time(self, url: str, limit_s: float) -> Iterator[None]:
        """Tell a server that does not answer from one that takes too long."""
        try:
            yield
        except (httpx2.ReadTimeout, httpx2.WriteTimeout) as err:
            raise too_long(limit_s) from err
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout) as err:
            raise StoreUnavailable(url, f"{err}. Is it running?") from err

    @contextmanager
    def _translated(self, url: str) -> Iterator[None]:
        try:
            yield
        except (httpx2.TransportError, httpx2.DecodingError) as err:
            raise StoreUnavailable(url, f"{type(err).__name__}: {err}.") from err
        except RuntimeError as err:  # httpx2's word for a client that was closed
            raise StoreUnavailable(url, "it is closed.") from err


class _Bearer(httpx2.Auth):
    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx2.Request) -> Iterator[httpx2.Request]:  # type: ignore[override]
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise StoreRefused(url, "KG_STORE and KG_STORE_UPDATE are http:// or https:// URLs.")
    if parts.username or parts.password:
        clean = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
        raise StoreRefused(
            clean, "put the user into KG_STORE_USER and the password into KG_STORE_PASSWORD."
        )


def _too_large(limit: int) -> QueryTooExpensive:
    return QueryTooExpensive(
        f"The answer is over {limit:,} bytes. Add a LIMIT, ask for less, or raise "
        "KG_QUERY_MAX_MEMORY_BYTES.",
        limit,
    )
