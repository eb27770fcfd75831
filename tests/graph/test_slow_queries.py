"""Queries without end, while everybody else goes on."""

import contextlib
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx2
from serving import ServeProcess
from test_one_story_on_every_store import BASE, DOCUMENTS, count, finished, put

NUMBERS = " ".join(str(number) for number in range(60))
ENDLESS = "SELECT (COUNT(*) AS ?n) {" + "".join(
    f" VALUES ?n{part} {{ {NUMBERS} }}" for part in range(8)
) + " }"  # fmt: skip


def test_a_slow_query_blocks_neither_documents_nor_other_queries_nor_updates(
    tmp_path: Path, serve: Callable[..., ServeProcess]
) -> None:
    service = serve(tmp_path / "data", base_iri=BASE, query_timeout_s="120", query_processes="2")

    def ask_without_end() -> None:
        with (
            contextlib.suppress(httpx2.TransportError),
            httpx2.Client(base_url=service.address, timeout=200) as client,
        ):
            client.post("/sparql", data={"query": ENDLESS})

    slow = threading.Thread(target=ask_without_end)
    slow.start()
    time.sleep(1.0)
    with httpx2.Client(base_url=service.address, timeout=60) as client:
        for id, text in DOCUMENTS.items():
            put(client, id, text)
        finished(client)

        assert count(client, f"?who ?born <{BASE}entity/place/london>") == 2
        client.post("/sparql", data={"update": "INSERT DATA { <u:a> <u:p> 1 }"}).raise_for_status()
        assert count(client, "<u:a> <u:p> 1") == 1
        assert client.get("/export").is_success

    assert slow.is_alive(), "the slow query ended, so that nothing was shown"
    service.kill()
    slow.join(60)
