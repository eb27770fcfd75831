"""What a checkpoint is asked to find when it is measured, and the extractor that does it."""

from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.extraction.confidence import Confidence
from kg.extraction.examples import TeachingExample, read_examples
from kg.extraction.neural import NeuralExtractor
from kg.extraction.sought import Sought
from kg.iris import Minter
from kg.model.config import ModelConfig
from kg.model.network import ExtractionNetwork
from kg.ontology.reading import read_ontology
from kg.ontology.records import Ontology, Property
from kg.training.corpora import Corpus
from kg.training.data import judged_relations

MINTER = Minter("urn:evaluation:")


@dataclass(frozen=True, slots=True)
class Task:
    """Relations to look for.

    Attributes:
        examples: Sentences that show some of them.
        min_confidence: Confidence from which on a statement counts as made; None: that of the
            checkpoint's own threshold.
        unresolved: Whether pronouns that nobody could be found for make statements too.
        by_mention: Whether each mention is an entity of its own, and pronouns are none.
    """

    properties: tuple[Property, ...]
    examples: tuple[TeachingExample, ...] = ()
    min_confidence: float | None = None
    unresolved: bool = False
    by_mention: bool = False


def task_for(
    corpus: Corpus,
    ontology: Path | None = None,
    examples: Path | None = None,
    min_confidence: float | None = None,
) -> Task:
    """Look for what the ontology declares; without one, for every relation that the corpus judges.

    Of those that the shipped ontology has, domain and range are known; any others may hold between anything.

    Raises:
        InputError: A file is missing or cannot be read, or no property of the ontology is judged.
    """
    judged = judged_relations([corpus])
    properties = _declared(ontology) if ontology is not None else judged
    if not {property.iri for property in properties} & {property.iri for property in judged}:
        some = ", ".join(property.iri for property in judged[:3])
        raise InputError(
            f"{ontology or 'The corpus'} has no relation that the corpus judges; those have IRIs "
            f"such as {some or '(none at all)'}."
        )
    shown = read_examples(content_of(examples), Ontology((), properties)) if examples else ()
    return Task(properties, shown, min_confidence)


def content_of(path: Path) -> bytes:
    """Read a file that a user named.

    Raises:
        InputError: There is none, or it cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError as err:
        raise InputError(f"There is no file {path}.") from err
    except OSError as err:
        raise InputError(f"{path} cannot be read: {err.strerror}.") from err


def _declared(ontology: Path) -> tuple[Property, ...]:
    return read_ontology(content_of(ontology), ontology.name).properties


def extractor_for(network: ExtractionNetwork, task: Task) -> NeuralExtractor:
    """Return an extractor that does the task with this network."""
    least = task.min_confidence
    return NeuralExtractor(
        network,
        MINTER,
        Sought(task.properties, task.examples),
        min_confidence=least_confidence(network.config) if least is None else least,
        unresolved=task.unresolved,
        by_mention=task.by_mention,
    )


def least_confidence(config: ModelConfig) -> float:
    """Return the confidence at the checkpoint's threshold, for when nobody asked for another."""
    return Confidence(config.calibration).of(config.threshold)
