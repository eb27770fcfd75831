"""Workers that died on this machine have heirs."""

import os
import socket
import subprocess

import pytest

from kg.catalog import Catalog
from kg.catalog.rows import NewDocument
from kg.settings import Settings
from tests.workers.processes import wait_until
from workers.local import LocalWorker
from workers.succession import succeed

HERE = socket.gethostname()


def dead_process() -> int:
    """Return the id of a process that is no more."""
    process = subprocess.Popen(["true"])
    process.wait()
    return process.pid


def sign_and_claim(catalog: Catalog, host: str, process: int) -> None:
    """Be a worker that has just claimed the only document, for ten minutes."""
    catalog.documents.add([NewDocument("Ada was born in Rome.")], job=catalog.jobs.create("test"))
    catalog.workers.beat("first", host=host, process=process, model="fake 1", state="reading")
    catalog.queue.claim(owner="first", characters=1000, limit=1, lease_s=600)


def test_a_new_worker_reads_at_once_what_one_held_that_was_killed_here(
    catalog: Catalog, settings: Settings
):
    sign_and_claim(catalog, HERE, dead_process())
    worker = LocalWorker(catalog, settings)

    worker.start()

    wait_until(lambda: catalog.documents.counts() == {"extracted": 1}, 20)
    worker.stop()
    assert catalog.workers.alive(60) == []


@pytest.mark.parametrize(
    ("host", "alive"), [(HERE, True), ("elsewhere", True), ("elsewhere", False)]
)
def test_workers_that_live_or_cannot_be_seen_from_here_keep_what_they_hold(
    catalog: Catalog, host: str, alive: bool
):
    sign_and_claim(catalog, host, os.getpid() if alive else dead_process())

    assert succeed(catalog) == 0

    assert not catalog.queue.due()
    assert len(catalog.workers.alive(60)) == 1
