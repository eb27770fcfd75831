"""Which RDF a file holds: by the ending of its name, or by its media type; .gz may be behind the first."""

from dataclasses import dataclass
from pathlib import PurePath

from kg.errors import UnsupportedFormat

ENDINGS = {
    ".nt": "application/n-triples",
    ".ttl": "text/turtle",
    ".nq": "application/n-quads",
    ".trig": "application/trig",
    ".jsonld": "application/ld+json",
    ".json": "application/ld+json",
    ".rdf": "application/rdf+xml",
    ".owl": "application/rdf+xml",
    ".xml": "application/rdf+xml",
}


@dataclass(frozen=True, slots=True)
class BaseFile:
    """How to read a file: its RDF media type, and whether it is compressed."""

    media_type: str
    gzipped: bool


def base_file(name: str) -> BaseFile:
    """Return how to read a file of this name.

    Raises:
        UnsupportedFormat: Its ending is not one of RDF.
    """
    path = PurePath(name.lower())
    gzipped = path.suffix == ".gz"
    ending = path.with_suffix("").suffix if gzipped else path.suffix
    if ending not in ENDINGS:
        known = ", ".join(ENDINGS)
        raise UnsupportedFormat(
            name, f"its ending is not one of RDF. Rename it: {known}, each also with .gz behind."
        )
    return BaseFile(ENDINGS[ending], gzipped)
