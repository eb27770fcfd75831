"""Queue.claim and what workers say about their claims, while nothing goes wrong."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from forking import Forked, fork
from serving import kg_environment

from kg.catalog import Catalog
from kg.catalog.rows import NewDocument
from tests.catalog.given import ADA, BOB, Clock, claim, extractions, ids, post, read, status

ROOT = Path(__file__).parents[2]


def test_a_claim_carries_the_document_and_counts_the_attempt(catalog: Catalog):
    given = NewDocument(ADA, "letter", "Title", "urn:x", "en", {"a": 1})
    post(catalog, given, workspace="elsewhere")

    [taken] = claim(catalog)

    assert (taken.revision, taken.attempt) == (1, 1)
    assert taken.document.workspace == "elsewhere"
    fields = ("text", "id", "title", "uri", "language", "metadata")
    assert all(getattr(taken.document, name) == getattr(given, name) for name in fields)
    assert catalog.documents.get("letter", "elsewhere").status == "running"


def test_the_highest_priority_goes_first_then_the_oldest(catalog: Catalog, clock: Clock):
    old = post(catalog, "old")[0].id
    clock.turn(1)
    new = post(catalog, "new")[0].id
    urgent = post(catalog, "urgent", priority=5)[0].id
    idle = post(catalog, "idle", priority=-5)[0].id

    assert ids(claim(catalog)) == [urgent, old, new, idle]


def test_a_claim_takes_as_many_characters_as_asked_for_but_at_least_one_document(
    catalog: Catalog,
):
    posted = [receipt.id for receipt in post(catalog, "a" * 50, "b" * 30, "c" * 30, "d" * 1)]

    assert ids(claim(catalog, characters=10)) == posted[:1]
    assert ids(claim(catalog, characters=60)) == posted[1:3]
    assert ids(claim(catalog, characters=60)) == posted[3:]
    assert claim(catalog) == []


def test_a_claim_takes_no_more_documents_than_asked_for(catalog: Catalog):
    post(catalog, "a", "b", "c")

    assert [len(claim(catalog, limit=2)) for _ in range(3)] == [2, 1, 0]


def test_finishing_keeps_the_findings_and_the_model(catalog: Catalog):
    id = post(catalog, ADA)[0].id

    assert read(catalog) == 1

    row = catalog.documents.get(id)
    assert (row.status, row.characters_read) == ("extracted", len(ADA))
    assert (row.model, row.model_version) == ("scripted", "1")
    assert len(catalog.findings.of_document(id)) == 1


def test_a_failed_document_keeps_its_error(catalog: Catalog):
    id = post(catalog, ADA)[0].id

    catalog.queue.fail("worker", claim(catalog)[0], "It is not a letter.", retry_in_s=None)

    row = catalog.documents.get(id)
    assert (row.status, row.error) == ("failed", "It is not a letter.")
    assert claim(catalog) == []


def test_a_document_to_be_tried_again_waits_for_its_time(catalog: Catalog, clock: Clock):
    id = post(catalog, ADA)[0].id
    catalog.queue.fail("worker", claim(catalog)[0], "Busy.", retry_in_s=10)

    assert (claim(catalog), catalog.queue.due()) == ([], False)
    assert catalog.documents.get(id).error == "Busy."
    clock.turn(10)
    assert catalog.queue.due()
    [again] = claim(catalog)
    assert again.attempt == 2
    catalog.queue.finish("worker", extractions([again]))
    assert catalog.documents.get(id).error is None


def test_a_released_document_waits_as_if_it_had_never_been_claimed(catalog: Catalog):
    id = post(catalog, ADA)[0].id
    for _ in range(5):
        catalog.queue.release("worker", claim(catalog))

    row = catalog.documents.get(id)
    assert (row.status, row.attempt) == ("queued", 0)


def test_the_queue_is_due_when_a_claim_would_find_something(catalog: Catalog, clock: Clock):
    assert not catalog.queue.due()
    post(catalog, ADA)
    assert catalog.queue.due()

    claim(catalog, lease_s=30)

    assert not catalog.queue.due()
    clock.turn(31)
    assert catalog.queue.due()


def test_threads_never_claim_a_document_twice(catalog: Catalog):
    post(catalog, *(f"Text {n}." for n in range(300)))

    def work(owner: int) -> list[str]:
        taken: list[str] = []
        while batch := claim(catalog, f"worker {owner}", limit=7) or catalog.queue.due():
            if batch is not True:
                taken += ids(batch)
                catalog.queue.finish(f"worker {owner}", extractions(batch))
        return taken

    with ThreadPoolExecutor(6) as pool:
        taken = Counter(id for worker in pool.map(work, range(6)) for id in worker)

    assert len(taken) == 300
    assert set(taken.values()) == {1}
    assert catalog.documents.counts() == {"extracted": 300}


def claiming(url: str, name: str, printed: Path) -> Forked:
    with printed.open("w") as out:
        return fork(CLAIM_ALL, [url, name], cwd=ROOT, env=kg_environment(), stdout=out.fileno())


CLAIM_ALL = """
import sys
from kg.catalog import Catalog
catalog = Catalog.open(sys.argv[1])
while batch := catalog.queue.claim(owner=sys.argv[2], characters=10**6, limit=5, lease_s=60) or catalog.queue.due():
    if batch is not True:
        print(*(claim.document.id for claim in batch), sep="\\n")
"""


def test_processes_never_claim_a_document_twice(url: str, catalog: Catalog, tmp_path: Path):
    post(catalog, *(f"Text {n}." for n in range(200)))

    names = [f"worker {n}" for n in range(3)]
    workers = [claiming(url, name, tmp_path / name) for name in names]
    ended = [worker.wait(120) for worker in workers]

    assert ended == [0, 0, 0]
    taken = Counter(id for name in names for id in (tmp_path / name).read_text().split())
    assert len(taken) == 200
    assert set(taken.values()) == {1}


def test_a_cancelled_job_leaves_the_queue_empty(catalog: Catalog):
    job = catalog.jobs.create("test")
    id = post(catalog, ADA, BOB, job=job)[0].id
    catalog.jobs.cancel(job)

    assert not catalog.queue.due()
    assert claim(catalog) == []
    assert status(catalog, id) == "cancelled"
