"""Jobs: progress, cancelling, trying again."""

import pytest

from kg.catalog import Catalog
from kg.errors import InputError, NotFound
from tests.catalog.given import (
    ADA,
    BOB,
    Clock,
    claim,
    extractions,
    fail,
    follow,
    post,
    read,
    status,
)


def test_a_new_job_is_finished_and_empty(catalog: Catalog, clock: Clock):
    job = catalog.jobs.create("folder letters")

    progress = catalog.jobs.progress(job)

    assert (progress.id, progress.source, progress.created_at) == (job, "folder letters", clock.now)
    assert (progress.finished, progress.status, progress.documents) == (True, "done", 0)


def test_progress_counts_documents_by_status_and_characters(catalog: Catalog):
    job = catalog.jobs.create("test")
    post(catalog, ADA, BOB, job=job)
    [first] = claim(catalog, limit=1)
    catalog.queue.finish("worker", extractions([first]))

    progress = catalog.jobs.progress(job)

    assert progress.counts == {"extracted": 1, "queued": 1}
    assert (progress.finished, progress.status) == (False, "running")
    assert (progress.characters, progress.characters_read) == (len(ADA) + len(BOB), len(ADA))


def test_a_job_is_finished_when_the_graph_has_followed(catalog: Catalog):
    job = catalog.jobs.create("test")
    post(catalog, ADA, job=job)
    read(catalog)
    assert not catalog.jobs.progress(job).finished

    follow(catalog)

    progress = catalog.jobs.progress(job)
    assert (progress.finished, progress.status, progress.seconds_left) == (True, "done", 0.0)


def test_the_speed_gives_the_time_left(catalog: Catalog, clock: Clock):
    job = catalog.jobs.create("test")
    post(catalog, *(f"Text {n:02}." for n in range(10)), job=job)
    assert catalog.jobs.progress(job).seconds_left is None
    for _ in range(4):
        clock.turn(2)
        catalog.queue.finish("worker", extractions(claim(catalog, limit=1)))
        follow(catalog)

    progress = catalog.jobs.progress(job)

    assert progress.documents_per_second == 0.5
    assert progress.seconds_left == 12.0


def test_the_time_left_looks_at_the_last_half_minute(catalog: Catalog, clock: Clock):
    job = catalog.jobs.create("test")
    post(catalog, *(f"Text {n:02}." for n in range(10)), job=job)
    clock.turn(1000)
    catalog.queue.finish("worker", extractions(claim(catalog, limit=5)))
    follow(catalog)
    assert catalog.jobs.progress(job).seconds_left == 30.0

    clock.turn(31)

    assert catalog.jobs.progress(job).seconds_left is None


def test_the_speed_of_a_finished_job_stays_as_it_was(catalog: Catalog, clock: Clock):
    job = catalog.jobs.create("test")
    post(catalog, ADA, BOB, job=job)
    clock.turn(4)
    read(catalog)
    follow(catalog)

    clock.turn(1000)

    assert catalog.jobs.progress(job).documents_per_second == 0.5


def test_a_duplicate_counts_in_the_job_that_posted_it_but_not_in_its_speed(
    catalog: Catalog, clock: Clock
):
    post(catalog, ADA)
    read(catalog)
    follow(catalog)
    clock.turn(10)
    job = catalog.jobs.create("second")
    clock.turn(1)
    post(catalog, ADA, job=job)

    progress = catalog.jobs.progress(job)

    assert (progress.documents, progress.duplicates, progress.counts) == (1, 1, {"done": 1})
    assert (progress.finished, progress.documents_per_second) == (True, 0.0)


def test_a_document_queued_again_by_another_job_counts_in_both(catalog: Catalog):
    first, second = catalog.jobs.create("first"), catalog.jobs.create("second")
    post(catalog, ADA, job=first)
    fail(catalog)

    post(catalog, ADA, job=second)

    assert [catalog.jobs.progress(job).counts for job in (first, second)] == [{"queued": 1}] * 2


def test_rejected_documents_are_counted(catalog: Catalog):
    job = catalog.jobs.create("test")
    post(catalog, ADA, "", job=job)

    catalog.jobs.note_rejected(job, 3)

    assert catalog.jobs.progress(job).rejected == 4


def test_cancelling_stops_what_waits_and_what_is_being_read(catalog: Catalog):
    job = catalog.jobs.create("test")
    done, reading, waiting = (r.id for r in post(catalog, ADA, BOB, "Third.", job=job))
    catalog.queue.finish("worker", extractions(claim(catalog, limit=1)))
    follow(catalog)
    claim(catalog, limit=1)

    assert catalog.jobs.cancel(job) == 2

    assert [status(catalog, id) for id in (done, reading, waiting)] == [
        "done",
        "cancelled",
        "cancelled",
    ]
    progress = catalog.jobs.progress(job)
    assert (progress.finished, progress.status) == (True, "cancelled")


def test_cancelling_leaves_other_jobs_documents_alone(catalog: Catalog):
    id = post(catalog, ADA)[0].id
    job = catalog.jobs.create("second")
    post(catalog, ADA, job=job)

    assert catalog.jobs.cancel(job) == 0
    assert status(catalog, id) == "queued"


def test_cancelling_a_finished_job_changes_nothing(catalog: Catalog):
    job = catalog.jobs.create("test")
    post(catalog, ADA, job=job)
    read(catalog)
    follow(catalog)

    assert catalog.jobs.cancel(job) == 0
    assert catalog.jobs.progress(job).status == "done"


def test_a_retry_queues_what_failed_and_what_was_cancelled(catalog: Catalog):
    job = catalog.jobs.create("test")
    post(catalog, ADA, job=job)
    fail(catalog)
    post(catalog, BOB, job=job)
    catalog.jobs.cancel(job)

    assert catalog.jobs.retry(job) == 2

    progress = catalog.jobs.progress(job)
    assert (progress.counts, progress.status) == ({"queued": 2}, "running")
    assert {each.attempt for each in claim(catalog)} == {1}


def test_a_retry_takes_duplicates_that_failed_elsewhere(catalog: Catalog):
    post(catalog, ADA)
    job = catalog.jobs.create("second")
    post(catalog, ADA, job=job)
    fail(catalog)

    assert catalog.jobs.retry(job) == 1


def test_the_newest_job_comes_first_and_pages_show_each_once(catalog: Catalog, clock: Clock):
    jobs = []
    for n in range(5):
        jobs.append(catalog.jobs.create(f"job {n}"))
        post(catalog, f"Text {n}.", job=jobs[-1])
        clock.turn(1)
    first = catalog.jobs.page(limit=3)

    second = catalog.jobs.page(limit=3, after=first.next)

    shown = [*first.items, *second.items]
    assert [each.id for each in shown] == jobs[::-1]
    assert [each.counts for each in shown] == [{"queued": 1}] * 5
    assert second.next is None
    with pytest.raises(InputError):
        catalog.jobs.page(after="WzFd")


def test_an_unknown_job_is_not_found(catalog: Catalog):
    other = catalog.jobs.create("test", "elsewhere")
    for ask in (catalog.jobs.progress, catalog.jobs.cancel, catalog.jobs.retry):
        for id in ("nobody", other):
            with pytest.raises(NotFound, match="no job"):
                ask(id)
