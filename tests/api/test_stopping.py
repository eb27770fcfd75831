"""Ctrl-C and SIGTERM end a real `kg serve` soon and quietly."""

import signal
import threading
import time

import httpx2
import pytest

ADA = "Ada Lovelace was born in London."


@pytest.mark.parametrize("signal_", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_within_ten_seconds_without_a_traceback(serve, tmp_path, signal_):
    service = serve(tmp_path / "data")
    httpx2.post(f"{service.address}/documents", json={"text": ADA})
    began = time.monotonic()

    code = service.stop(signal_)

    assert time.monotonic() - began < 10
    assert code in (0, -signal.SIGTERM)
    assert "Traceback" not in "\n".join(service.messages)


def test_a_stream_of_events_does_not_hold_it(serve, tmp_path):
    service = serve(tmp_path / "data", redis_url="redis://127.0.0.1:1/0")
    job = httpx2.post(f"{service.address}/documents", json={"text": ADA}).json()["job"]
    started = threading.Event()
    received = []

    def follow():
        url = f"{service.address}/jobs/{job}/events"
        with httpx2.stream("GET", url, timeout=30) as answer:
            for line in answer.iter_lines():
                received.append(line)
                started.set()

    follower = threading.Thread(target=follow)
    follower.start()
    assert started.wait(10)
    began = time.monotonic()

    service.stop(signal.SIGINT)

    assert time.monotonic() - began < 5
    follower.join(5)
    assert not follower.is_alive()
    assert received[0] == "event: progress"
    assert "Traceback" not in "\n".join(service.messages)


def test_a_batch_in_hand_does_not_hold_it_and_is_read_by_the_next(serve, tmp_path):
    service = serve(tmp_path / "data", extractor="slow_reading:build")
    job = httpx2.post(f"{service.address}/documents", json={"text": ADA}).json()["job"]
    while not httpx2.get(f"{service.address}/jobs/{job}").json()["counts"].get("running"):
        time.sleep(0.02)
    began = time.monotonic()

    service.stop(signal.SIGINT)

    assert time.monotonic() - began < 10
    assert "Traceback" not in "\n".join(service.messages)
    following = serve(tmp_path / "data")
    deadline = time.monotonic() + 20
    while not httpx2.get(f"{following.address}/jobs/{job}").json()["finished"]:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_second_service_on_the_same_folder_is_refused_in_one_line(serve, tmp_path):
    serve(tmp_path / "data")

    with pytest.raises(pytest.fail.Exception, match="kg: ") as refused:
        serve(tmp_path / "data")

    assert "Traceback" not in str(refused.value)
