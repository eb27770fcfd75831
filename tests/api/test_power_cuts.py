"""What `kill -9` of the whole service costs: time, never a document."""

import json
import time

import httpx2

DOCUMENTS = 120
CUTS = 2


def posted() -> bytes:
    """Some facts are said once, some by several documents, some documents say nothing."""
    lines = [
        {
            "id": f"d{n:03}",
            "text": f"Person N{n} was born in Town T{n % 40}. Town T{n % 40} is located in Land L."
            if n % 10
            else f"Nothing of note happened on day {n}.",
        }
        for n in range(DOCUMENTS)
    ]
    return "\n".join(map(json.dumps, lines)).encode()


def job_state(address, job):
    return httpx2.get(f"{address}/jobs/{job}").json()


def wait_for(address, job, condition):
    deadline = time.monotonic() + 60
    while not condition(state := job_state(address, job)):
        assert time.monotonic() < deadline, state
        time.sleep(0.01)
    return state


def post(address):
    headers = {"content-type": "application/x-ndjson"}
    answer = httpx2.post(f"{address}/documents", content=posted(), headers=headers, timeout=30)
    assert answer.json()["accepted"] == DOCUMENTS
    return answer.json()["job"]


def export(address):
    lines = httpx2.get(f"{address}/export", params={"format": "nquads"}).text.splitlines()
    assert len(lines) == len(set(lines))
    return sorted(line for line in lines if "generatedAtTime" not in line)


def test_killed_in_the_middle_everything_ends_done_once_and_the_graph_is_the_same(serve, tmp_path):
    undisturbed = serve(tmp_path / "undisturbed")
    job = post(undisturbed.address)
    wait_for(undisturbed.address, job, lambda state: state["finished"])
    expected = export(undisturbed.address)

    # one document at a time, so that a cut surely falls between two; a short lease, to wait for it less
    slow = {"batch_characters": "1", "lease_s": "2", "sweep_s": "0.2"}
    service = serve(tmp_path / "cut", **slow)
    job = post(service.address)
    for cut in range(1, CUTS + 1):
        goal = cut * DOCUMENTS // (CUTS + 2)
        state = wait_for(
            service.address, job, lambda state, goal=goal: state["counts"].get("done", 0) >= goal
        )
        service.kill()
        assert not state["finished"]
        service = serve(tmp_path / "cut", **slow)
    state = wait_for(service.address, job, lambda state: state["finished"])

    assert state["counts"] == {"done": DOCUMENTS}
    assert len(expected) > 10 * DOCUMENTS
    assert export(service.address) == expected


def test_killed_while_documents_come_in_nothing_that_was_taken_is_lost(serve, tmp_path):
    service = serve(tmp_path / "data")
    taken = []
    for n in range(20):
        answer = httpx2.post(
            f"{service.address}/documents", json={"id": f"d{n}", "text": f"Text {n}."}
        )
        taken += [document["id"] for document in answer.json()["documents"]]
    service.kill()

    service = serve(tmp_path / "data")

    assert [httpx2.get(f"{service.address}/documents/{id}/text").text for id in taken] == [
        f"Text {n}." for n in range(20)
    ]
