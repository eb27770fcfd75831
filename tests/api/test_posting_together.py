"""What many clients post at once goes into few transactions, and each is answered for itself."""

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from api.intake.together import Together
from kg.catalog import Catalog
from kg.catalog.posts import Post
from kg.catalog.rows import NewDocument, Receipt
from kg.errors import CatalogUnavailable


class Documents:
    """The real documents, whose transactions are counted and can be held up or made to fail."""

    def __init__(self, catalog: Catalog) -> None:
        self._real = catalog.documents
        self.batches: list[list[str]] = []
        self.fails: Callable[[list[str]], Exception | None] = lambda texts: None
        self.open = threading.Event()
        self.open.set()

    def take(self, posts: Sequence[Post]) -> list[list[Receipt]]:
        texts = [document.text for post in posts for document in post.documents]
        self.batches.append(texts)
        assert self.open.wait(30)
        if error := self.fails(texts):
            raise error
        return self._real.take(posts)


class Bell:
    """Counts how often the worker was woken."""

    def __init__(self) -> None:
        self.rung = 0

    def wake(self) -> None:
        self.rung += 1


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    catalog = Catalog.open(f"sqlite:///{tmp_path / 'catalog.sqlite'}")
    yield catalog
    catalog.close()


@pytest.fixture
def documents(catalog: Catalog) -> Documents:
    return Documents(catalog)


@pytest.fixture
def bell() -> Bell:
    return Bell()


def gathered(catalog: Catalog, documents: Documents, bell: Bell) -> Together:
    seen: Any = SimpleNamespace(jobs=catalog.jobs, documents=documents)
    return Together(seen, bell)


async def post_while_busy(together: Together, documents: Documents, *texts: str) -> list[Any]:
    """Post the first text, and the others while it is being written; returns answers and errors."""
    documents.open.clear()
    posts = [asyncio.create_task(together.take(NewDocument(text), "json")) for text in texts]
    while not documents.batches:
        await asyncio.sleep(0.005)
    documents.open.set()
    return await asyncio.gather(*posts, return_exceptions=True)


def test_what_comes_while_a_post_is_written_goes_into_the_next_transaction(
    catalog: Catalog, documents: Documents, bell: Bell
):
    texts = [f"Text {n}." for n in range(30)]

    answers = asyncio.run(post_while_busy(gathered(catalog, documents, bell), documents, *texts))

    assert documents.batches == [texts[:1], texts[1:]]
    assert bell.rung == 2
    assert len({job for job, _ in answers}) == 30
    assert [catalog.documents.text(receipt.id) for _, receipt in answers] == texts
    assert {catalog.jobs.progress(job).documents for job, _ in answers} == {1}


def test_nobody_is_answered_before_the_document_is_committed(
    catalog: Catalog, documents: Documents, bell: Bell
):
    async def post(together: Together, n: int) -> str:
        _, receipt = await together.take(NewDocument(f"Text {n}."), "json")
        return catalog.documents.get(receipt.id).status

    async def all_at_once() -> list[str]:
        together = gathered(catalog, documents, bell)
        return await asyncio.gather(*(post(together, n) for n in range(100)))

    assert asyncio.run(all_at_once()) == ["queued"] * 100
    assert len(documents.batches) < 10


def test_one_text_of_two_clients_is_one_document_of_two_jobs(
    catalog: Catalog, documents: Documents, bell: Bell
):
    together = gathered(catalog, documents, bell)

    answers = asyncio.run(post_while_busy(together, documents, "First.", "Same.", "Same."))

    (one, first), (other, second) = answers[1:]
    assert (first.duplicate, second.duplicate) == (False, True)
    assert first.id == second.id
    assert one != other
    assert catalog.jobs.progress(other).duplicates == 1


def test_a_database_that_is_away_is_told_to_everybody_and_the_next_post_is_taken(
    catalog: Catalog, documents: Documents, bell: Bell
):
    async def away_and_back() -> tuple[list[Any], Any]:
        together = gathered(catalog, documents, bell)
        documents.fails = lambda texts: CatalogUnavailable("away")
        errors = await post_while_busy(together, documents, "One.", "Two.", "Three.")
        documents.fails = lambda texts: None
        return errors, await together.take(NewDocument("Four."), "json")

    errors, (_, receipt) = asyncio.run(away_and_back())

    assert [type(error) for error in errors] == [CatalogUnavailable] * 3
    assert len(documents.batches) == 3
    assert catalog.documents.counts() == {"queued": 1}
    assert catalog.documents.text(receipt.id) == "Four."


def test_a_document_that_cannot_be_written_spoils_no_other(
    catalog: Catalog, documents: Documents, bell: Bell
):
    documents.fails = lambda texts: ValueError("spoilt") if "Bad." in texts else None
    together = gathered(catalog, documents, bell)

    answers = asyncio.run(
        post_while_busy(together, documents, "First.", "Good.", "Bad.", "Better.")
    )

    assert [type(answer) for answer in answers] == [tuple, tuple, ValueError, tuple]
    assert catalog.documents.counts() == {"queued": 3}


def test_a_client_that_goes_away_keeps_nobody_waiting_and_its_document_stays(
    catalog: Catalog, documents: Documents, bell: Bell
):
    async def one_leaves() -> list[Any]:
        together = gathered(catalog, documents, bell)
        documents.open.clear()
        posts = [
            asyncio.create_task(together.take(NewDocument(text), "json"))
            for text in ("One.", "Two.", "Three.")
        ]
        while not documents.batches:
            await asyncio.sleep(0.005)
        posts[0].cancel()
        await asyncio.sleep(0)
        documents.open.set()
        return await asyncio.gather(*posts, return_exceptions=True)

    answers = asyncio.run(one_leaves())

    assert [type(answer) for answer in answers] == [asyncio.CancelledError, tuple, tuple]
    assert catalog.documents.counts() == {"queued": 3}
