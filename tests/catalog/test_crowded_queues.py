"""The state of the queue is known from indexes, on both databases, however many documents there are."""

import re
from collections.abc import Callable

import pytest

from kg.catalog import Catalog
from tests.catalog.crowded import crowd, plans_noted
from tests.catalog.given import Clock, claim

N = 20_000
# "SCAN documents" in SQLite, unless it goes through an index; "Seq Scan on documents" in PostgreSQL
WALK = re.compile(r"^(SCAN documents(?! USING (COVERING )?INDEX)|.*Seq Scan on documents)")

ASKED: dict[str, tuple[str, Callable[[Catalog], object]]] = {
    "what waits": ("ix_documents_queued", lambda catalog: catalog.queue.due()),
    "the head of the queue": ("ix_documents_queued", claim),
    "silent workers": ("ix_documents_running", claim),
    "what failed": ("ix_documents_page", lambda catalog: catalog.documents.page(status="failed")),
    "a job": ("ix_documents_progress", lambda catalog: catalog.jobs.progress("j7")),
    "the counts": ("ix_documents_page", lambda catalog: catalog.documents.counts()),
    "the graph": ("ix_documents_pending", lambda catalog: catalog.projections.pending(200)),
}


@pytest.fixture
def crowded(url: str, clock: Clock) -> None:
    Catalog.open(url).close()
    crowd(url, N, clock.now)


def test_queue_state_is_read_from_indexes(crowded: None, catalog: Catalog):
    used = {}
    walked = []
    for what, (index, ask) in ASKED.items():
        with plans_noted(catalog) as plans:
            ask(catalog)
        used[what] = any(index in step for step in plans)
        if what != "the counts":  # which ask for every document; PostgreSQL may prefer the table
            walked += [(what, step) for step in plans if WALK.match(step)]

    assert walked == []
    assert [what for what, was in used.items() if not was] in ([], ["the counts"])
