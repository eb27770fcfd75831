"""Which model is to be read with: KG_MODEL if it is set, else the choice in the catalog, else the shipped one."""

from kg.catalog.catalog import Catalog
from kg.errors import InputError, ModelError
from kg.model.registry import Registry
from kg.settings import Settings


def overriding(settings: Settings) -> str | None:
    """Return the setting that makes the catalog's choice count for nothing here; None if it counts."""
    if settings.model is not None:
        return f"KG_MODEL={settings.model}"
    if settings.extractor == "scripted":
        return "KG_EXTRACTOR=scripted"
    return None


def reading_with(settings: Settings, chosen: str | None) -> Settings:
    """Return settings whose `model` is the chosen model's folder, or as it was where none was chosen.

    Raises:
        ModelError: The registry that can be seen from here does not have it, or not for this version of kg.
    """
    if chosen is None:
        return settings
    try:
        model = Registry(settings.models_path).find(chosen).sound()
    except InputError as err:  # whoever posted a document cannot mend it
        raise ModelError(str(err)) from err
    return settings.model_copy(update={"model": model.folder})


def as_chosen(settings: Settings) -> Settings:
    """Return settings for a process that reads once, without a service: with the model of its catalog, if there is one.

    Raises:
        CatalogUnavailable: The database does not answer.
        ModelError: The chosen model is not here.
    """
    nothing_kept = settings.database_url is None and not settings.catalog_file.exists()
    if overriding(settings) or nothing_kept:
        return settings
    catalog = Catalog.open(settings.catalog_url)
    try:
        return reading_with(settings, catalog.models.chosen())
    finally:
        catalog.close()
