"""The ontology that comes with kg: the Wikidata properties that the shipped model was trained on."""

from functools import lru_cache
from importlib.resources import files

from kg.ontology.reading import read_ontology
from kg.ontology.records import Property


@lru_cache(maxsize=1)
def shipped_properties() -> tuple[Property, ...]:
    """Return the shipped properties, in the order of their numbers."""
    name = "wikidata.ttl"
    data = files("kg.ontology").joinpath(name).read_bytes()
    return read_ontology(data, name).properties
