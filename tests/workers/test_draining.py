"""The drain loop, on a real catalog, with extractors that misbehave."""

import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace

import pytest

from kg import observing
from kg.catalog import Catalog
from kg.catalog.rows import Claim, DocumentRow, NewDocument
from kg.errors import CatalogUnavailable, ModelError, TransientError
from kg.records import Document, Entity, Extraction, Iri
from kg.settings import Settings
from tests.workers.extractors import Fake, raising
from workers.drain import Drain

NEVER = threading.Event()


def post(catalog: Catalog, *texts: str) -> list[str]:
    """Post texts in a job of their own; returns their ids."""
    receipts = catalog.documents.add(list(map(NewDocument, texts)), job=catalog.jobs.create("test"))
    return [receipt.id for receipt in receipts]


def texts(n: int) -> list[str]:
    return [f"Person N{i} was born in Paris." for i in range(n)]


def rows(catalog: Catalog, ids: Sequence[str]) -> list[DocumentRow]:
    return [catalog.documents.get(id) for id in ids]


def drain(catalog: Catalog, extractor: Fake, settings: Settings, owner: str = "w") -> Drain:
    return Drain(catalog, extractor, owner, settings)


def nothing(documents: Sequence[Document]) -> None:
    """Lets every batch pass."""


def test_everything_that_waits_is_read(catalog: Catalog, settings: Settings):
    ids = post(catalog, *texts(30))

    kept = drain(catalog, Fake(nothing), settings).run_once(NEVER)

    assert kept == 30
    assert {row.status for row in rows(catalog, ids)} == {"extracted"}
    assert all(len(catalog.findings.of_document(id)) == 1 for id in ids)


def test_a_batch_holds_as_many_characters_as_the_settings_say(catalog: Catalog, settings: Settings):
    post(catalog, "a" * 30, "b" * 30, "c" * 50, "d" * 200, "e")
    extractor = Fake(nothing)

    drain(catalog, extractor, settings.model_copy(update={"batch_characters": 60})).run_once(NEVER)

    assert [[text[0] for text in batch] for batch in extractor.batches] == [
        ["a", "b"],
        ["c"],
        ["d"],
        ["e"],
    ]


@pytest.mark.parametrize(
    ("error", "message"),
    [(ModelError("Cannot read that."), "Cannot read that."), (IndexError("4"), "IndexError: 4")],
)
def test_a_poison_document_fails_alone_with_its_error(
    catalog: Catalog, settings: Settings, error: Exception, message: str
):
    ids = post(catalog, *texts(10), "poison", *texts(20)[10:])

    kept = drain(catalog, raising(error), settings).run_once(NEVER)

    failed = [row for row in rows(catalog, ids) if row.status != "extracted"]
    assert kept == 20
    assert [(row.id, row.status, row.error) for row in failed] == [(ids[10], "failed", message)]


def test_what_may_pass_later_is_tried_again(catalog: Catalog, settings: Settings):
    [id] = post(catalog, "poison")
    drain(catalog, raising(TransientError("The model is busy.")), settings).run_once(NEVER)

    [row] = rows(catalog, [id])
    assert (row.status, row.attempt, row.error) == ("queued", 1, "The model is busy.")
    assert not catalog.queue.due()


def test_an_extractor_that_drops_a_document_is_caught(catalog: Catalog, settings: Settings):
    class Forgetful(Fake):
        def extract(self, documents: Sequence[Document], **_: object) -> list[Extraction]:
            return super().extract(documents)[1:]

    ids = post(catalog, *texts(2))

    drain(catalog, Forgetful(nothing), settings).run_once(NEVER)

    assert {row.error for row in rows(catalog, ids)} == {"0 extractions for 1 documents."}


def test_findings_that_the_database_refuses_fail_alone(catalog: Catalog, settings: Settings):
    class Wrong(Fake):
        def extract(self, documents: Sequence[Document], **_: object) -> list[Extraction]:
            found = super().extract(documents)
            nameless = Entity(Iri("urn:x"), "x", None)  # type: ignore[arg-type]
            return [
                replace(one, entities=(nameless,)) if "poison" in document.text else one
                for document, one in zip(documents, found, strict=True)
            ]

    ids = post(catalog, *texts(5), "poison")
    extractor = Wrong(nothing)

    assert drain(catalog, extractor, settings).run_once(NEVER) == 5

    [*others, poison] = rows(catalog, ids)
    assert {row.status for row in others} == {"extracted"}
    assert poison.status == "failed"
    assert "IntegrityError" in (poison.error or "")
    assert len(extractor.batches) == 1


def test_a_batch_too_large_for_the_memory_is_halved_and_so_are_the_next(
    catalog: Catalog, settings: Settings
):
    def check(documents: Sequence[Document]) -> None:
        if len(documents) > 4:
            raise MemoryError

    post(catalog, *(f"{n:02}" * 500 for n in range(40)))
    extractor = Fake(check)
    small = settings.model_copy(update={"batch_characters": 8_000})

    assert drain(catalog, extractor, small).run_once(NEVER) == 40

    sizes = [len(batch) for batch in extractor.batches]
    assert sizes[:4] == [8, 4, 4, 4]
    assert sizes.count(8) == 1


def test_one_document_too_large_for_the_memory_is_tried_again(catalog: Catalog, settings: Settings):
    ids = post(catalog, "poison", "fine")

    drain(catalog, raising(MemoryError()), settings).run_once(NEVER)

    too_large, fine = rows(catalog, ids)
    assert (too_large.status, fine.status) == ("queued", "extracted")
    assert "memory ran out" in (too_large.error or "")


def test_a_stop_between_batches_leaves_the_rest_in_the_queue(catalog: Catalog, settings: Settings):
    stop = threading.Event()
    ids = post(catalog, "a" * 100, "b" * 100)
    small = settings.model_copy(update={"batch_characters": 100})

    kept = drain(catalog, Fake(lambda _: stop.set()), small).run_once(stop)

    assert kept == 1
    assert [(row.status, row.attempt) for row in rows(catalog, ids)] == [
        ("extracted", 1),
        ("queued", 0),
    ]


def test_a_stop_between_halves_hands_the_other_half_back(catalog: Catalog, settings: Settings):
    stop = threading.Event()

    def check(documents: Sequence[Document]) -> None:
        if len(documents) > 2:
            raise ValueError
        stop.set()

    ids = post(catalog, *texts(4))

    assert drain(catalog, Fake(check), settings).run_once(stop) == 2

    assert [(row.status, row.attempt) for row in rows(catalog, ids)[2:]] == [("queued", 0)] * 2


def test_a_pass_ends_after_its_time(catalog: Catalog, settings: Settings):
    post(catalog, "a" * 100, "b" * 100)
    small = settings.model_copy(update={"batch_characters": 100})

    kept = drain(catalog, Fake(lambda _: time.sleep(0.05)), small).run_once(NEVER, for_s=0.04)

    assert kept == 1
    assert catalog.queue.due()


def test_a_long_batch_keeps_its_lease(catalog: Catalog, settings: Settings):
    [id] = post(catalog, "long")
    short = settings.model_copy(update={"lease_s": 0.3})
    thieves: list[int] = []

    def read(_: Sequence[Document]) -> None:
        for _step in range(10):
            time.sleep(0.1)
            thieves.append(drain(catalog, Fake(nothing), short, "thief").run_once(NEVER))

    assert drain(catalog, Fake(read), short).run_once(NEVER) == 1

    assert thieves == [0] * 10
    assert rows(catalog, [id])[0].attempt == 1


def test_what_is_cancelled_while_it_is_read_is_dropped(catalog: Catalog, settings: Settings):
    job = catalog.jobs.create("test")
    catalog.documents.add([NewDocument(text) for text in texts(4)], job=job)

    kept = drain(catalog, Fake(lambda _: catalog.jobs.cancel(job)), settings).run_once(NEVER)

    assert kept == 0
    assert catalog.documents.counts() == {"cancelled": 4}


def test_what_is_cancelled_before_its_half_is_read_is_not_read_at_all(
    catalog: Catalog, settings: Settings
):
    job = catalog.jobs.create("test")
    catalog.documents.add([NewDocument(text) for text in texts(4)], job=job)
    fast = settings.model_copy(update={"sweep_s": 0.02})

    def check(documents: Sequence[Document]) -> None:
        catalog.jobs.cancel(job)
        time.sleep(0.3)  # a renewal comes by
        raise ValueError

    extractor = Fake(check)
    drain(catalog, extractor, fast).run_once(NEVER)

    assert [len(batch) for batch in extractor.batches] == [4]


def test_findings_wait_for_a_database_that_is_away(catalog: Catalog, settings: Settings):
    [id] = post(catalog, *texts(1))
    finish = catalog.queue.finish
    away = iter([True, False])

    def fail_once(owner: str, done: Sequence[tuple[Claim, Extraction]]) -> int:
        if next(away):
            raise CatalogUnavailable("away")
        return finish(owner, done)

    catalog.queue.finish = fail_once  # type: ignore[method-assign]
    extractor = Fake(nothing)

    assert drain(catalog, extractor, settings).run_once(NEVER) == 1

    assert len(extractor.batches) == 1
    assert rows(catalog, [id])[0].status == "extracted"


def test_batches_are_announced(catalog: Catalog, settings: Settings):
    post(catalog, *texts(3))
    announced: list[str] = []
    extractor = Fake(nothing)

    Drain(catalog, extractor, "w", settings, on_batch=lambda: announced.append("batch")).run_once(
        NEVER
    )

    # a machine that stands still for a moment may read them in more batches than one
    assert extractor.batches
    assert len(announced) == len(extractor.batches)


def test_a_document_that_takes_too_long_fails_alone_and_says_so(
    catalog: Catalog, settings: Settings
):
    def read(document: Document) -> None:
        if "slow" in document.text:
            time.sleep(0.6)

    ids = post(catalog, *texts(4), "slow")
    hasty = settings.model_copy(update={"document_timeout_s": 0.5})

    kept = drain(catalog, Fake(nothing, read), hasty).run_once(NEVER)

    *others, slow = rows(catalog, ids)
    assert kept == 4
    assert {row.status for row in others} == {"extracted"}
    assert (slow.status, slow.attempt) == ("failed", 1)
    assert "KG_DOCUMENT_TIMEOUT_S" in (slow.error or "")


def test_what_is_cancelled_is_broken_off_in_the_middle(catalog: Catalog, settings: Settings):
    job = catalog.jobs.create("test")
    catalog.documents.add([NewDocument(text) for text in texts(200)], job=job)
    read: list[str] = []

    def one(document: Document) -> None:
        read.append(document.id)
        if len(read) == 2:
            catalog.jobs.cancel(job)
        time.sleep(0.02)

    brisk = settings.model_copy(update={"sweep_s": 0.02})
    assert drain(catalog, Fake(nothing, one), brisk).run_once(NEVER) == 0

    assert len(read) < 200
    assert catalog.documents.counts() == {"cancelled": 200}


def test_a_batch_that_does_not_come_back_is_left_to_others(catalog: Catalog, settings: Settings):
    stuck, go_on = threading.Event(), threading.Event()
    post(catalog, *texts(3))
    hasty = settings.model_copy(update={"document_timeout_s": 0.05, "sweep_s": 0.02})
    slow = Fake(lambda _: go_on.wait(10))
    drain_ = Drain(catalog, slow, "w", hasty, on_stuck=stuck.set)
    reader = threading.Thread(target=drain_.run_once, args=(NEVER,), kwargs={"for_s": 0.01})

    reader.start()
    assert stuck.wait(10)
    kept = drain(catalog, Fake(nothing), settings, "other").run_once(NEVER)
    go_on.set()
    reader.join(10)

    assert kept == 3
    assert {row.attempt for row in catalog.documents.page().items} == {2}


class Outcomes:
    """Hears what became of documents."""

    def __init__(self) -> None:
        self.heard: Counter[str] = Counter()

    def stage(self, name: str, documents: Sequence[str], jobs: Sequence[str]) -> nullcontext[None]:
        return nullcontext()

    def count(self, name: str, number: float, kind: str) -> None:
        if name == "documents":
            self.heard[kind] += int(number)

    def measure(self, name: str, value: float) -> None: ...

    def begin_job(self, job: str) -> None: ...


def test_every_document_of_a_batch_is_counted_once_whatever_becomes_of_it(
    catalog: Catalog, settings: Settings
):
    post(catalog, *texts(3), "poison")
    cancelled = catalog.jobs.create("test")
    catalog.documents.add(list(map(NewDocument, ["Cancelled a.", "Cancelled b."])), job=cancelled)
    outcomes = Outcomes()
    end = observing.watch(outcomes)

    def whims(documents: Sequence[Document]) -> None:
        catalog.jobs.cancel(cancelled)
        if any(document.text == "poison" for document in documents):
            raise ModelError("Cannot read that.")

    drain(catalog, Fake(whims), settings).run_once(NEVER)
    end()

    assert outcomes.heard == {"read": 3, "failed": 1, "overtaken": 2}
