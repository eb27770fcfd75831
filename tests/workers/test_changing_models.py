"""Another model is chosen while workers read: they change over, and no document notices."""

import gc
import weakref
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa

from kg.catalog import Catalog
from kg.catalog.engine import open_engine
from kg.catalog.rows import NewDocument
from kg.errors import CatalogUnavailable, ModelError
from kg.extraction.extractor import Extractor
from kg.model.adding import add, remove
from kg.model.checkpoint import load
from kg.model.registry import Registry
from kg.records import Document
from kg.settings import Settings
from tests.checkpoints import named, save_hollow, save_tiny
from tests.encoders import save_tiny_encoder
from tests.services import PostgreSQL, Redis
from tests.workers.processes import WorkerProcess, wait_until
from workers import active
from workers.active import ActiveExtractor, Build
from workers.choice import as_chosen
from workers.client import CeleryWaker
from workers.local import LocalWorker

SLOW_AND_NAMED = "tests.workers.extractors:slow_and_named"
ADA = Document("ada", "Ada was born in Rome.")


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"extractor": "neural"})


@pytest.fixture
def registry(settings: Settings, tmp_path: Path) -> Registry:
    """A registry that holds two models that only have names."""
    found = Registry(settings.models_path)
    for version in ("1", "2"):
        add(found, save_hollow(tmp_path / "runs" / version, "m", version), lambda _: None)
    return found


def post(catalog: Catalog, *texts: str) -> list[str]:
    job = catalog.jobs.create("test")
    return [one.id for one in catalog.documents.add([NewDocument(text) for text in texts], job=job)]


def people(numbers: range) -> list[str]:
    return [f"Person N{i} was born in Paris. Person N{i} works for Acme." for i in numbers]


def start_following(catalog: Catalog, settings: Settings, build: Build) -> LocalWorker:
    """Start a worker in this process that reads with the chosen model."""
    worker = LocalWorker(
        catalog, settings, lambda: ActiveExtractor.load(settings, catalog.models, build)
    )
    worker.start()
    return worker


def speaker(extractor: Extractor) -> str:
    """Return the model that a document is read with now."""
    (extraction,) = extractor.extract([ADA])
    return f"{extraction.model.name}-{extraction.model.version}"


def test_the_next_batch_after_a_choice_is_read_with_it(
    catalog: Catalog, settings: Settings, registry: Registry
):
    extractor = ActiveExtractor.load(settings, catalog.models, named)
    spoke = [speaker(extractor)]

    for choice in ("m-1", "m-2", None):
        catalog.models.choose(choice)
        spoke.append(speaker(extractor))
    catalog.models.roll_back("m-2")
    spoke.append(speaker(extractor))

    assert spoke == ["shipped-0", "m-1", "m-2", "shipped-0", "m-2"]


def test_the_same_choice_is_loaded_once(catalog: Catalog, settings: Settings, registry: Registry):
    loaded: list[Path | None] = []

    def build(chosen: Settings) -> Extractor:
        loaded.append(chosen.model)
        return named(chosen)

    extractor = ActiveExtractor.load(settings, catalog.models, build)
    catalog.models.choose("m-1")
    for _ in range(3):
        extractor.extract([ADA])

    assert loaded == [None, registry.find("m-1").folder]


def test_the_old_model_is_dropped(catalog: Catalog, settings: Settings, registry: Registry):
    built: list[weakref.ref[Extractor]] = []

    def build(chosen: Settings) -> Extractor:
        extractor = named(chosen)
        extractor.itself = extractor  # type: ignore[attr-defined]
        built.append(weakref.ref(extractor))
        return extractor

    gc.disable()
    extractor = ActiveExtractor.load(settings, catalog.models, build)
    catalog.models.choose("m-1")
    extractor.follow()
    gc.enable()

    assert [one() is None for one in built] == [True, False]


def test_a_model_that_cannot_be_loaded_leaves_the_old_one_reading_and_says_so(
    catalog: Catalog, settings: Settings, registry: Registry, monkeypatch: pytest.MonkeyPatch
):
    tries: list[Path | None] = []
    broken = True

    def build(chosen: Settings) -> Extractor:
        tries.append(chosen.model)
        if broken and chosen.model == registry.find("m-2").folder:
            raise MemoryError("no room")
        return named(chosen)

    catalog.models.choose("m-1")
    extractor = ActiveExtractor.load(settings, catalog.models, build)
    catalog.models.choose("m-2")
    spoke = [speaker(extractor), speaker(extractor)]

    assert spoke == ["m-1", "m-1"]
    assert extractor.problem == "no room"
    assert len(tries) == 2, "it is not tried again at every batch"
    broken = False
    monkeypatch.setattr(active, "_AGAIN_S", 0.0)
    catalog.models.choose("m-1")
    extractor.follow()
    assert extractor.problem is None
    catalog.models.choose("m-2")
    assert speaker(extractor) == "m-2"


def test_a_model_that_is_not_on_this_machine_is_named_with_the_place(
    catalog: Catalog, settings: Settings, registry: Registry
):
    extractor = ActiveExtractor.load(settings, catalog.models, named)
    catalog.models.choose("m-3")

    assert speaker(extractor) == "shipped-0"
    assert "m-3" in (extractor.problem or "")
    assert "KG_MODELS" in (extractor.problem or "")


def test_kg_model_wins_over_every_choice(catalog: Catalog, settings: Settings, registry: Registry):
    fixed = settings.model_copy(update={"model": registry.find("m-1").folder})
    extractor = ActiveExtractor.load(fixed, catalog.models, named)

    catalog.models.choose("m-2")

    assert speaker(extractor) == "m-1"


def test_a_database_that_is_away_leaves_the_model_as_it_is(
    catalog: Catalog, settings: Settings, registry: Registry
):
    extractor = ActiveExtractor.load(settings, catalog.models, named)

    def away() -> str | None:
        raise CatalogUnavailable("away")

    catalog.models.chosen = away  # type: ignore[method-assign]

    assert speaker(extractor) == "shipped-0"


def test_a_process_that_reads_once_takes_the_model_of_its_catalog_if_it_has_one(
    catalog: Catalog, settings: Settings, registry: Registry, tmp_path: Path
):
    empty = settings.model_copy(update={"data": tmp_path / "empty"})
    catalog.models.choose("m-2")

    assert as_chosen(settings).model == registry.find("m-2").folder
    assert as_chosen(empty).model is None
    assert not empty.data.exists()


def test_real_networks_change_places(catalog: Catalog, settings: Settings, tmp_path: Path):
    registry, encoder = Registry(settings.models_path), save_tiny_encoder(tmp_path / "encoder")
    for version in ("1", "2"):
        add(registry, save_tiny(tmp_path / version, encoder, "tiny", version), load)
    catalog.models.choose("tiny-1")
    extractor = ActiveExtractor.load(settings, catalog.models)
    spoke = [speaker(extractor)]

    catalog.models.choose("tiny-2")
    spoke.append(speaker(extractor))

    assert spoke == ["tiny-1", "tiny-2"]


def test_an_idle_worker_changes_over_and_signs_with_the_new_model(
    catalog: Catalog, settings: Settings, registry: Registry
):
    worker = start_following(catalog, settings, named)
    wait_until(lambda: [one.model for one in catalog.workers.alive(60)] == ["shipped 0"])

    catalog.models.choose("m-1")
    wait_until(lambda: [one.model for one in catalog.workers.alive(60)] == ["m 1"])
    catalog.models.choose("m-3")
    wait_until(lambda: any(one.problem for one in catalog.workers.alive(60)))

    [row] = catalog.workers.alive(60)
    assert row.model == "m 1"
    assert "m-3" in (row.problem or "")
    worker.stop()


def test_a_worker_whose_first_model_cannot_be_had_begins_when_another_is_chosen(
    catalog: Catalog, settings: Settings, registry: Registry, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("workers.local._AGAIN_S", 0.1)
    catalog.models.choose("m-2")
    remove(registry, registry.find("m-2"))
    post(catalog, *people(range(3)))
    worker = start_following(catalog, settings, named)
    wait_until(lambda: isinstance(worker.failure, ModelError))

    catalog.models.choose("m-1")

    wait_until(lambda: catalog.documents.counts() == {"extracted": 3})
    assert worker.failure is None
    worker.stop()


def test_each_document_is_read_wholly_by_one_model(
    catalog: Catalog, settings: Settings, registry: Registry
):
    def choose_midway(documents: Sequence[Document]) -> None:
        if any("poison" in document.text for document in documents):
            catalog.models.choose("m-2")
            raise ModelError("poison")

    catalog.models.choose("m-1")
    post(catalog, *people(range(4)), "poison", *people(range(4, 8)))
    worker = start_following(catalog, settings, lambda chosen: named(chosen, choose_midway))
    wait_until(lambda: catalog.documents.counts() == {"extracted": 8, "failed": 1})
    worker.stop()

    assert sum(catalog.models.read_by().values()) == 8
    assert {one.version for one in catalog.models.read_by()} <= {"1", "2"}


def pieces_by_document(url: str) -> list[int]:
    """Return how many pieces of evidence each document has."""
    engine = open_engine(url)
    with engine.connect() as connection:
        counted = connection.execute(
            sa.text("SELECT count(*) FROM evidence GROUP BY document")
        ).scalars()
        found = list(counted)
    engine.dispose()
    return found


def test_celery_workers_change_models_in_mid_stream_and_lose_and_double_nothing(
    postgresql: PostgreSQL,
    redis_in_private: Redis,
    registry: Registry,
    start_worker: Callable[..., WorkerProcess],
):
    url = postgresql.new_database()
    catalog = Catalog.open(url)
    catalog.models.choose("m-1")
    for _ in range(2):
        start_worker(
            database_url=url,
            redis_url=redis_in_private.url,
            models=str(registry.folder),
            extractor=SLOW_AND_NAMED,
            batch_characters="600",
            sweep_s="0.5",
        )
    wait_until(lambda: [one.model for one in catalog.workers.alive(60)] == ["m 1"] * 2)
    waker = CeleryWaker(redis_in_private.url)
    first = post(catalog, *people(range(200)))
    waker.wake()
    wait_until(lambda: catalog.documents.counts().get("extracted", 0) >= 60)

    catalog.models.choose("m-2")
    wait_until(lambda: [one.model for one in catalog.workers.alive(60)] == ["m 2"] * 2)
    midway = catalog.documents.counts()
    later = post(catalog, *people(range(200, 240)))
    waker.wake()
    wait_until(lambda: catalog.documents.counts() == {"extracted": 240})

    by = Counter(catalog.documents.get(id).model_version for id in first)
    assert set(by) == {"1", "2"}, f"the change came too late: {midway}"
    assert by.total() == 200
    assert {catalog.documents.get(id).model_version for id in later} == {"2"}
    assert {catalog.documents.get(id).attempt for id in [*first, *later]} == {1}
    assert pieces_by_document(url) == [2] * 240
    named_by_statements = {
        (row.model, row.version) for id in first for row in catalog.findings.of_document(id)
    }
    assert named_by_statements == {("m", "1"), ("m", "2")}

    queued = catalog.models.reread(
        next(one for one in catalog.models.read_by() if one.version == "2")
    )
    waker.wake()
    wait_until(lambda: catalog.documents.counts() == {"extracted": 240})

    assert queued.documents == by["1"]
    assert {one.version: n for one, n in catalog.models.read_by().items()} == {"2": 240}
    assert pieces_by_document(url) == [2] * 240
    waker.close()
    catalog.close()
