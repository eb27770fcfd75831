"""Wake-ups through Redis: quick, few, and never in the way."""

import time

import redis

from tests.services import Redis, free_port
from tests.workers.processes import wait_until
from workers.broker import QUEUE
from workers.client import CeleryWaker


def waiting(server: Redis) -> int:
    with redis.Redis.from_url(server.url) as client:
        return int(client.llen(QUEUE))


def test_many_wake_ups_are_one_message(redis_in_private: Redis):
    waker = CeleryWaker(redis_in_private.url)

    for _ in range(5):
        for _ in range(100):
            waker.wake()
        time.sleep(0.05)

    wait_until(lambda: waiting(redis_in_private) > 0)
    waker.close()
    assert waiting(redis_in_private) == 1


def test_a_redis_that_is_away_holds_nobody_up():
    waker = CeleryWaker(f"redis://127.0.0.1:{free_port()}/0")

    started = time.monotonic()
    for _ in range(1000):
        waker.wake()
    elapsed = time.monotonic() - started

    assert elapsed < 0.5
    waker.close()


def test_wake_ups_go_through_again_when_redis_is_back(redis_in_private: Redis):
    redis_in_private.stop()
    waker = CeleryWaker(redis_in_private.url)
    waker.wake()
    time.sleep(0.2)

    redis_in_private.start()
    waker.wake()

    wait_until(lambda: waiting(redis_in_private) == 1)
    waker.close()
