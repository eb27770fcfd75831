"""Fetching what somebody else named: within limits of size, time and redirects, and from public addresses only.

The address that was checked is the one that is connected to, for each redirect anew; a name that changes
its address in between changes nothing. Proxies that the environment names are not used.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urljoin

from kg.errors import DocumentTooLarge, DocumentUnreadable
from kg.reachable import Resolve, Target, resolved, target_of

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PIECE = 65_536
_ASKED = {"User-Agent": "kg", "Accept": "*/*", "Accept-Encoding": "identity"}


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """How much one fetch may ask of us.

    Attributes:
        max_bytes: Longest answer.
        timeout_s: Seconds for all of it, redirects included; only the system's resolver has its own limit.
        max_redirects: Redirects that are followed.
        allowed: `host` or `host:port` of what may be fetched from though it is not public.
    """

    max_bytes: int
    timeout_s: float = 30.0
    max_redirects: int = 5
    allowed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: `url` is the address of the last redirect, `media_type` the Content-Type or ""."""

    url: str
    content: bytes
    media_type: str


def fetch(url: str, limits: FetchLimits, resolve: Resolve = resolved) -> Fetched:
    """Fetch a URL by GET.

    Raises:
        DocumentUnreadable: It may not be fetched, or cannot be.
        DocumentTooLarge: There is more than the limit.
    """
    deadline = time.monotonic() + limits.timeout_s
    target = target_of(url, limits.allowed, resolve)
    for _ in range(limits.max_redirects + 1):
        found = _get(target, limits, deadline)
        if isinstance(found, Fetched):
            return found
        before, target = target, target_of(found, limits.allowed, resolve)
        if before.scheme == "https" and target.scheme == "http":
            raise DocumentUnreadable(url, f"it leads from https to http ({target.host}).")
    raise DocumentUnreadable(url, f"it leads on more than {limits.max_redirects} times.")


def _get(target: Target, limits: FetchLimits, deadline: float) -> Fetched | str:
    """Return what is there, or where it has gone."""
    try:
        with _connected(target, deadline) as connection:
            connection.request("GET", target.path, headers=_ASKED)
            answer = connection.getresponse()
            location = answer.getheader("Location")
            if answer.status in _REDIRECTS and location:
                return urljoin(target.url, location)
            _check(target, answer, limits)
            content = _read(target, answer, limits)
            if (
                time.monotonic() >= deadline
            ):  # cut off, an answer without a length seems to have ended
                raise TimeoutError
    except (OSError, http.client.HTTPException, ValueError) as err:
        late = time.monotonic() >= deadline
        why = f"it took more than {limits.timeout_s:.0f} s." if late else f"{err or type(err)}"
        raise DocumentUnreadable(target.url, f"it cannot be fetched: {why}") from err
    return Fetched(target.url, content, answer.getheader("Content-Type") or "")


def _check(target: Target, answer: http.client.HTTPResponse, limits: FetchLimits) -> None:
    if answer.status != 200:
        raise DocumentUnreadable(
            target.url, f"{target.host} answered {answer.status} {answer.reason}."
        )
    packing = (answer.getheader("Content-Encoding") or "identity").lower()
    if packing != "identity":
        raise DocumentUnreadable(target.url, f"it came packed by {packing}, unasked.")
    if (answer.length or 0) > limits.max_bytes:
        raise _too_large(target, answer.length or 0, limits)


def _read(target: Target, answer: http.client.HTTPResponse, limits: FetchLimits) -> bytes:
    content = bytearray()
    while piece := answer.read(_PIECE):
        content += piece
        if len(content) > limits.max_bytes:
            raise _too_large(target, len(content), limits)
    if answer.length:
        raise http.client.IncompleteRead(bytes(content[:0]), answer.length)
    return bytes(content)


def _too_large(target: Target, size: int, limits: FetchLimits) -> DocumentTooLarge:
    advice = "Fetch it yourself and send it in parts."
    return DocumentTooLarge(target.url, size, limits.max_bytes, advice)


@contextmanager
def _connected(target: Target, deadline: float) -> Iterator[http.client.HTTPConnection]:
    """Connect to the address that was checked; at the deadline the connection is cut, whatever it is at."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    raw = socket.create_connection((target.address, target.port), timeout=left)
    sockets = [raw]
    cut = threading.Timer(max(deadline - time.monotonic(), 0), _cut, (sockets,))
    cut.daemon = True
    cut.start()
    connection = http.client.HTTPConnection(target.host, target.port)
    try:
        connection.sock = raw
        if target.scheme == "https":
            connection.default_port = 443
            connection.sock = secured = ssl.create_default_context().wrap_socket(
                raw, server_hostname=target.host, do_handshake_on_connect=False
            )
            sockets.append(secured)  # from here on `raw` is an empty shell
            secured.do_handshake()
        yield connection
    finally:
        cut.cancel()
        connection.close()
        sockets[-1].close()


def _cut(sockets: Sequence[socket.socket]) -> None:
    with suppress(OSError):  # it may be closed already
        sockets[-1].shutdown(socket.SHUT_RDWR)
