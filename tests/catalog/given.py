"""What the tests of the catalog have in common: a clock that they turn, and workers that do as they are told."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import sqlalchemy as sa

from kg.catalog import Catalog
from kg.catalog.engine import open_engine
from kg.catalog.rows import Claim, NewDocument, Receipt
from kg.extraction.scripted import ScriptedExtractor
from kg.iris import Minter
from kg.records import DEFAULT_WORKSPACE, Extraction

MINTER = Minter("http://kg.test/")
SCRIPTED = ScriptedExtractor(MINTER)

ADA = "Ada Lovelace works for Acme Corp."
BOB = "Bob Stone was born in Paris."


class Clock:
    """Stands still until it is turned. Calling it returns milliseconds."""

    def __init__(self) -> None:
        self.now = 1_700_000_000_000

    def __call__(self) -> int:
        return self.now

    def turn(self, seconds: float) -> None:
        self.now += round(seconds * 1000)


@contextmanager
def opened(url: str) -> Iterator[sa.Connection]:
    """A connection beside the catalog's own, in a transaction."""
    engine = open_engine(url)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def post(
    catalog: Catalog,
    *documents: str | NewDocument,
    job: str | None = None,
    workspace: str = DEFAULT_WORKSPACE,
    priority: int = 0,
) -> list[Receipt]:
    """Post documents, or just texts, in one batch."""
    new = [NewDocument(each) if isinstance(each, str) else each for each in documents]
    job = job or catalog.jobs.create("test", workspace)
    return catalog.documents.add(new, job=job, workspace=workspace, priority=priority)


def put(catalog: Catalog, document: NewDocument, job: str | None = None) -> Receipt:
    return catalog.documents.replace(document, job=job or catalog.jobs.create("test"))


def claim(
    catalog: Catalog,
    owner: str = "worker",
    *,
    characters: int = 1_000_000,
    limit: int = 1000,
    lease_s: float = 60.0,
) -> list[Claim]:
    return catalog.queue.claim(
        owner=owner, characters=characters, limit=limit, lease_s=lease_s, max_attempts=3
    )


def extractions(claims: Sequence[Claim]) -> list[tuple[Claim, Extraction]]:
    """Read claimed documents by script."""
    found = SCRIPTED.extract([claim.document for claim in claims])
    return list(zip(claims, found, strict=True))


def read(catalog: Catalog) -> int:
    """Be a worker: read everything that waits; returns how many documents were kept."""
    return catalog.queue.finish("worker", extractions(claim(catalog)))


def follow(catalog: Catalog) -> int:
    """Be the projector: settle what is pending; returns how many documents that were."""
    pending = catalog.projections.pending(1000)
    catalog.projections.settle(pending)
    return len(pending)


def fail(catalog: Catalog, error: str = "It could not be read.") -> None:
    """Be a worker for whom everything that waits fails for good."""
    for each in claim(catalog):
        catalog.queue.fail("worker", each, error, retry_in_s=None)


def status(catalog: Catalog, id: str) -> str:
    return catalog.documents.get(id).status


def ids(claims: Sequence[Claim]) -> list[str]:
    return [each.document.id for each in claims]
