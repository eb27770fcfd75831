"""The ontology that comes with kg: the Wikidata properties that the shipped model was trained on."""

from functools import lru_cache
from importlib.resources import files

from kg.ontology.records import Property
from kg.ontology.turtle import read_properties


@lru_cache(maxsize=1)
def shipped_properties() -> tuple[Property, ...]:
    """Return the shipped properties, in the order of their numbers."""
    return read_properties(files("kg.ontology").joinpath("wikidata.ttl").read_bytes())
