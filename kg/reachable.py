"""Which addresses a service may be sent to by somebody else: public ones alone, so that no client can use it
to ask what only it can reach (server-side request forgery).
"""

import ipaddress
import socket
from collections.abc import Callable, Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from kg.errors import DocumentUnreadable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], list[str]]
"""Host and port to IP addresses; raises OSError."""

PORTS = frozenset({80, 443, 8080, 8443})
"""Ports on which the web is served; others speak other protocols, which a request could be made to look like."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_TUNNELS = (ipaddress.IPv6Network("2002::/16"), ipaddress.IPv6Network("2001::/32"))


@dataclass(frozen=True, slots=True)
class Target:
    """Where one request goes: `address` is the IP address that was checked, and that alone is connected to."""

    url: str
    scheme: str
    host: str
    port: int
    path: str
    address: str


def resolved(host: str, port: int) -> list[str]:
    """Ask the system's resolver."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(one[4][0]) for one in found]


def target_of(url: str, allowed: Collection[str], resolve: Resolve = resolved) -> Target:
    """Check where a URL leads, and return the one address to connect to.

    Args:
        allowed: `host` or `host:port` of what may be reached though it is not public.

    Raises:
        DocumentUnreadable: It may not be fetched, or has no address.
    """
    scheme, host, port, path = _parts(url)
    excepted = host in allowed or f"{host}:{port}" in allowed
    if not excepted and port not in PORTS:
        raise DocumentUnreadable(
            url,
            f"port {port} is not one on which the web is served. If this service should reach it, name {host}:{port} in "
            "KG_FETCH_ALLOW.",
        )
    try:
        addresses = resolve(host, port)
    except (OSError, UnicodeError) as err:
        raise DocumentUnreadable(url, f"{host} has no address: {err}") from err
    inner = [one for one in addresses if not excepted and not is_public(one)]
    if inner or not addresses:
        raise DocumentUnreadable(
            url,
            f"{host} is not a public address. If this service should reach it, name it in "
            "KG_FETCH_ALLOW.",
        )
    return Target(url, scheme, host, port, path, addresses[0])


def is_public(address: str) -> bool:
    """Say whether an IP address belongs to the public internet, whatever it is wrapped in."""
    try:
        ip: Address = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.scope_id or ip.is_site_local or any(ip in tunnel for tunnel in _TUNNELS):
            return False
        if ip.ipv4_mapped:
            ip = ip.ipv4_mapped
        elif ip in _NAT64:
            ip = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _parts(url: str) -> tuple[str, str, int, str]:
    if not url.isascii() or any(ord(one) <= 0x20 or ord(one) == 0x7F for one in url):
        raise DocumentUnreadable(url, "its address holds characters that must be percent-encoded.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as err:
        raise DocumentUnreadable(url, f"this is no address: {err}") from err
    scheme, host = parts.scheme.lower(), (parts.hostname or "").rstrip(".")
    if scheme not in _DEFAULT_PORTS or not host:
        raise DocumentUnreadable(url, "only http:// and https:// addresses can be fetched.")
    if parts.username is not None or parts.password is not None:
        raise DocumentUnreadable(url, "an address with a user or a password is not fetched.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return scheme, host, port or _DEFAULT_PORTS[scheme], path
