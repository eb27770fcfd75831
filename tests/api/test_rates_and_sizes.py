"""How often and how much one may send."""

import time

import pytest
import redis
from services import redis_in_private
from test_access_keys import bearer, keys_of

from api.rates import LocalBuckets, Rates, SharedBuckets, network_of
from kg.errors import TooManyRequests
from kg.settings import Settings

__all__ = ["redis_in_private"]


class Never:
    """Buckets that nobody should come to."""

    def take(self, holder):
        raise AssertionError("Redis answered, and its answer was not taken")

    def close(self):
        pass


@pytest.fixture(params=["local", "redis"])
def buckets(request):
    """Return buckets of two tokens, and half a second for each further one."""
    if request.param == "local":
        return LocalBuckets(2.0, 2)
    server = request.getfixturevalue("redis_in_private")
    return SharedBuckets(server.url, 2.0, 2, meanwhile=Never())


def test_a_bucket_lets_a_burst_through_and_then_its_rate(buckets):
    assert [buckets.take("a") for _ in range(2)] == [0, 0]
    wait = buckets.take("a")
    assert 0 < wait <= 0.5
    time.sleep(wait + 0.05)

    assert buckets.take("a") == 0
    assert buckets.take("a") > 0


def test_one_holder_s_bucket_is_not_another_s(buckets):
    for _ in range(3):
        buckets.take("a")

    assert buckets.take("b") == 0


def test_a_refused_request_costs_nothing():
    now = 0.0
    buckets = LocalBuckets(1.0, 1, clock=lambda: now)
    buckets.take("a")
    for _ in range(1000):
        assert buckets.take("a") > 0
    now = 1.0

    assert buckets.take("a") == 0


def test_processes_share_what_is_in_redis_and_it_goes_by_itself(redis_in_private):
    first, second = (SharedBuckets(redis_in_private.url, 5.0, 2, Never()) for _ in range(2))

    taken = [first.take("a"), second.take("a"), first.take("a"), second.take("a")]

    assert [wait > 0 for wait in taken] == [False, False, True, True]
    with redis.Redis(port=redis_in_private.port) as client:
        (key,) = client.keys("kg:rate:*")
        assert 0 < client.pttl(key) <= 1400


def test_without_redis_each_process_counts_for_itself(redis_in_private):
    buckets = SharedBuckets(redis_in_private.url, 0.01, 2, meanwhile=LocalBuckets(0.01, 1))
    redis_in_private.stop()

    assert buckets.take("a") == 0
    assert buckets.take("a") > 0


def test_memory_holds_a_bounded_number_of_buckets(monkeypatch):
    monkeypatch.setattr("api.rates._MOST_BUCKETS", 10)
    buckets = LocalBuckets(1.0, 1)
    for number in range(100):
        buckets.take(str(number))

    assert len(buckets._kept) == 10


def test_without_a_limit_nobody_counts():
    rates = Rates.of(Settings(_env_file=None))
    for _ in range(1000):
        rates.take("a")

    assert Rates.of(Settings(_env_file=None, rate_limit=0)).blocking is False


def test_a_limit_raises_with_whole_seconds():
    rates = Rates.of(Settings(_env_file=None, rate_limit=0.5, rate_burst=1))
    rates.take("a")

    with pytest.raises(TooManyRequests) as refusal:
        rates.take("a")

    assert refusal.value.retry_after_s == 2


def test_an_ipv6_client_is_its_network_and_an_ipv4_client_itself():
    assert network_of("2001:db8::1") == network_of("2001:db8::ffff") != network_of("2001:db8:1::")
    assert network_of("10.0.0.1") == network_of("::ffff:10.0.0.1") == "10.0.0.1"
    assert network_of("testclient") == "testclient"


def test_who_comes_too_often_is_told_when_to_come_again(make_service):
    service = make_service(rate_limit=0.1, rate_burst=3)

    answers = [service.get("/jobs") for _ in range(5)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    refused = answers[-1]
    assert int(refused.headers["retry-after"]) == 10
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["type"] == "urn:kg:problem:too-many-requests"
    assert "x-request-id" in refused.headers
    assert refused.headers["x-content-type-options"] == "nosniff"
    assert service.get("/health/live").status_code == 200


def test_each_key_has_a_rate_of_its_own_and_wrong_keys_use_up_their_address_s(make_service):
    service = make_service(rate_limit=0.1, rate_burst=3)
    one, other = keys_of(service, "read", "read")

    wrong = [service.get("/jobs", headers=bearer(f"kg_{n}")).status_code for n in range(5)]
    first = [service.get("/jobs", headers=bearer(one)).status_code for _ in range(5)]
    second = service.get("/jobs", headers=bearer(other)).status_code

    assert wrong == [401, 401, 401, 429, 429]
    assert first == [200, 200, 200, 429, 429]
    assert second == 200


def test_a_list_of_too_many_documents_is_refused_and_nothing_of_it_taken(make_service):
    service = make_service(max_batch_documents=3)
    documents = [{"text": f"Text {number}."} for number in range(4)]

    refused = service.post("/documents", json=documents)

    assert refused.status_code == 413
    assert "x-ndjson" in refused.json()["detail"]
    assert service.get("/documents").json()["documents"] == []
    assert service.post("/documents", json=documents[:3]).json()["accepted"] == 3
