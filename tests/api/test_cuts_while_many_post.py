"""`kill -9` while many clients post one document each: whoever had an answer has a document."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import httpx2
import pytest

from kg.catalog import Catalog

pytestmark = pytest.mark.slow

CLIENTS = 20
ENOUGH = 200


def test_every_document_that_was_answered_for_is_there_after_a_cut(serve, tmp_path):
    service = serve(tmp_path / "data", redis_url="redis://127.0.0.1:1/0")
    answered: dict[str, str] = {}
    over = threading.Event()

    def post_on_and_on(client: int) -> None:
        with httpx2.Client(base_url=service.address, timeout=30) as mine:
            number = 0
            while not over.is_set():
                document = {"id": f"c{client}-{number}", "text": f"Client {client} says {number}."}
                try:
                    answer = mine.post("/documents", json=document)
                except httpx2.TransportError:
                    return
                answered[document["id"]] = answer.raise_for_status().json()["job"]
                number += 1

    with ThreadPoolExecutor(CLIENTS) as pool:
        posting = [pool.submit(post_on_and_on, client) for client in range(CLIENTS)]
        deadline = time.monotonic() + 60
        while len(answered) < ENOUGH and time.monotonic() < deadline:
            time.sleep(0.01)
        service.kill()
        over.set()
    for each in posting:
        each.result()

    assert len(answered) >= ENOUGH
    with closing(Catalog.open(f"sqlite:///{tmp_path / 'data' / 'catalog.sqlite'}")) as catalog:
        kept = {document.id: document.job for document in catalog.documents.some(list(answered))}
        texts = catalog.documents.counts()["queued"]
    assert kept == answered
    assert len(answered) <= texts <= len(answered) + CLIENTS
