"""What becomes of documents whose worker died under them."""

import logging
import time

import pytest
import sqlalchemy as sa

from kg import observing
from kg.catalog import Catalog
from kg.catalog.database import Database
from kg.errors import CatalogUnavailable
from tests.catalog.given import Clock, claim, extractions, ids, post, status


def die(catalog: Catalog, clock: Clock) -> list[str]:
    """Claim, and never be heard of again; returns what was claimed."""
    taken = ids(claim(catalog, lease_s=30))
    clock.turn(31)
    return taken


def test_after_a_death_each_document_is_claimed_alone(catalog: Catalog, clock: Clock):
    posted = [receipt.id for receipt in post(catalog, "a", "b", "c")]
    die(catalog, clock)
    post(catalog, "d", "e")

    batches = [ids(claim(catalog)) for _ in range(4)]

    assert batches[:3] == [[id] for id in posted]
    assert len(batches[3]) == 2


def test_a_document_that_kills_its_workers_fails_and_takes_nobody_with_it(
    catalog: Catalog, clock: Clock
):
    innocent, killer, other = (receipt.id for receipt in post(catalog, "a", "kill", "b"))

    while status(catalog, killer) != "failed":
        batch = claim(catalog, lease_s=30)
        if killer in ids(batch):
            clock.turn(31)
        elif batch:
            catalog.queue.finish("worker", extractions(batch))
        else:
            clock.turn(1)

    row = catalog.documents.get(killer)
    assert (row.status, row.attempt) == ("failed", 3)
    assert "3 of 3 attempts" in (row.error or "")
    assert [status(catalog, id) for id in (innocent, other)] == ["extracted", "extracted"]


class Counts:
    """Implements `kg.observing.Observer`: remembers what was counted."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, str], float] = {}

    def stage(self, name, documents, jobs):
        raise AssertionError("nothing here has stages")

    def count(self, name: str, number: float, kind: str) -> None:
        self.found[name, kind] = self.found.get((name, kind), 0) + number

    def measure(self, name: str, value: float) -> None:
        raise AssertionError("nothing here is measured")

    def begin_job(self, job: str) -> None:
        """Jobs begin in other tests."""


def test_each_death_is_logged_with_its_document_and_counted_and_so_is_the_quarantine(
    catalog: Catalog, clock: Clock, caplog: pytest.LogCaptureFixture
):
    id = post(catalog, "kill")[0].id
    counts = Counts()
    end = observing.watch(counts)

    with caplog.at_level(logging.WARNING, "kg.catalog.queue"):
        while status(catalog, id) != "failed":
            if claim(catalog, "victim", lease_s=30):
                clock.turn(31)
            else:
                clock.turn(1)
    end()

    said = [record for record in caplog.records if record.__dict__.get("document") == id]
    assert [f"death {n}" in record.getMessage() for n, record in enumerate(said, 1)] == [True] * 3
    assert all("worker victim died" in record.getMessage() for record in said)
    assert ["quarantine" in record.getMessage() for record in said] == [False, False, True]
    assert all(record.__dict__["job"] for record in said)
    assert counts.found == {("failures", "WorkerDied"): 3, ("documents", "failed"): 1}


def test_what_a_dead_worker_held_can_be_claimed_before_its_lease_runs_out(catalog: Catalog):
    dead, other = (receipt.id for receipt in post(catalog, "a", "b"))
    claim(catalog, "dead", limit=1, lease_s=600)
    claim(catalog, "other", lease_s=600)

    assert catalog.queue.abandon("dead") == 1
    assert catalog.queue.abandon("nobody") == 0

    assert catalog.queue.due()
    assert ids(claim(catalog, "next")) == [dead]
    assert status(catalog, other) == "running"


def test_failures_of_other_kinds_are_not_called_deaths(catalog: Catalog, clock: Clock):
    id = post(catalog, "a")[0].id
    for _ in range(2):
        catalog.queue.fail("worker", claim(catalog)[0], "Busy.", retry_in_s=0)

    for _ in range(4):  # once it is only waiting
        die(catalog, clock)

    assert claim(catalog) == []
    assert "3 of 5 attempts" in (catalog.documents.get(id).error or "")


def test_a_batch_mate_of_a_killer_is_not_blamed_for_its_own_earlier_failures(
    catalog: Catalog, clock: Clock
):
    mate = post(catalog, "mate")[0].id
    for _ in range(2):
        catalog.queue.fail("worker", claim(catalog)[0], "Busy.", retry_in_s=0)
    killer = post(catalog, "killer")[0].id
    assert set(die(catalog, clock)) == {mate, killer}

    [alone] = claim(catalog)

    assert alone.document.id == mate
    assert (alone.attempt, alone.deaths) == (4, 1)


def test_a_suspect_waits_longer_after_each_death_and_lets_others_by(catalog: Catalog, clock: Clock):
    suspect = post(catalog, "suspect")[0].id
    for _ in range(2):
        die(catalog, clock)
    other = post(catalog, "other")[0].id

    assert ids(claim(catalog)) == [other]

    clock.turn(2)
    assert ids(claim(catalog)) == [suspect]


def test_a_retried_document_has_all_its_attempts_again(catalog: Catalog, clock: Clock):
    job = catalog.jobs.create("test")
    id = post(catalog, "a", job=job)[0].id
    for _ in range(4):  # once it is only waiting
        die(catalog, clock)
    claim(catalog)
    assert status(catalog, id) == "failed"

    catalog.jobs.retry(job)
    post(catalog, "b")

    assert len(claim(catalog)) == 2
    assert catalog.documents.get(id).attempt == 1


def test_whoever_freezes_in_the_midst_of_writing_does_not_hold_on_to_its_documents_for_ever(
    postgresql_with_tables: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("kg.catalog.engine.SILENT_MS", 200)
    database = Database(sa.create_engine(postgresql_with_tables), Clock())

    def freeze() -> None:
        with database.write() as connection:
            connection.execute(sa.text("LOCK TABLE documents"))
            time.sleep(1)
            connection.execute(sa.text("SELECT 1"))

    with pytest.raises(CatalogUnavailable):
        freeze()

    with database.write() as connection:
        connection.execute(sa.text("LOCK TABLE documents NOWAIT"))
    database.engine.dispose()
