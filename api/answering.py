"""How one running service answers questions: over its catalog and its graph, in its model's space."""

from collections.abc import Callable, Sequence

from kg.answers.asking import Asker
from kg.answers.graph import StoreGraph
from kg.answers.phrasing import Phraser
from kg.answers.records import Reply
from kg.answers.sources import CatalogSources
from kg.answers.space import SentenceSpace
from kg.catalog.catalog import Catalog
from kg.graph.store import GraphStore
from kg.iris import Minter
from kg.ontology.records import Property
from kg.settings import Settings


def space_of(settings: Settings) -> SentenceSpace | None:
    """Return the space in which questions meet relations; its encoder is loaded by the first that needs it.

    Without the model (`KG_EXTRACTOR` is another) there is none, and words alone decide.
    """
    return SentenceSpace(settings.encoder or "bundled") if settings.extractor == "neural" else None


def open_asking(
    settings: Settings,
    catalog: Catalog,
    store: GraphStore,
    minter: Minter,
    properties: Sequence[Property],
    space: SentenceSpace | None,
) -> Callable[[str], Reply]:
    """Return what answers questions over one catalog and its graph."""
    asker = Asker(
        StoreGraph(store), CatalogSources(catalog), properties, minter.entity_class, space
    )
    if settings.ask_url is None:
        return asker.ask
    key = settings.ask_key.get_secret_value() if settings.ask_key else None
    phraser = Phraser(settings.ask_url, settings.ask_model, key)
    return lambda question: phraser.phrase(asker.ask(question))
