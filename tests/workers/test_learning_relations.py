"""Relations that are taught while workers read: found from the next batch on, whichever model reads."""

from pathlib import Path

import pytest

from kg.catalog import Catalog
from kg.errors import CatalogUnavailable
from kg.extraction.extractor import Extractor
from kg.extraction.scripted import ScriptedExtractor
from kg.extraction.sought import Sought
from kg.iris import Minter
from kg.model.adding import add
from kg.model.registry import Registry, read_config
from kg.ontology.taught import MarkedSentence, TaughtRelation
from kg.records import Document, ModelVersion, Span
from kg.settings import Settings
from tests.checkpoints import named, save_hollow
from workers.active import ActiveExtractor

MINTER = Minter("http://kg.test/")
DOCUMENT = Document("d", "Ann Lee captains United. Ann Lee was born in Leeds.")
BORN = "http://www.wikidata.org/prop/direct/P19"
CAPTAIN = TaughtRelation(
    id="captain_of",
    iri=MINTER.relation("captain_of"),
    name="captain of",
    description="",
    domain=("person",),
    range=(),
    examples=(MarkedSentence("Bo captains City.", Span(0, 2), Span(12, 16)),),
)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"extractor": "neural"})


def teachable(settings: Settings) -> Extractor:
    """A teachable extractor that names the checkpoint it was built for."""
    extractor = ScriptedExtractor(MINTER)
    if settings.model is not None:
        config = read_config(settings.model)
        extractor.model = ModelVersion(config.name, config.version)  # type: ignore[misc]
    return extractor


def predicates(extractor: Extractor) -> set[str]:
    (found,) = extractor.extract([DOCUMENT])
    return {one.statement.predicate for one in found.evidence}


def test_what_is_taught_is_found_in_the_next_batch_and_what_is_forgotten_no_more(
    catalog: Catalog, settings: Settings
):
    extractor = ActiveExtractor.load(settings, catalog.models, teachable, catalog.taught)
    before = predicates(extractor)
    catalog.taught.add(CAPTAIN)
    after = predicates(extractor)
    catalog.taught.forget("captain_of", CAPTAIN.iri)

    assert (before, after) == ({BORN}, {BORN, CAPTAIN.iri})
    assert predicates(extractor) == {BORN}


def test_another_model_is_taught_the_same(catalog: Catalog, settings: Settings, tmp_path: Path):
    add(Registry(settings.models_path), save_hollow(tmp_path / "run", "m", "1"), lambda _: None)
    built: list[Path | None] = []

    def build(chosen: Settings) -> Extractor:
        built.append(chosen.model)
        return teachable(chosen)

    extractor = ActiveExtractor.load(settings, catalog.models, build, catalog.taught)
    catalog.taught.add(CAPTAIN)
    first = predicates(extractor)
    catalog.models.choose("m-1")

    assert first == predicates(extractor) == {BORN, CAPTAIN.iri}
    assert len(built) == 2


def test_an_extractor_that_cannot_learn_reads_on_with_its_own_relations(
    catalog: Catalog, settings: Settings
):
    catalog.taught.add(CAPTAIN)
    extractor = ActiveExtractor.load(settings, catalog.models, named, catalog.taught)

    assert predicates(extractor) == {BORN}


def test_an_example_that_a_model_fails_on_stops_nothing(catalog: Catalog, settings: Settings):
    class Stubborn(ScriptedExtractor):
        def looking_for(self, sought: Sought) -> ScriptedExtractor:
            raise ValueError("no")

    catalog.taught.add(CAPTAIN)
    extractor = ActiveExtractor.load(
        settings, catalog.models, lambda _: Stubborn(MINTER), catalog.taught
    )

    assert predicates(extractor) == {BORN}


def test_a_database_that_is_away_leaves_what_was_taught(
    catalog: Catalog, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    catalog.taught.add(CAPTAIN)
    extractor = ActiveExtractor.load(settings, catalog.models, teachable, catalog.taught)
    before = predicates(extractor)

    def away(workspace: str = "main") -> tuple[int, int]:
        raise CatalogUnavailable("away")

    monkeypatch.setattr(catalog.taught, "revision", away)

    assert predicates(extractor) == before == {BORN, CAPTAIN.iri}
