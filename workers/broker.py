"""What Celery carries for us: one name, "there is work". No document travels, so no message can lose one."""

from typing import Any

TASK = "kg.drain"
QUEUE = "kg"
STALE_S = 60
"""Seconds after which a wake-up that nobody took says nothing new."""

_FLAG = "kg:woken"
_FLAG_S = 10
_CONNECT_S = 2.0


def options(redis_url: str) -> dict[str, Any]:
    """Return Celery's settings.

    There is no time-table and no result: `run_at` and the findings are in SQL. A wake-up may be lost
    or come twice, so these only keep the delay short: kombu would look for messages of dead workers
    every 100 s by default, and a worker that fetches ahead would sit on what others could do.
    """
    return {
        "broker_url": redis_url,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "broker_connection_timeout": _CONNECT_S,
        "broker_transport_options": {
            "visibility_timeout": 600,
            "unacked_restore_interval": 10,
            "unacked_restore_throttle": 1,
            "health_check_interval": 10,
            "socket_keepalive": True,
            "socket_connect_timeout": _CONNECT_S,
        },
        "task_default_queue": QUEUE,
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "task_ignore_result": True,
        "task_serializer": "json",
        "accept_content": ["json"],
        "worker_prefetch_multiplier": 1,
        "worker_enable_remote_control": False,
    }


class Flag:
    """Up while a wake-up is under way, so that a bulk load sends one and not thousands."""

    def __init__(self, redis_url: str) -> None:
        import redis  # only where there is one: it takes a tenth of a service's start

        self._redis = redis.Redis.from_url(
            redis_url, socket_timeout=_CONNECT_S, socket_connect_timeout=_CONNECT_S
        )

    def put_up(self) -> bool:
        """Put the flag up; returns whether it was down. It comes down by itself after some seconds."""
        return bool(self._redis.set(_FLAG, 1, nx=True, ex=_FLAG_S))

    def take_down(self) -> None:
        """Let the next wake-up through."""
        self._redis.delete(_FLAG)

    def close(self) -> None:
        """Close the connection."""
        self._redis.close()
