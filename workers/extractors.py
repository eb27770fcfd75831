"""Which extractor a worker reads with: the only place that knows them all."""

from importlib import import_module

from kg.errors import InputError
from kg.extraction.extractor import Extractor
from kg.extraction.scripted import ScriptedExtractor
from kg.iris import Minter
from kg.settings import Settings


def build_extractor(settings: Settings) -> Extractor:
    """Make the extractor that `KG_EXTRACTOR` names; loads the model if it has one.

    `neural` and `scripted` are kg's own; `package.module:factory` is anybody's: a function from
    Settings to an Extractor, called again with another `settings.model` when another model is chosen.

    Raises:
        InputError: There is no such extractor.
        CheckpointMismatch: The model's checkpoint cannot be loaded.
    """
    match settings.extractor.partition(":"):
        case "neural", "", "":
            from kg.extraction.neural import NeuralExtractor  # brings torch

            return NeuralExtractor.load(settings)
        case "scripted", "", "":
            return ScriptedExtractor(Minter(settings.base_iri))
        case module, ":", factory if module and factory:
            return _foreign(module, factory, settings)
    raise InputError(
        f"KG_EXTRACTOR={settings.extractor!r} is no extractor. Say neural, scripted, or the "
        "package.module:factory of your own."
    )


def _foreign(module: str, factory: str, settings: Settings) -> Extractor:
    try:
        build = getattr(import_module(module), factory)
    except (ImportError, AttributeError, TypeError) as err:
        raise InputError(f"KG_EXTRACTOR={module}:{factory} cannot be imported: {err}") from err
    extractor: Extractor = build(settings)
    return extractor
