"""A worker that lost its hold on a document cannot touch it any more."""

from kg.catalog import Catalog
from kg.catalog.rows import NewDocument
from tests.catalog.given import (
    ADA,
    BOB,
    Clock,
    claim,
    extractions,
    ids,
    post,
    put,
    status,
)


def test_a_lease_that_ran_out_can_be_claimed_by_another(catalog: Catalog, clock: Clock):
    post(catalog, ADA)
    claim(catalog, "first", lease_s=30)

    assert claim(catalog, "second") == []
    clock.turn(31)
    [taken] = claim(catalog, "second")

    assert taken.attempt == 2


def test_a_worker_that_lost_its_lease_cannot_finish(catalog: Catalog, clock: Clock):
    id = post(catalog, ADA)[0].id
    late = extractions(claim(catalog, "first", lease_s=30))
    clock.turn(31)
    taken = extractions(claim(catalog, "second"))

    assert catalog.queue.finish("first", late) == 0
    assert (status(catalog, id), catalog.findings.of_document(id)) == ("running", [])
    assert catalog.queue.finish("second", taken) == 1
    assert catalog.queue.finish("second", taken) == 0
    assert len(catalog.findings.of_document(id)) == 1


def test_a_late_worker_may_finish_as_long_as_nobody_else_took_over(catalog: Catalog, clock: Clock):
    post(catalog, ADA)
    late = extractions(claim(catalog, "first", lease_s=30))
    clock.turn(31)

    assert catalog.queue.finish("first", late) == 1


def test_a_worker_that_lost_its_lease_can_neither_fail_nor_release(catalog: Catalog, clock: Clock):
    id = post(catalog, ADA)[0].id
    late = claim(catalog, "first", lease_s=30)
    clock.turn(31)
    claim(catalog, "second")

    catalog.queue.fail("first", late[0], "Too late.", retry_in_s=None)
    catalog.queue.release("first", late)

    row = catalog.documents.get(id)
    assert (row.status, row.error, row.attempt) == ("running", None, 2)


def test_a_worker_cannot_finish_its_own_earlier_attempt(catalog: Catalog, clock: Clock):
    post(catalog, ADA)
    earlier = extractions(claim(catalog, "worker", lease_s=30))
    clock.turn(31)
    claim(catalog, "worker")

    assert catalog.queue.finish("worker", earlier) == 0


def test_a_renewed_lease_holds(catalog: Catalog, clock: Clock):
    post(catalog, ADA)
    claims = claim(catalog, "first", lease_s=30)
    clock.turn(20)

    assert catalog.queue.renew("first", claims, 30) == claims

    clock.turn(20)
    assert claim(catalog, "second") == []
    assert catalog.queue.finish("first", extractions(claims)) == 1


def test_renewing_tells_which_claims_still_hold(catalog: Catalog):
    job = catalog.jobs.create("test")
    post(catalog, ADA, job=job)
    post(catalog, BOB)
    put(catalog, NewDocument("Third.", id="third"))
    claims = claim(catalog)

    catalog.jobs.cancel(job)
    put(catalog, NewDocument("Replaced.", id="third"))

    assert ids(catalog.queue.renew("worker", claims, 30)) == ids(claims)[1:2]


def test_finishing_keeps_what_still_holds_and_drops_the_rest(catalog: Catalog):
    job = catalog.jobs.create("test")
    cancelled = post(catalog, ADA, job=job)[0].id
    kept = post(catalog, BOB)[0].id
    found = extractions(claim(catalog))

    catalog.jobs.cancel(job)

    assert catalog.queue.finish("worker", found) == 1
    assert (status(catalog, cancelled), status(catalog, kept)) == ("cancelled", "extracted")
    assert catalog.findings.of_document(cancelled) == []


def test_a_cancelled_document_retried_at_once_is_not_finished_by_its_first_reader(
    catalog: Catalog,
):
    job = catalog.jobs.create("test")
    id = post(catalog, ADA, job=job)[0].id
    first = extractions(claim(catalog, "first"))
    catalog.jobs.cancel(job)
    catalog.jobs.retry(job)
    claim(catalog, "second")

    assert catalog.queue.finish("first", first) == 0
    assert status(catalog, id) == "running"
