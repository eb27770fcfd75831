"""Whether an address may be listened on: without keys, only what this machine alone reaches."""

import ipaddress

from kg.catalog.catalog import Catalog
from kg.errors import InputError
from kg.settings import Settings


def exposure(settings: Settings) -> str:
    """Return what whoever starts the service should know of who reaches it; empty if nothing.

    Raises:
        InputError: Others would reach it and no key would be asked for.
        CatalogUnavailable: The database does not answer.
    """
    if is_loopback(settings.host):
        return (
            "only this machine reaches it. To let others in, make a key (kg keys create NAME), "
            "then start it with --host 0.0.0.0; see docs/security.md."
        )
    if settings.require_keys or settings.oidc_issuer or _has_keys(settings):
        return ""
    if not settings.allow_open:
        raise InputError(
            f"{settings.host} can be reached from elsewhere, and there are no keys: whoever reaches it "
            "could read, write and delete. Make a key (kg keys create NAME --scope admin), or set "
            "KG_ALLOW_OPEN=1 if something before it decides who gets in."
        )
    return f"anyone who can reach {settings.host} can read, write and delete: there are no keys."


def is_loopback(host: str) -> bool:
    """Say whether only this machine reaches an address; of names, `localhost` alone is believed."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _has_keys(settings: Settings) -> bool:
    settings.data.mkdir(parents=True, exist_ok=True)
    catalog = Catalog.open(settings.catalog_url)
    try:
        return bool(catalog.access.all())
    finally:
        catalog.close()
