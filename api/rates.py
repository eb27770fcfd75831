"""How often somebody may ask: a token bucket for each key, and for each address that comes without a good one.

The buckets are in this process; where there is a Redis they are there, so that several API processes share
them. While Redis is away each process counts for itself: it limits less, and turns nobody away wrongly.
"""

import ipaddress
import logging
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Protocol

from kg.errors import TooManyRequests
from kg.settings import Settings

log = logging.getLogger(__name__)

_MOST_BUCKETS = 100_000
"""Buckets kept in memory: of more holders than these, the one that came least lately is forgotten."""
_PATIENCE_S = 0.25
_AGAIN_S = 5.0
"""Seconds for which a Redis that did not answer is left alone."""

_TAKE = """
local rate, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local clock = redis.call('TIME')
local now = clock[1] + clock[2] / 1000000
local kept = redis.call('HMGET', KEYS[1], 'left', 'at')
local left = math.min(burst, (tonumber(kept[1]) or burst) + (now - (tonumber(kept[2]) or now)) * rate)
local wait = 0
if left >= 1 then left = left - 1 else wait = (1 - left) / rate end
redis.call('HSET', KEYS[1], 'left', tostring(left), 'at', string.format('%.6f', now))
redis.call('PEXPIRE', KEYS[1], math.ceil(burst / rate * 1000) + 1000)
return tostring(wait)
"""


def network_of(address: str) -> str:
    """Return whom an address stands for: of IPv6 its /64, since who has one address has all of these."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return str(ipaddress.ip_network((ip, 64), strict=False)) if ip.version == 6 else address


class Buckets(Protocol):
    """Where the tokens are."""

    def take(self, holder: str) -> float:
        """Take one token; returns 0, or the seconds until there is one."""
        ...

    def close(self) -> None:
        """Let go of what they are in."""
        ...


class Rates:
    """Lets each holder through as often as the settings say.

    Attributes:
        blocking: Whether `take` may wait for a network, so that it wants a thread.
    """

    def __init__(self, buckets: Buckets | None, *, blocking: bool = False) -> None:
        self._buckets = buckets
        self.blocking = blocking

    @classmethod
    def of(cls, settings: Settings) -> "Rates":
        """Return what the settings ask for; without KG_RATE_LIMIT, everybody is let through."""
        if settings.rate_limit is None or settings.rate_limit <= 0:
            return cls(None)
        local = LocalBuckets(settings.rate_limit, settings.rate_burst)
        if settings.redis_url is None:
            return cls(local)
        shared = SharedBuckets(
            settings.redis_url, settings.rate_limit, settings.rate_burst, meanwhile=local
        )
        return cls(shared, blocking=True)

    def take(self, holder: str) -> None:
        """Count one request. Raises TooManyRequests."""
        if self._buckets is not None and (wait := self._buckets.take(holder)) > 0:
            raise TooManyRequests(max(1, math.ceil(wait)))

    def close(self) -> None:
        """Let go of what the buckets are in."""
        if self._buckets is not None:
            self._buckets.close()


class LocalBuckets:
    """Implements `Buckets` in this process."""

    def __init__(
        self, rate: float, burst: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._rate, self._burst, self._clock = rate, max(burst, 1), clock
        self._kept: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._turn = threading.Lock()

    def take(self, holder: str) -> float:
        """Take one token."""
        with self._turn:
            return self._take(holder)

    def _take(self, holder: str) -> float:
        now = self._clock()
        left, at = self._kept.pop(holder, (float(self._burst), now))
        left = min(self._burst, left + (now - at) * self._rate)
        wait = 0.0 if left >= 1 else (1 - left) / self._rate
        self._kept[holder] = (left if wait else left - 1, now)
        if len(self._kept) > _MOST_BUCKETS:
            self._kept.popitem(last=False)
        return wait

    def close(self) -> None:
        """There is nothing to let go of."""


class SharedBuckets:
    """Implements `Buckets` in Redis, by its clock."""

    def __init__(self, url: str, rate: float, burst: int, meanwhile: Buckets) -> None:
        import redis  # only where there is one: it takes a tenth of a service's start

        self._failures = (redis.RedisError, OSError)
        self._redis: Any = redis.Redis.from_url(
            url, socket_timeout=_PATIENCE_S, socket_connect_timeout=_PATIENCE_S
        )
        self._take = self._redis.register_script(_TAKE)
        self._arguments = [rate, max(burst, 1)]
        self._meanwhile = meanwhile
        self._away_until = 0.0

    def take(self, holder: str) -> float:
        """Take one token, from Redis if it answers."""
        if time.monotonic() >= self._away_until:
            try:
                return float(self._take(keys=[f"kg:rate:{holder}"], args=self._arguments))
            except self._failures as err:
                self._away_until = time.monotonic() + _AGAIN_S
                log.warning("rates are counted in this process for a while: %s", err)
        return self._meanwhile.take(holder)

    def close(self) -> None:
        """Close the connections to Redis."""
        self._redis.close()
