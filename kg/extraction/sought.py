"""What a caller wants found: an ontology of his own, and examples of its relations."""

from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.extraction.examples import TeachingExample, read_examples
from kg.ontology.reading import read_ontology
from kg.ontology.records import Ontology, Property
from kg.ontology.shipped import shipped_properties


@dataclass(frozen=True, slots=True)
class Sought:
    """The properties to look for, and examples of some of them.

    Attributes:
        left_out: What was wrong with examples that could not be used, a line each.
    """

    properties: tuple[Property, ...]
    examples: tuple[TeachingExample, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def labels(self) -> dict[str, str]:
        """What each property is called, by its IRI."""
        return {property.iri: property.label for property in self.properties}


def read_sought(
    ontology: bytes | None,
    examples: bytes | None = None,
    *,
    filename: str = "",
    format: str = "",
) -> Sought:
    """Read an ontology, the shipped one without any, and a JSONL file of examples for it.

    Raises:
        InputError: Either is bad; the message says what is wrong where.
    """
    if ontology is None:
        known = Ontology((), shipped_properties())
    else:
        known = read_ontology(ontology, filename, format)
    left_out: list[str] = []
    taught = read_examples(examples, known, left_out) if examples is not None else ()
    return Sought(known.properties, taught, tuple(left_out))


def sought_from(ontology: Path | None, examples: Path | None) -> Sought:
    """Read what is sought from files.

    Raises:
        InputError: There is no such file, or it is bad.
    """
    return read_sought(
        _content(ontology), _content(examples), filename=ontology.name if ontology else ""
    )


def _content(path: Path | None) -> bytes | None:
    try:
        return path.read_bytes() if path else None
    except OSError as err:
        raise InputError(f"{path} cannot be read: {err.strerror}.") from err
