"""What a service leans on, and whether it stands."""

from collections.abc import Callable

from api.service import Service
from kg.errors import TransientError

_PATIENCE_S = 1.0


def checks(service: Service) -> dict[str, str]:
    """Return the state of the catalog, the store, the model and the broker; `ok` is well.

    The model may be `not loaded`, which is well too: it is loaded by the first document.
    """
    return {
        "catalog": _answers(service.catalog.ping),
        "store": _answers(service.restoring.check, service.store.ping),
        "model": service.extractor.state,
        "redis": _redis(service.settings.redis_url),
    }


def _answers(*pings: Callable[[], None]) -> str:
    try:
        for ping in pings:
            ping()
    except TransientError as err:
        return f"failed: {err}"
    return "ok"


def _redis(url: str | None) -> str:
    if url is None:
        return "not used"
    import redis  # only where there is one: it takes a tenth of a service's start

    try:
        with redis.Redis.from_url(
            url, socket_connect_timeout=_PATIENCE_S, socket_timeout=_PATIENCE_S
        ) as client:
            client.ping()
    except (redis.RedisError, OSError):
        return "unreachable"
    return "ok"
